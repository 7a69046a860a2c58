import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../src/domain/config/json-source.ts';
import { isInside } from '../src/domain/text.ts';
import { allEntriesOf, entryOf, partsOf, textOf, valueAt } from '../src/domain/config/tree.ts';
import { readPlainYaml } from '../src/domain/config/yaml-plain.ts';
import { readYaml } from '../src/domain/config/yaml-source.ts';
import type { Place } from '../src/model/location.ts';
import type { Parsed, ScalarTree, Tree } from '../src/model/tree.ts';

const SAMPLE_YAML = `default_agent: weather
agents:
  weather: &base
    name: weather
    entrypoint: "src/server.py"  # the server
    aws:
      account: '012345678901'
      region: eu-west-1
      lifecycle: [60, 0x10, 1:30]
    authorizer_configuration: {customJWTAuthorizer: {allowedClients: [a1b2]}}
  other:
    <<: *base
    name: !Sub 'other\${Stage}'
    note: |
      two
      lines 😀
`;

const PLAIN_YAML = `# written by a tool
agents:
  weather:
    entrypoint: src/server.py:app
    account: '012345678901'
    on: yes
    clients:
    - a1
    -
      - - 1:30
    empty:
  other: {}
`;

const TEMPLATE_YAML = `Resources:
  Role:
    # who may run it
    Type: AWS::IAM::Role
    Properties:
      Principal: { Service: lambda.amazonaws.com, On: [a, 12] }
      Resource: [!GetAtt Queue.Arn, "*", '']
      Name: !Sub '\${AWS::StackName}-role'
      Region: !Ref AWS::Region
      Fn::Join: !If [IsProd, a b, [c]]
      Size: !If
        - IsProd
        - 3
      Code: |
        def handler(event, context):
            # nothing

            return {'a': [1, 2]}

  Pool:
    - |-
      last
`;

const SAMPLES = [SAMPLE_YAML, PLAIN_YAML, TEMPLATE_YAML];

const SAMPLE_JSON = `{
  "name": "demo",
  "runtimes": [{ "name": "weather", "protocol": "MCP", "tags": { "a\\u0041": "é😀" }, "count": 1e3, "on": true, "none": null }]
}
`;

describe('YAML', () => {
  it('keeps scalars as written and types them as PyYAML does', () => {
    const types = (text: string) => scalarOf(tree(readYaml('a.yaml', text)));
    expect(types('012345678901')).toMatchObject({ text: '012345678901', type: 'string' });
    expect(types('012345670123')).toMatchObject({ text: '012345670123', type: 'number' });
    expect(types('111122223333').type).toBe('number');
    expect(types("'111122223333'")).toMatchObject({ type: 'string', quoted: true });
    for (const word of ['yes', 'on', 'No', 'OFF', 'true']) expect(types(word).type).toBe('boolean');
    for (const word of ['y', 'n', 'yEs', '1e5', '0o17', '2010-09-09', '1.2.3']) expect(types(word).type).toBe('string');
    for (const word of ['1:30', '0x1F', '1_000', '.inf', '-1.5']) expect(types(word).type).toBe('number');
    for (const word of ['~', 'null', '']) expect(types(word).type).toBe('null');
  });

  it('resolves aliases and merge keys, and keeps tags', () => {
    const root = tree(readYaml('a.yaml', SAMPLE_YAML));
    expect(textOf(valueAt(root, 'agents', 'other', 'entrypoint'))).toBe('src/server.py');
    expect(valueAt(root, 'agents', 'other', 'name')).toMatchObject({ text: 'other${Stage}', tag: '!Sub' });
    expect(textOf(valueAt(root, 'agents', 'other', 'note'))).toBe('two\nlines 😀\n');
    expect(entryOf(valueAt(root, 'agents', 'other'), '<<')).toBeUndefined();
    expect(tree(readYaml('a.yaml', 'a: !If [x, !Ref y, !Unknown {z: 1}]')).kind).toBe('map');
  });

  it('takes the last of a repeated key, and keeps the others', () => {
    const root = tree(readYaml('a.yaml', 'a: 1\r\na: 2\r\n'));
    expect(textOf(valueAt(root, 'a'))).toBe('2');
    expect(root.kind === 'map' && root.entries.length).toBe(2);
    expect(entryOf(root, 'a')?.at.range).toEqual({ start: { line: 2, column: 1 }, end: { line: 2, column: 5 } });
  });

  it.each([
    ['token: ***REMOVED***', 'alias', 8],
    ['a: &x [*x]', 'inside what it names', 8],
    ['a:\n\tb: 1', 'tab', 1],
    ['a: 1\n---\nb: 2', 'several documents', 1],
    ['a: [1, 2', 'Flow sequence', 9],
    ['{{ name }}: 1', 'where a key is expected', 2],
    ['<<: 1', 'merge key', 1],
  ])('says what is wrong with %j', (text, words, column) => {
    const parsed = readYaml('a.yaml', text);
    if (parsed.ok) throw new Error('it parsed');
    expect(parsed.problem.message).toContain(words);
    expect(parsed.problem.at.range.start.column).toBe(column);
  });

  it('refuses what is nested without end, and lives', () => {
    const chain = Array.from({ length: 400 }, (_, index) => `- &a${index + 1} [*a${index}]`);
    for (const text of [
      ...['[', '[\n', '{a: ', '- ', '? ', '"x": [', '[ # c\n'].map((piece) => piece.repeat(20_000)),
      '[ '.repeat(900) + ']'.repeat(900),
      Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      ['- &a0 [x]', ...chain].join('\n'),
    ]) {
      const parsed = readYaml('a.yaml', text);
      expect(parsed.ok ? text.slice(0, 20) : parsed.problem.message).toMatch(/deep|column|indent|must|Nested|line/);
    }
    expect(readJson('a.json', '['.repeat(20_000)).ok).toBe(false);
  });

  it('reads long lists, wide indents and many brackets', () => {
    const list = Array.from({ length: 3000 }, (_, index) => `- [${index}, {a: [b]}]`).join('\n');
    const block = `text: |\n${' '.repeat(300)}wide\nother: "${'['.repeat(999)}"\n`;
    const minified = JSON.stringify(Array.from({ length: 999 }, (_, index) => ({ a: index, b: [index] })));
    for (const text of [list, block, minified, `a: |\n${'  [ { - - - - \n'.repeat(999)}`])
      expect(readYaml('a.yaml', text).ok).toBe(true);
  });

  it('refuses aliases that unfold without end', () => {
    const levels = Array.from(
      { length: 12 },
      (_, index) => `l${index + 1}: &l${index + 1} [${Array(9).fill(`*l${index}`).join(', ')}]`,
    );
    expect(readYaml('a.yaml', ['l0: &l0 [a]', ...levels].join('\n')).ok).toBe(false);
  });
});

describe('plain YAML', () => {
  it('is what the toolkit writes', () => {
    const manifest = `default_agent: weather
agents:
  weather:
    entrypoint: src/server.py
    platform: linux/arm64
    aws:
      execution_role: arn:aws:iam::111122223333:role/AmazonBedrockAgentCore
      account: '111122223333'
      network_configuration:
        network_mode_config: null
      protocol_configuration:
        server_protocol: MCP
    authorizer_configuration:
      customJWTAuthorizer:
        discoveryUrl: https://idp.example/.well-known/openid-configuration
        allowedClients:
        - 5abcdefghijklmnopqrstuvwx0
    request_header_configuration: {}
    tools: []
`;
    expect(readPlainYaml('a.yaml', manifest)).toEqual(tree(readYaml('a.yaml', manifest)));
  });

  it.each([
    'a: &x 1',
    'a: |+\n b',
    'a: >\n b',
    'a: |\n\n b',
    'a: b # c',
    'a: b\n  c',
    'a: !ref b',
    'a: [b,\n c]',
    'a: {b}',
    '[a]',
    '? a',
    'a: "\\n"',
    "a: ''''",
    '--- a',
    'é: 1',
  ])('is not %j, which is left to the parser', (text) => expect(readPlainYaml('a.yaml', text)).toBeUndefined());

  it('is read as the parser reads it, or not at all', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(plainLike(3), ...SAMPLES.map(mutated), pieces), (text) => {
        const plain = readPlainYaml('a.yaml', text);
        if (plain === undefined) return;
        taken++;
        expect({ text, parsed: { ok: true, tree: plain } }).toEqual({ text, parsed: readYaml('a.yaml', text) });
      }),
      { numRuns: 6000 },
    );
    expect(taken).toBeGreaterThan(1000);
  });

  it.each(SAMPLES.slice(1))('is this whole text', (text) => {
    expect(readPlainYaml('a.yaml', text)).toEqual(tree(readYaml('a.yaml', text)));
  });
});

describe('JSON', () => {
  it('knows every place', () => {
    const root = tree(readJson('a.json', SAMPLE_JSON));
    expect(valueAt(root, 'runtimes', 0, 'protocol')).toMatchObject({
      text: 'MCP',
      quoted: true,
      at: { range: { start: { line: 3, column: 49 } } },
    });
    expect(textOf(valueAt(root, 'runtimes', 0, 'tags', 'aA'))).toBe('é😀');
  });

  it.each([
    ['{ "a": 1, // why\n}', 'comment'],
    ['{ "a": 1, }', 'comma'],
    ['[1, 2,]', 'comma'],
    ['', 'empty'],
    ['{ "a" 1 }', 'colon expected'],
  ])('says what is wrong with %j', (text, words) => {
    const parsed = readJson('a.json', text);
    if (parsed.ok) throw new Error('it parsed');
    expect(parsed.problem.message).toContain(words);
  });

  it('agrees with JSON.parse about what JSON is', () => {
    fc.assert(
      fc.property(fc.oneof(mutated(SAMPLE_JSON), fc.json(), fc.string()), (text) => {
        expect([text, readJson('a.json', text).ok]).toEqual([text, parses(text)]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe.each([
  ['YAML', readYaml, SAMPLE_YAML],
  ['JSON', readJson, SAMPLE_JSON],
])('%s of any kind', (_, read, sample) => {
  it('neither crashes the reader nor gives it places outside the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(mutated(sample), fc.string({ unit: 'binary' }), fc.string({ unit: yamlLike }), bytes),
        (text) => {
          expect(strayPlaces(read('a', text), text)).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

const yamlLike = fc.constantFrom(
  ...'ab1:-?&*!|>%@`"\'{}[],# \t\r\n~<é😀\uFEFF\u2028'.split(''),
  ': ',
  '- ',
  '<<: ',
  '&a ',
  '*a',
  '--- ',
);
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array).toString('utf8'));

/** Blocks of maps and lists, mostly well indented, with scalars of every kind that one line can hold. */
function plainLike(depth: number): fc.Arbitrary<string> {
  const scalar = fc.constantFrom(
    'v',
    'a b',
    '12',
    '',
    "'q: r'",
    '"z"',
    '{}',
    '[]',
    '~',
    'null',
    'x:y',
    'a#b',
    'no',
    'v  ',
    'v # c',
    'v\n# c',
    '!Ref v',
    '!Sub "v"',
    '!If [v, {k: !Ref v}]',
    '!If',
    "[v, 1, 'q']",
    '{ k: v, a.b: ~ }',
    '[a:b, a b]',
    '|\n      t: [\n\n       # u\n      v',
    '|-\n   t\n',
    'v\n    # c',
  );
  const blanks = fc.constantFrom(' ', ' ', ' ', '  ', '');
  const below = depth === 0 ? scalar : fc.oneof(scalar, nestedLike(depth - 1));
  const line = fc.tuple(fc.constantFrom('k:', 'a.b:', 'K_1:', '-', '- k:', '- -'), blanks, below);
  return fc
    .tuple(fc.boolean(), fc.array(line, { minLength: 1, maxLength: 3 }))
    .map(([isList, lines]) =>
      lines
        .map(
          ([head, blank, value]) => `${isList === head.startsWith('-') ? head : isList ? '-' : 'k:'}${blank}${value}`,
        )
        .join('\n'),
    );
}

function nestedLike(depth: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(2, 2, 2, 4, 1, 0), plainLike(depth))
    .map(([indent, text]) => `\n${text.replaceAll(/^/gm, ' '.repeat(indent))}`);
}

const pieces = fc.string({
  unit: fc.constantFrom(
    ...'a:\n ~1#?!|><.$,[}='.split(''),
    'k: ',
    '- ',
    '-',
    '\n  ',
    '\n    ',
    "'q'",
    '""',
    '{}',
    '# c',
    '...',
    '---',
    '&a',
    '*a',
    '!A ',
    '[b]',
    '{c: d}',
    '|\n',
  ),
});

/** The sample with a few pieces cut out, doubled or replaced. */
function mutated(sample: string): fc.Arbitrary<string> {
  const edit = fc.tuple(
    fc.nat(sample.length),
    fc.nat(6),
    fc.oneof(fc.string({ maxLength: 3 }), fc.string({ unit: yamlLike, maxLength: 3 })),
  );
  return fc
    .array(edit, { maxLength: 4 })
    .map((edits) =>
      edits.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), sample),
    );
}

/** The places of a document, or of what is wrong with it, that are not in its text. */
function strayPlaces(parsed: Parsed, text: string): readonly Place[] {
  if (!parsed.ok) return [parsed.problem.at].filter(({ range }) => !isInside(range, text));
  const entries = [...allEntriesOf(parsed.tree)].flatMap(({ entry }) => [entry.at, entry.keyAt]);
  return [...[...partsOf(parsed.tree)].map(({ at }) => at), ...entries].filter(({ range }) => !isInside(range, text));
}

function tree(parsed: Parsed): Tree {
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.tree;
}

function scalarOf(root: Tree): ScalarTree {
  if (root.kind !== 'scalar') throw new Error(`a ${root.kind}`);
  return root;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
