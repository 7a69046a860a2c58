import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddedFilesOf, relocate } from '../src/domain/deployment/embedded-files.ts';
import { isInside, linesOf } from '../src/domain/text.ts';
import type { EmbeddedFile } from '../src/model/embedded.ts';
import type { Place } from '../src/model/location.ts';

const SERVER = 'from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("tides")\nmcp.run()\n';

/** What stands in the host where a piece of the embedded text comes from. */
function inHost(host: string, file: EmbeddedFile, piece: string): string {
  const start = file.text.indexOf(piece);
  const place = relocate(linesOf(file.path, file.text).at(start, start + piece.length), [file]);
  expect(place.path).toBe(file.host);
  const { offset } = linesOf(place.path, host);
  return host.slice(offset(place.range.start), offset(place.range.end));
}

function paths(files: readonly EmbeddedFile[]): readonly string[] {
  return files.map(({ path }) => path);
}

function notebookOf(...cells: readonly string[]): string {
  const source = (text: string): readonly string[] => text.split(/(?<=\n)/);
  return JSON.stringify({ cells: cells.map((text) => ({ cell_type: 'code', source: source(text) })) }, undefined, 1);
}

describe('a notebook', () => {
  const notebook = notebookOf(
    '%%writefile requirements.txt\nmcp',
    '%%writefile server.py\nprint("first")\n',
    `%%writefile server.py\n${SERVER}`,
    '%%writefile notes.md\n# mcp\n',
    '%%writefile -a requirements.txt\nboto3\n',
  );
  const files = embeddedFilesOf('lab/deploy.ipynb', notebook);

  it('writes beside itself; what it writes last stays', () => {
    expect(files.map(({ path, text }) => [path, text])).toEqual([
      ['lab/requirements.txt', 'mcp\nboto3\n'],
      ['lab/server.py', SERVER],
    ]);
  });

  it('knows where a piece stands, escapes included', () => {
    const [requirements, server] = files;
    expect(server && inHost(notebook, server, 'FastMCP("tides")')).toBe('FastMCP(\\"tides\\")');
    expect(requirements && inHost(notebook, requirements, 'boto3')).toBe('boto3');
  });
});

describe('a heredoc', () => {
  it('in a script lies beside it, whatever folder is computed', () => {
    const script = `cat > "$DIR/server.py" <<'EOF'\n${SERVER}EOF\nsudo tee pyproject.toml <<X >/dev/null\n[project]\nX\n`;
    const files = embeddedFilesOf('infra/deploy.sh', script);
    expect(paths(files)).toEqual(['infra/server.py', 'infra/pyproject.toml']);
    for (const file of files.slice(0, 1)) expect(inHost(script, file, '"tides"')).toBe('"tides"');
  });

  it('in a block of YAML loses the indentation of the block', () => {
    const block = `cat << 'EOF' > src/server.py\n${SERVER}EOF\ncat > Dockerfile <<EOF\nFROM a\nEOF`;
    const template = `Spec: !Sub |\n${block.replaceAll(/^(?=.)/gm, '      ')}\nOther: 1\n`;
    const files = embeddedFilesOf('t.yaml', template);
    expect(paths(files)).toEqual(['t.yaml/src/server.py', 't.yaml/Dockerfile']);
    expect(files[0]?.text).toBe(SERVER);
    for (const file of files.slice(0, 1)) expect(inHost(template, file, 'mcp = FastMCP')).toBe('mcp = FastMCP');
  });

  it('in a string of a program loses its escapes', () => {
    const program = `commands = ["""cat > server.py << 'EOF'\n${SERVER.replaceAll('"', '\\"')}EOF""", "ls"]\n`;
    const files = embeddedFilesOf('app/stack.py', program);
    expect(paths(files)).toEqual(['app/stack.py/server.py']);
    expect(files[0]?.text).toBe(SERVER);
    for (const file of files) expect(inHost(program, file, '("tides")')).toBe('(\\"tides\\")');
  });

  it('that a template writes again belongs to another build', () => {
    const write = (name: string, text: string): string => `cat > ${name} <<EOF\n${text}EOF\n`;
    const template = [
      write('requirements.txt', 'mcp\n'),
      write('server.py', SERVER),
      write('requirements.txt', 'mcp<2\n'),
      write('server.py', `${SERVER}\n`),
    ].join('');
    expect(paths(embeddedFilesOf('t.yaml', template))).toEqual([
      't.yaml/requirements.txt',
      't.yaml/server.py',
      't.yaml/2/requirements.txt',
      't.yaml/2/server.py',
    ]);
  });

  it('counts only where it is run, and only with a server', () => {
    expect(embeddedFilesOf('a.sh', `# cat > server.py <<EOF\n${SERVER}EOF\n`)).toEqual([]);
    expect(embeddedFilesOf('a.sh', `cat > notes.md <<EOF\n${SERVER}EOF\n`)).toEqual([]);
    expect(embeddedFilesOf('a.sh', 'cat > agent.py <<EOF\nprint("mcp")\nEOF\n')).toEqual([]);
  });
});

const PIECES = [
  'cat > ',
  'cat <<',
  'tee ',
  'server.py',
  'requirements.txt',
  " << 'EOF'\n",
  '<<EOF',
  'EOF',
  '\n',
  '\r\n',
  '  ',
  '\t',
  SERVER,
  '\\"',
  '\\\\',
  '"""',
  '${X}',
  '# ',
  'mcp',
  '%%writefile server.py\n',
  '{"cells":[{"cell_type":"code","source":[',
  '"',
  ',',
  ']}]}',
  '\\u00e4',
  '🌊',
  '>>',
  '-a ',
  '|',
];

const texts = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string()), { maxLength: 30 })
  .map((parts) => parts.join(''));
const cells = fc
  .array(
    texts.map((text) => `%%writefile server.py\n${text}${SERVER}`),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) => notebookOf(...all));
const scripts = texts.map(
  (text) => `  cat > server.py <<'EOF'\n${text}\n${SERVER}\n  EOF\ncat >> server.py <<X\n${text}\nX\n${text}`,
);

describe('whatever a file holds', () => {
  it.each(['a.ipynb', 'a.sh', 'a.yaml', 'a.py', 'a.ts'])('its embedded files have their places in it: %s', (path) => {
    fc.assert(
      fc.property(
        fc.oneof(texts, path.endsWith('.ipynb') ? cells : scripts),
        fc.nat(),
        fc.nat(),
        (host, from, length) => {
          for (const file of embeddedFilesOf(path, host)) {
            const start = from % (file.text.length + 1);
            const inside: Place = linesOf(file.path, file.text).at(start, start + (length % 50));
            const { path: found, range } = relocate({ deep: [inside] }, [file]).deep[0] ?? inside;
            expect(found).toBe(path);
            expect(isInside(range, host), JSON.stringify([range, host])).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
