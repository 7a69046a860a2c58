import { describe, expect, it } from 'vitest';
import { planFix } from '../src/apply/plan.ts';
import { applyText } from '../src/apply/text.ts';
import { linesOf } from '../src/domain/text.ts';
import type { Edit } from '../src/model/change.ts';
import type { Place } from '../src/model/location.ts';
import { openWorld } from '../src/world/index.ts';

const { parser } = openWorld({ root: '.' });

/** What edits make of a text, or why they are refused. */
async function edited(path: string, text: string, edits: readonly Edit[]): Promise<string> {
  const plan = await planFix(
    { title: 'Mend', safety: 'safe', edits },
    { parser, glance: async () => ({ ok: true, text }) },
  );
  return plan.ok ? applyText(text, plan.changes) : plan.because;
}

/** The place of a piece of a text that stands in it once. */
function placeOf(path: string, text: string, piece: string): Place {
  const start = text.indexOf(piece);
  return linesOf(path, text).at(start, start + piece.length);
}

describe('values in YAML', () => {
  const set = (text: string, value: Extract<Edit, { kind: 'set' }>['value'], part = text.trimEnd()): Promise<string> =>
    edited('t.yaml', text, [{ kind: 'set', at: placeOf('t.yaml', text, part), path: ['Resource'], value }]);

  it('are written under a tag', async () => {
    expect(await set('Action: x\n', { '!Sub': 'a:${AWS::Region}:*' })).toBe(
      'Action: x\nResource: !Sub a:${AWS::Region}:*\n',
    );
    expect(await set('Action: x\n', [{ '!GetAtt': 'A.Arn' }, '*'])).toBe(
      'Action: x\nResource:\n  - !GetAtt A.Arn\n  - "*"\n',
    );
    expect(await set('at: { Action: x }\n', { '!Sub': 'a' }, '{ Action: x }')).toBe(
      'at: { Action: x, Resource: !Sub a }\n',
    );
  });

  it('have the quotes and the lists of their document', async () => {
    expect(await set("Action: 'x'\n", ['*'])).toBe("Action: 'x'\nResource:\n  - '*'\n");
    expect(await set('Action:\n- x\n', ['*'])).toBe('Action:\n- x\nResource:\n- "*"\n');
  });

  it('have no tags in JSON', async () => {
    const text = '{ "a": 1 }';
    expect(
      await edited('t.json', text, [
        { kind: 'set', at: placeOf('t.json', text, text), path: ['b'], value: { '!Ref': 'x' } },
      ]),
    ).toMatch(/does not allow it|would not parse/);
  });
});

describe('blank lines between the entries of a map', () => {
  const text = 'R:\n  A:\n    x: 1\n\n  B:\n    x: 2\n\n  C:\n    x: 3\nO: 4\n';
  const at = placeOf('t.yaml', text, text.trimEnd());

  it('stand before what is added', async () => {
    expect(await edited('t.yaml', text, [{ kind: 'set', at, path: ['R', 'D'], value: { x: 4 } }])).toBe(
      text.replace('x: 3\n', 'x: 3\n\n  D:\n    x: 4\n'),
    );
  });

  it('do not stay at the end of the file', async () => {
    const short = text.replace('O: 4\n', '');
    const all = placeOf('t.yaml', short, short.trimEnd());
    const edits = ['C', 'B'].map((key): Edit => ({ kind: 'unset', at: all, path: ['R', key] }));
    expect(await edited('t.yaml', short, edits)).toBe('R:\n  A:\n    x: 1\n');
    const open = placeOf('t.yaml', short.trimEnd(), short.trimEnd());
    expect(await edited('t.yaml', short.trimEnd(), [{ kind: 'unset', at: open, path: ['R', 'C'] }])).toBe(
      'R:\n  A:\n    x: 1\n\n  B:\n    x: 2',
    );
  });

  it('are not doubled by what goes', async () => {
    expect(await edited('t.yaml', text, [{ kind: 'unset', at, path: ['R', 'B'] }])).toBe(
      text.replace('  B:\n    x: 2\n\n', ''),
    );
    const windows = text.replaceAll('\n', '\r\n');
    const all = placeOf('t.yaml', windows, windows.trimEnd());
    expect(await edited('t.yaml', windows, [{ kind: 'unset', at: all, path: ['R', 'B'] }])).toBe(
      windows.replace('  B:\r\n    x: 2\r\n\r\n', ''),
    );
  });
});

describe('what is taken out of a document', () => {
  it.each([
    ['t.yaml', 'a: 1\nb: 2\nc: 3\n', 'a: 1\n'],
    ['t.json', '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n', '{\n  "a": 1\n}\n'],
    ['t.json', '{"a":1,"b":2,"c":3}', '{"a":1}'],
    ['t.yaml', '{ a: 1, b: 2, c: 3 }\n', '{ a: 1 }\n'],
  ])('goes together: %s %j', async (path, text, expected) => {
    const at = placeOf(path, text, text.trimEnd());
    expect(
      await edited(path, text, [
        { kind: 'unset', at, path: ['c'] },
        { kind: 'unset', at, path: ['b'] },
      ]),
    ).toBe(expected);
  });
});

describe('edits of one file together', () => {
  it.each(['\n', '\r\n'])('put what comes below a line that goes in its place', async (lineBreak) => {
    const text = 'a:\n  x: 1\n  y: 2\nb: 3\n'.replaceAll('\n', lineBreak);
    const at = placeOf('t.yaml', text, `x: 1${lineBreak}  y: 2`);
    expect(
      await edited('t.yaml', text, [
        { kind: 'unset', at, path: ['y'] },
        { kind: 'set', at, path: ['z'], value: 4 },
      ]),
    ).toBe('a:\n  x: 1\n  z: 4\nb: 3\n'.replaceAll('\n', lineBreak));
  });
});

describe('words of a command', () => {
  it('stand on a line of their own where their neighbours do', async () => {
    const text = 'curl "$URL" \\\r\n  -H "A: b" \\\r\n  -d x\r\n';
    const edit = (where: 'before' | 'after'): readonly Edit[] => [
      { kind: 'words', at: placeOf('x.sh', text, '-H "A: b"'), where, put: '-H "C: d"' },
    ];
    expect(await edited('x.sh', text, edit('after'))).toBe(
      'curl "$URL" \\\r\n  -H "A: b" \\\r\n  -H "C: d" \\\r\n  -d x\r\n',
    );
    expect(await edited('x.sh', text, edit('before'))).toBe(
      'curl "$URL" \\\r\n  -H "C: d" \\\r\n  -H "A: b" \\\r\n  -d x\r\n',
    );
  });

  it('stand beside their neighbours else, and on a new line behind the last', async () => {
    const one = 'curl -H "A: b" "$URL"\n';
    expect(
      await edited('x.sh', one, [{ kind: 'words', at: placeOf('x.sh', one, '-H "A: b"'), where: 'after', put: '-s' }]),
    ).toBe('curl -H "A: b" -s "$URL"\n');
    const last = 'curl "$URL" \\\n  -d x';
    expect(
      await edited('x.sh', last, [{ kind: 'words', at: placeOf('x.sh', last, '-d x'), where: 'after', put: '-s' }]),
    ).toBe('curl "$URL" \\\n  -d x \\\n  -s');
  });
});

describe('a word that is cut', () => {
  it.each([
    ['CMD ["fastmcp", "run", "--stateless"]', 'CMD ["fastmcp", "run"]'],
    ['CMD ["fastmcp","run","--stateless","a.py"]', 'CMD ["fastmcp","run","a.py"]'],
    ['CMD ["--stateless", "run"]', 'CMD ["run"]'],
    ['CMD fastmcp run --stateless a.py', 'CMD fastmcp run a.py'],
    ['CMD fastmcp run a.py --stateless', 'CMD fastmcp run a.py'],
    ['CMD fastmcp run \\\n  --stateless \\\n  a.py', 'CMD fastmcp run \\\n  a.py'],
  ])('goes with what belongs to it: %j', async (before, after) => {
    const text = `FROM python:3.12\n${before}\n`;
    const at = placeOf('Dockerfile', text, '--stateless');
    expect(await edited('Dockerfile', text, [{ kind: 'cut', at }])).toBe(`FROM python:3.12\n${after}\n`);
  });
});

describe('words of a command in a list', () => {
  it.each([
    ['CMD ["fastmcp", "run", "a.py"]\n', 'a.py', 'CMD ["fastmcp", "run", "a.py", "--host", "0.0.0.0"]\n'],
    ['CMD ["fastmcp","run","a.py"]\n', 'a.py', 'CMD ["fastmcp","run","a.py","--host","0.0.0.0"]\n'],
    ['CMD [ "uvicorn" ]\n', 'uvicorn', 'CMD [ "uvicorn", "--host", "0.0.0.0" ]\n'],
    [
      'CMD ["uvicorn", \\\n     "a:app"]\n',
      'a:app',
      'CMD ["uvicorn", \\\n     "a:app", \\\n     "--host", \\\n     "0.0.0.0"]\n',
    ],
    ['CMD ["sh", "-c", "uvicorn a:app"]\n', 'a:app', 'CMD ["sh", "-c", "uvicorn a:app --host 0.0.0.0"]\n'],
    ['CMD uvicorn "a:app"\n', '"a:app"', 'CMD uvicorn "a:app" --host 0.0.0.0\n'],
  ])('%j', async (line, word, expected) => {
    const text = `FROM python:3.12\n${line}`;
    const at = placeOf('Dockerfile', text, word);
    expect(await edited('Dockerfile', text, [{ kind: 'words', at, where: 'after', put: '--host 0.0.0.0' }])).toBe(
      `FROM python:3.12\n${expected}`,
    );
  });
});

describe('code that is put into a call', () => {
  it.each([
    ["a = ['x', 'y']\nmcp.run('http')\n", "mcp.run('http', host='0.0.0.0')"],
    ["a = ['x', 'y']\nmcp.run(\"http\")\n", 'mcp.run("http", host="0.0.0.0")'],
    ["a = ['x', 'y']\nmcp.run(1)\n", "mcp.run(1, host='0.0.0.0')"],
    ['mcp.run(1)\n', 'mcp.run(1, host="0.0.0.0")'],
  ])('has the quotes of the call, or of the file: %j', async (text, expected) => {
    const call = /mcp.*/.exec(text)?.[0] ?? '';
    const at = placeOf('a.py', text, call);
    expect(await edited('a.py', text, [{ kind: 'call', at, set: { host: '"0.0.0.0"' } }])).toBe(
      text.replace(call, expected),
    );
  });
});

describe('code in the strings of a notebook', () => {
  /** A notebook whose one cell holds these lines. */
  const notebook = (lines: readonly string[]): string =>
    `${JSON.stringify({ cells: [{ cell_type: 'code', source: lines }] }, undefined, 1)}\n`;
  const cell = (text: string): string => (JSON.parse(text).cells[0].source as readonly string[]).join('');
  const raw = (code: string): string => JSON.stringify(code).slice(1, -1);

  it('is edited as the code that it is', async () => {
    const text = notebook(['%%writefile a.py\n', 'x = f("é\\t😀", b=1)  # "why"\n', 'y']);
    const at = placeOf('a.ipynb', text, raw('f("é\\t😀", b=1)'));
    const after = await edited('a.ipynb', text, [{ kind: 'call', at, set: { host: '"0.0.0.0"' }, drop: ['b'] }]);
    expect(cell(after)).toBe('%%writefile a.py\nx = f("é\\t😀", host="0.0.0.0")  # "why"\ny');
  });

  it('keeps a string for each line', async () => {
    const text = notebook(['x = f(\n', '    "a",\n', '    b=1,\n', '    c=2,\n', ')']);
    const start = text.indexOf('f(');
    const end = text.lastIndexOf(')') + 1;
    const at = linesOf('a.ipynb', text).at(start, end);
    const after = await edited('a.ipynb', text, [{ kind: 'call', at, set: { d: '"3"' }, drop: ['b'] }]);
    expect(after).toBe(notebook(['x = f(\n', '    "a",\n', '    c=2,\n', '    d="3",\n', ')']));
  });
});

describe('an import', () => {
  it.each([
    ['import uuid', 'import json\nimport os\n\nimport boto3\n\nx = 1\n', 'import os\nimport uuid\n'],
    ['from urllib.parse import quote', 'import boto3\nx = 1\n', 'import boto3\nfrom urllib.parse import quote\n'],
    ['import httpx2', 'import json\n\nimport boto3\n', 'import boto3\nimport httpx2\n'],
  ])('%s stands with its like', async (put, text, expected) => {
    const at = placeOf('a.py', text, text.trimEnd());
    expect(await edited('a.py', text, [{ kind: 'import', at, put }])).toContain(expected);
  });
});

describe('code that a document shows', () => {
  const document = (code: string, indent = ''): string =>
    `# Title\n\n${indent}\`\`\`python\n${code}${indent}\`\`\`\n\nMore.\n`;

  it('gets its imports in its own block', async () => {
    const text = document('import os\n\nprint(os.environ)\n');
    const at = placeOf('a.md', text, 'os.environ');
    expect(await edited('a.md', text, [{ kind: 'import', at, put: 'import uuid' }])).toBe(
      document('import os\nimport uuid\n\nprint(os.environ)\n'),
    );
  });

  it('is left alone where it is indented', async () => {
    const text = document('  import os\n', '  ');
    const at = placeOf('a.md', text, 'import os');
    expect(await edited('a.md', text, [{ kind: 'import', at, put: 'import uuid' }])).toMatch(/is indented/);
  });

  it('is edited in its own language', async () => {
    const text = '```js\nfetch(u, { headers: { A: t } })\n```\n';
    const at = placeOf('a.md', text, '{ A: t }');
    expect(await edited('a.md', text, [{ kind: 'members', at, set: { Accept: "'x'" } }])).toBe(
      "```js\nfetch(u, { headers: { A: t, Accept: 'x' } })\n```\n",
    );
  });
});
