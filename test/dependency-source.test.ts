import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLock, type LockKind } from '../src/domain/dependency/lock-source.ts';
import { readPackageJson } from '../src/domain/dependency/package-json-source.ts';
import { readPipfile, readPyproject } from '../src/domain/dependency/pyproject-source.ts';
import { toPep440 } from '../src/domain/dependency/poetry-requirements.ts';
import { readJson } from '../src/domain/config/json-source.ts';
import { readRequirements } from '../src/domain/dependency/requirements-source.ts';
import { isInside, linesOf } from '../src/domain/text.ts';
import { readToml } from '../src/domain/config/toml-source.ts';
import { allEntriesOf, partsOf } from '../src/domain/config/tree.ts';
import type { Requirement } from '../src/model/dependency.ts';
import type { Place } from '../src/model/location.ts';
import type { Tree } from '../src/model/tree.ts';

type Reader = (text: string) => Iterable<Place>;

const LOCKS: readonly LockKind[] = [
  'uv-lock',
  'poetry-lock',
  'pdm-lock',
  'pipfile-lock',
  'package-lock',
  'pnpm-lock',
  'yarn-lock',
];

const readers: Readonly<Record<string, Reader>> = {
  requirements: (text) => {
    const { requirements, problem } = readRequirements('requirements.txt', text);
    return [...placesOf(requirements), ...(problem === undefined ? [] : [problem.at])];
  },
  toml: (text) => {
    const parsed = readToml('pyproject.toml', text);
    return parsed.ok ? placesOfTree(parsed.tree) : [parsed.problem.at];
  },
  pyproject: (text) => {
    const parsed = readToml('pyproject.toml', text);
    if (!parsed.ok) return [];
    const { requirements, scripts } = readPyproject('pyproject.toml', text, parsed.tree);
    return [
      ...placesOf([...requirements, ...readPipfile('Pipfile', text, parsed.tree).requirements]),
      ...scripts.map(({ target }) => target.at),
    ];
  },
  'package.json': (text) => {
    const parsed = readJson('package.json', text);
    return parsed.ok ? placesOf(readPackageJson('package.json', text, parsed.tree).requirements) : [];
  },
  ...Object.fromEntries(
    LOCKS.map((kind) => [kind, (text: string) => placesOf(readLock(kind, kind, text).requirements)]),
  ),
};

function placesOf(requirements: readonly Requirement[]): readonly Place[] {
  return requirements.flatMap(({ at, specifierAt }) => (specifierAt === undefined ? [at] : [at, specifierAt]));
}

function placesOfTree(tree: Tree): readonly Place[] {
  const entries = [...allEntriesOf(tree)].flatMap(({ entry }) => [entry.at, entry.keyAt]);
  return [...entries, ...[...partsOf(tree)].map(({ at }) => at)];
}

/** Words of the formats, so that random texts get somewhere. */
const words = fc.constantFrom(
  'mcp',
  'fastmcp',
  '"mcp"',
  '@modelcontextprotocol/sdk',
  '"node_modules/@modelcontextprotocol/sdk"',
  '"version"',
  'version',
  '>=1.0',
  '==1.2.3',
  ',<2',
  '[cli]',
  ' ; python_version > "3"',
  ' # note',
  '\\',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '  ',
  '    ',
  '\t',
  '[',
  ']',
  '[[package]]\n',
  '{',
  '}',
  '=',
  ' = ',
  ':',
  ': ',
  ',',
  '"',
  "'",
  '"""',
  '"1.2.3"',
  'name = "mcp"\n',
  '[project]\n',
  'dependencies = [',
  '[tool.poetry.dependencies]\n',
  '^1.2',
  '-r ',
  '-c x',
  '-e .',
  ' @ ',
  'git+https://x.example/y.git',
  '--hash=sha256:00',
  '"dependencies"',
  'importers:',
  'packages:',
  'dependencies:',
  '\u{1F600}',
  '\u0000',
  '{"dependencies":{"a":"',
  '[tool.uv.sources]\n',
  '[packages]\n',
);
const texts = fc.oneof(
  fc.array(words, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

describe.each(Object.entries(readers))('the reader of %s', (_, read) => {
  it('never throws, and its places lie inside the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const { range } of read(text)) expect(isInside(range, text)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the reader of toml', () => {
  const textAt = (text: string, { range }: Place): string => {
    const lines = linesOf('x', text);
    return text.slice(lines.offset(range.start), lines.offset(range.end));
  };

  it('gives tables, dotted keys and lists of tables their places', () => {
    const text =
      '[a."b c"]\r\nx.y = "\u{1F600}" # note\r\nz = { w = [1, 0x1F] }\r\n[[list]]\r\nname = "one"\r\n[[list]]\r\n[list.sub]\r\nkey = true\r\n';
    const parsed = readToml('x', text);
    const entries = parsed.ok ? [...allEntriesOf(parsed.tree)] : [];
    expect(entries.map(({ entry }) => `${entry.key} | ${textAt(text, entry.keyAt)} | ${textAt(text, entry.value.at)}`))
      .toMatchInlineSnapshot(`
      [
        "a | a | [a."b c"]
      x.y = "😀" # note
      z = { w = [1, 0x1F] }",
        "list | list | [[list]]
      name = "one"
      [[list]]
      [list.sub]
      key = true",
        "b c | "b c" | [a."b c"]
      x.y = "😀" # note
      z = { w = [1, 0x1F] }",
        "x | x | x.y = "😀"",
        "z | z | { w = [1, 0x1F] }",
        "y | y | "😀"",
        "w | w | [1, 0x1F]",
        "name | name | "one"",
        "sub | sub | [list.sub]
      key = true",
        "key | key | true",
      ]
    `);
  });

  it('says where a document is broken', () => {
    const parsed = readToml('x', 'a = 1\nb = \n');
    expect(parsed).toMatchObject({ ok: false, problem: { at: { range: { start: { line: 2 } } } } });
  });

  it('refuses to drown in brackets', () => {
    const depth = 100_000;
    expect(readToml('x', `a = ${'['.repeat(depth)}${']'.repeat(depth)}`).ok).toBe(false);
  });
});

describe('the reader of requirements', () => {
  const read = (text: string) => {
    const lines = linesOf('r', text);
    return readRequirements('r', text).requirements.map(({ name, specifier, specifierAt, at }) => {
      const slice = (place: Place) => text.slice(lines.offset(place.range.start), lines.offset(place.range.end));
      return {
        name,
        specifier,
        at: slice(at),
        specifierAt: specifierAt === undefined ? undefined : slice(specifierAt),
      };
    });
  };

  it.each([
    ['mcp', { name: 'mcp', specifier: '', at: 'mcp', specifierAt: '' }],
    [
      '  MCP >= 1.0 , < 2  # why',
      { name: 'mcp', specifier: '>=1.0,<2', at: 'MCP >= 1.0 , < 2', specifierAt: '>= 1.0 , < 2' },
    ],
    [
      'bedrock_agentcore[x, y]~=1.2; python_version > "3"',
      {
        name: 'bedrock-agentcore',
        specifier: '~=1.2',
        at: 'bedrock_agentcore[x, y]~=1.2; python_version > "3"',
        specifierAt: '~=1.2',
      },
    ],
    ['mcp (>=1)', { name: 'mcp', specifier: '>=1', at: 'mcp (>=1)', specifierAt: '>=1' }],
    ['mcp==1.0 --hash=sha256:00', { name: 'mcp', specifier: '==1.0', at: 'mcp==1.0', specifierAt: '==1.0' }],
    [
      'mcp \\\r\n  >=1.0 \\\r\n --hash=sha256:00',
      { name: 'mcp', specifier: '>=1.0', at: 'mcp \\\r\n  >=1.0', specifierAt: '>=1.0' },
    ],
    ['mcp[cli]', { name: 'mcp', specifier: '', at: 'mcp[cli]', specifierAt: '' }],
  ])('%j', (text, expected) => {
    expect(read(`# first\n${text}\n`)).toEqual([expected]);
  });

  it.each(['mcp=1.0', 'mcp >= 1.0 < 2', '>=1.0', 'mcp boto3'])('reports %j', (line) => {
    expect(readRequirements('r', line).problem?.message).toBe(`\`${line}\` is not a requirement.`);
  });
});

describe('poetry', () => {
  it.each([
    ['^1.2.3', '>=1.2.3,<2'],
    ['^0.2.3', '>=0.2.3,<0.3'],
    ['^0.0.3', '>=0.0.3,<0.0.4'],
    ['^0', '>=0,<1'],
    ['~1.2.3', '>=1.2.3,<1.3'],
    ['~1', '>=1,<2'],
    ['*', ''],
    ['1.2.*', '==1.2.*'],
    ['1.2', '==1.2'],
    ['>=1.0 <2', '>=1.0,<2'],
    ['>=1.0, !=1.5', '>=1.0,!=1.5'],
    ['^1.2 || ^2', '^1.2||^2'],
  ])('%s is %s', (written, specifier) => {
    expect(toPep440(written)).toBe(specifier);
  });
});
