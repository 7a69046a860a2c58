import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFix } from '../src/apply/plan.ts';
import { applyText } from '../src/apply/text.ts';
import { addition } from '../src/domain/dependency/requirement-addition.ts';
import { bounded, pinned, respecified } from '../src/domain/dependency/requirement-edit.ts';
import { satisfies } from '../src/domain/dependency/versions.ts';
import { readImage } from '../src/domain/image/dockerfile-image.ts';
import { dependencies } from '../src/facts/dependencies.ts';
import type { Edit } from '../src/model/change.ts';
import type { DependencyFile, Ecosystem, Requirement, ResolvedVersion } from '../src/model/dependency.ts';
import type { World } from '../src/model/world.ts';

/** A text in which the package `mcp` (of npm: `@modelcontextprotocol/sdk`) is asked for once. */
interface Sample {
  readonly path: string;
  readonly text: string;
}

const pick = fc.constantFrom;
const PYTHON = pick('', '>=1.2', '==1.9.4', '>= 1.2 , !=1.5', '~=1.10', '>=1,<1.20');
const EXTRAS = pick('', '[cli]', ' [ cli , ws ]');
const MARKER = pick('', '; python_version >= "3.10"', " ; sys_platform != 'win32'");
const NAME = pick('mcp', 'MCP', 'Mcp');
const BREAK = pick('\n', '\r\n');

/** Blanks around the parts of a requirement, which no reader minds. */
const wish = fc
  .record({ name: NAME, extras: EXTRAS, gap: pick('', ' '), python: PYTHON, marker: MARKER })
  .map(({ name, extras, gap, python, marker }) => `${name}${extras}${gap}${python}${marker}`);

const requirements: fc.Arbitrary<Sample> = fc
  .record({
    wish,
    lead: pick('', '  '),
    tail: pick('', '  # why', ' --config-settings x=y', ' \\\n --config-settings x=y'),
    before: pick('', '# the server\n', 'boto3==1.40 # aws\n-r base.txt\n', 'httpx \\\n >=0.27\n'),
    after: pick('', '\nuvicorn\n', '\n\n# end', '\nmcp-helpers>=1\n'),
  })
  .map(({ wish: line, lead, tail, before, after }) => ({
    path: 'requirements.txt',
    text: before + lead + line + tail + after,
  }));

const quote = (text: string): string => (text.includes('"') ? `'${text}'` : `"${text}"`);

const pyproject: fc.Arbitrary<Sample> = fc
  .record({
    wish: wish.filter((text) => !(text.includes('"') && text.includes("'"))),
    table: pick(
      '[project]\nname = "x"\ndependencies',
      '[dependency-groups]\nserver',
      '[tool.uv]\nconstraint-dependencies',
    ),
    layout: pick(
      (item: string) => `[${item}]`,
      (item: string) => `["boto3", ${item}, "httpx>=0.27"]`,
      (item: string) => `[\n    "boto3", # aws\n    ${item}, # the server\n]`,
      (item: string) => `[\n\t# servers\n\t${item}\n]`,
    ),
  })
  .map(({ wish: line, table, layout }) => ({
    path: 'pyproject.toml',
    text: `${table} = ${layout(quote(line))}\n\n[tool.ruff]\nline-length = 120\n`,
  }));

/** The list of the project itself, which alone takes one more. */
const listedProject = pyproject.filter(({ text }) => text.startsWith('[project]'));
const mainTable = (sample: Sample): boolean => !sample.text.includes('.group.');

const poetry: fc.Arbitrary<Sample> = fc
  .record({
    version: pick('*', '^1.2', '~1.9', '1.9.4', '>=1.2', '>=1.2,<2'),
    mark: pick('"', "'"),
    head: pick(
      { path: 'pyproject.toml', table: '[tool.poetry.dependencies]\npython = "^3.12"\n' },
      { path: 'pyproject.toml', table: '[tool.poetry.group.main.dependencies]\n' },
      { path: 'Pipfile', table: '[packages]\nboto3 = "*"\n' },
    ),
    write: pick(
      (version: string) => `mcp = ${version} # the server`,
      (version: string) => `mcp = { version = ${version}, extras = ["cli"] }`,
      (version: string) => `mcp={extras=["cli"],version=${version}}`,
      (version: string) => `"mcp"   = ${version}`,
    ),
  })
  .map(({ version, mark, head, write }) => ({
    path: head.path,
    text: `${head.table}${write(mark + version + mark)}\nhttpx = "*"\n`,
  }));

const words: fc.Arbitrary<Sample> = fc
  .record({
    wish: fc.record({
      name: NAME,
      extras: pick('', '[cli]'),
      python: pick('', '==1.9.4', '~=1.10', '>=1.2', '>=1,<1.20'),
    }),
    command: pick(
      (word: string) => `RUN pip install --no-cache-dir ${word} boto3`,
      (word: string) =>
        `RUN apt-get update && \\\n    uv pip install --system \\\n      httpx \\\n      # the server\n      ${word} \\\n      boto3`,
      (word: string) => `run python -m pip install -U ${word}&& rm -rf /root/.cache`,
      (word: string) => `RUN <<EOF\nset -e\npip install boto3 ${word}\nEOF`,
      (word: string) => `RUN uv add ${word}`,
    ),
    mark: pick('', '"', "'"),
  })
  .map(({ wish: { name, extras, python }, command, mark }) => {
    const word = `${name}${extras}${python}`;
    const shown = mark === '' && /[<>]/.test(word) ? `"${word}"` : mark + word + mark;
    return { path: 'Dockerfile', text: `FROM python:3.13-slim\nWORKDIR /app\n${command(shown)}\nUSER 1000\n` };
  });

const odd: fc.Arbitrary<Sample> = pick(
  'RUN ["pip", "install", "mcp[cli]", "boto3"]',
  'RUN ["pip", "install", "mcp==1.9.4"]',
  'RUN cat <<EOF > requirements.txt\nboto3\nmcp>=1.2 # why\nEOF\nRUN pip install -r requirements.txt',
  'COPY <<-EOF /app/requirements.txt\n\tmcp[cli]\n\tboto3\n\tEOF\nRUN pip install -r requirements.txt',
).map((command) => ({ path: 'Dockerfile', text: `FROM python:3.13-slim\nWORKDIR /app\n${command}\n` }));

const SDK = '@modelcontextprotocol/sdk';
const NPM = pick('', '^1.20.0', '1.24.0', 'latest', '*', '>=1.20', '1.x || 2.x');

const packageJson: fc.Arbitrary<Sample> = fc
  .record({ range: NPM, indent: pick(0, 2, 4), members: pick('dependencies', 'devDependencies') })
  .map(({ range, indent, members }) => ({
    path: 'package.json',
    text: JSON.stringify({ name: 'x', [members]: { express: '^5', [SDK]: range, zod: '*' } }, undefined, indent),
  }));

const npmWords: fc.Arbitrary<Sample> = fc
  .record({
    range: pick('', '@^1.20.0', '@1.24.0', '@latest'),
    tool: pick('npm install', 'pnpm add', 'yarn add'),
    mark: pick('', '"'),
  })
  .map(({ range, tool, mark }) => ({
    path: 'Dockerfile',
    text: `FROM node:22-slim\nWORKDIR /app\nRUN ${tool} express ${mark}${SDK}${range}${mark} zod\n`,
  }));

const pythonSamples = fc.oneof(requirements, pyproject, poetry, words, odd);
const npmSamples = fc.oneof(packageJson, npmWords);
const broken = (sample: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc.record({ sample, lineBreak: BREAK }).map(({ sample: { path, text }, lineBreak }) => ({
    path,
    text: text.replaceAll('\n', lineBreak),
  }));

/** A text as the collectors read it. */
async function fileOf({ path, text }: Sample): Promise<readonly DependencyFile[]> {
  const world = { read: async () => ({ ok: true, text }) as const };
  // The collector reads the files that it is told of, and asks the world for nothing else.
  const facts = { project: { name: 'x', files: [path] }, embedded: { files: [] } };
  return (await dependencies.collect(facts, world as unknown as World)).files;
}

/** The requirements of a text. */
async function read(sample: Sample): Promise<readonly Requirement[]> {
  const { path, text } = sample;
  if (path === 'Dockerfile') return readImage(path, text).installs.flatMap((install) => install.requirements);
  return (await fileOf(sample)).flatMap((file) => file.requirements);
}

const ours = ({ name }: Requirement): boolean => name === 'mcp' || name === SDK;

async function edited({ path, text }: Sample, edits: readonly Edit[]): Promise<Sample> {
  const bench = {
    glance: async () => ({ ok: true, text }) as const,
    parser: () => Promise.reject(new Error('No code is parsed here.')),
  };
  const plan = await planFix({ title: 'Try', safety: 'safe', edits }, bench);
  if (!plan.ok) throw new Error(plan.because);
  return { path, text: applyText(text, plan.changes) };
}

/** All that a requirement says but its place and its versions. */
function sense({ at: _, specifierAt: __, specifier, written: ___, word: ____, ...rest }: Requirement): unknown {
  return ours({ ...rest, specifier, at: _ }) ? rest : { ...rest, specifier };
}

/** What the edits come to: the versions that are asked for then, and all else that is different. */
async function outcomeOf(sample: Sample, edits: readonly Edit[] | undefined): Promise<unknown> {
  const before = await read(sample);
  const [own] = before.filter(ours);
  const after = await edited(sample, edits ?? []);
  const now = await read(after);
  const { start, end } = own?.at.range ?? { start: { line: 0 }, end: { line: 0 } };
  const [old, fresh] = [sample.text.split('\n'), after.text.split('\n')];
  const differs = (part: unknown, other: unknown): readonly unknown[] =>
    JSON.stringify(part) === JSON.stringify(other) ? [] : [other];
  return {
    specifier: now.find(ours)?.specifier,
    differences: [
      ...differs(before.map(sense), now.map(sense)),
      ...differs(old.slice(0, start.line - 1), fresh.slice(0, start.line - 1)),
      ...differs(old.slice(end.line), fresh.slice(fresh.length - (old.length - end.line))),
    ],
  };
}

describe('a requirement in any place', () => {
  it('asks for exactly the versions it is given', async () => {
    await fc.assert(
      fc.asyncProperty(
        broken(pythonSamples),
        pick('>=1.28,<2', '==1.30.0', '<3', '~=2.1'),
        async (sample, specifier) => {
          const [own] = (await read(sample)).filter(ours);
          fc.pre(own?.specifier !== specifier);
          expect(await outcomeOf(sample, own && respecified('pypi', own, specifier))).toEqual({
            specifier,
            differences: [],
          });
        },
      ),
      { numRuns: 250 },
    );
  });

  it('asks npm for exactly the versions it is given', async () => {
    await fc.assert(
      fc.asyncProperty(broken(npmSamples), pick('^1.32.2', '>=1.24.0 <2', '1.32.2'), async (sample, specifier) => {
        const [own] = (await read(sample)).filter(ours);
        expect(await outcomeOf(sample, own && respecified('npm', own, specifier))).toEqual({
          specifier,
          differences: [],
        });
      }),
      { numRuns: 200 },
    );
  });

  it('keeps what it asked for when it is given a bound', async () => {
    await fc.assert(
      fc.asyncProperty(broken(pythonSamples), async (sample) => {
        const [own] = (await read(sample)).filter(ours);
        if (own === undefined) throw new Error('There is no requirement.');
        fc.pre(!/^=|~/.test(own.specifier) && !own.specifier.includes('<'));
        const wanted = own.specifier === '' ? '<3' : `${own.specifier},<3`;
        expect(await outcomeOf(sample, bounded(own, '<3'))).toEqual({ specifier: wanted, differences: [] });
        expect(satisfies('pypi', '3.0', wanted)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

const spelt = ({ name, specifier }: Requirement): string => name + specifier;

/** Whether every character of a text stands in another one, in the same order. */
function isInsertedInto(text: string, longer: string): boolean {
  let found = 0;
  for (const char of longer) if (char === text[found]) found += 1;
  return found === text.length;
}

describe('one more requirement', () => {
  /** What is asked for once `pyjwt` is added, and whether nothing that was there is gone. */
  const withOneMore = async (
    sample: Sample,
    ecosystem: Ecosystem,
  ): Promise<{ readonly asked: readonly string[]; readonly kept: boolean }> => {
    const files = sample.path === 'Dockerfile' ? [] : await fileOf(sample);
    const build = { files, locks: [], requirements: await read(sample), complete: true };
    const specifier = ecosystem === 'pypi' ? '>=2.9,<3' : '^2.9.0';
    const added = addition(build, ecosystem, { name: 'pyjwt', specifier });
    const after = await edited(sample, added?.edits ?? []);
    return { asked: (await read(after)).map(spelt), kept: isInsertedInto(sample.text, after.text) };
  };

  it('is asked for beside the others, in the order of the file', async () => {
    const places = fc.oneof(requirements, words, odd, listedProject, poetry.filter(mainTable), npmSamples);
    await fc.assert(
      fc.asyncProperty(broken(places), async (sample) => {
        const before = await read(sample);
        const ecosystem = before.some(({ name }) => name === SDK) ? 'npm' : 'pypi';
        const wanted = `pyjwt${ecosystem === 'pypi' ? '>=2.9,<3' : '^2.9.0'}`;
        const names = before.map(spelt);
        const { asked, kept } = await withOneMore(sample, ecosystem);
        expect(asked.toSorted()).toEqual([...names, wanted].toSorted());
        expect(kept).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  it('has no place in a Dockerfile behind options that may go over several lines', async () => {
    const text =
      'FROM python:3.13\nRUN cat <<EOF > r.txt\nmcp \\\n --config-settings x=y\nEOF\nRUN pip install -r r.txt\n';
    const asked = await read({ path: 'Dockerfile', text });
    const build = { files: [], locks: [], requirements: asked, complete: true };
    expect(asked.map(spelt)).toEqual(['mcp']);
    expect(addition(build, 'pypi', { name: 'pyjwt', specifier: '' })).toBeUndefined();
  });

  it.each([
    ['the others have hashes', 'requirements.txt', 'mcp==1.9.4 \\\n    --hash=sha256:00\n'],
    ['the file only bounds', 'constraints.txt', 'mcp<2\n'],
    ['the list is computed', 'pyproject.toml', '[project]\nname = "x"\ndynamic = ["dependencies"]\n'],
  ])('has no place where %s', async (_, path, text) => {
    const files = await fileOf({ path, text });
    const build = { files, locks: [], requirements: await read({ path, text }), complete: true };
    expect(addition(build, 'pypi', { name: 'pyjwt', specifier: '' })).toBeUndefined();
  });

  it.each([
    ['an empty list', '[project]\nname = "x"\ndependencies = []\n', 'dependencies = ["pyjwt"]\n'],
    [
      'a missing list',
      '[project]\nname = "x"\n\n[project.scripts]\nx = "x:main"\n',
      'name = "x"\ndependencies = ["pyjwt"]\n\n[project.scripts]',
    ],
    ['an empty table', '[tool.poetry.dependencies]\n[tool.x]\n', '[tool.poetry.dependencies]\npyjwt = "*"\n[tool.x]'],
    ['a document that is one table', '[project]\ndependencies = ["mcp"]', 'dependencies = ["mcp", "pyjwt"]'],
    [
      'a table with tables below it',
      '[tool.poetry.dependencies]\nmcp="*"\n[tool.poetry.dependencies.boto3]\nversion = "*"\n',
      'mcp="*"\npyjwt="*"\n[tool.poetry.dependencies.boto3]',
    ],
  ])('goes into %s', async (_, text, part) => {
    const sample = { path: 'pyproject.toml', text };
    const build = { files: await fileOf(sample), locks: [], requirements: await read(sample), complete: true };
    const added = addition(build, 'pypi', { name: 'pyjwt', specifier: '' });
    expect((await edited(sample, added?.edits ?? [])).text).toContain(part);
  });
});

describe('a requirement that is not ours to edit', () => {
  it.each([
    ['has hashes', 'requirements.txt', 'mcp==1.9.4 \\\n    --hash=sha256:00\n'],
    ['comes from elsewhere', 'requirements.txt', 'mcp @ git+https://git.example/mcp.git\n'],
    ['is computed by the shell', 'Dockerfile', 'FROM python:3.13\nARG V=1.9.4\nRUN pip install mcp==${V}\n'],
    ['is quoted in parts', 'Dockerfile', 'FROM python:3.13\nRUN pip install mcp">=1.2"\n'],
    ['has no version', 'Pipfile', '[packages]\nmcp = { extras = ["cli"] }\n'],
  ])('is left alone when it %s', async (_, path, text) => {
    const own = (await read({ path, text })).filter(ours);
    expect(own.map((one) => respecified('pypi', one, '>=1.28,<2'))).toEqual([undefined]);
  });
});

describe('a package that is asked for in several places', () => {
  const pin = async (text: string): Promise<string | undefined> => {
    const asked = (await read({ path: 'requirements.txt', text })).filter(ours);
    const version: ResolvedVersion = { kind: 'newest', version: '2.3.0', specifier: '', from: '', asked };
    const edits = pinned('pypi', version, '>=1.28,<2');
    return edits === undefined ? undefined : (await edited({ path: 'requirements.txt', text }, edits)).text;
  };

  it('is pinned where it asks for something else', async () => {
    expect(await pin('mcp\nboto3\nmcp>=2.1\n')).toBe('mcp\nboto3\nmcp>=1.28,<2\n');
  });

  it('is pinned in the first place where none does', async () => {
    expect(await pin('mcp>=1\nmcp\n')).toBe('mcp>=1.28,<2\nmcp\n');
  });

  it('is not pinned when a lock file or another package decides', () => {
    const ecosystem: Ecosystem = 'pypi';
    const at = {
      kind: 'file',
      path: 'uv.lock',
      range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
    } as const;
    expect(pinned(ecosystem, { kind: 'exact', version: '2.3.0', from: 'uv.lock', at }, '<2')).toBeUndefined();
    expect(
      pinned(ecosystem, { kind: 'newest', version: '2.3.0', specifier: '', from: '', asked: [] }, '<2'),
    ).toBeUndefined();
  });
});
