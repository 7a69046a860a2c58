import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Node } from 'web-tree-sitter';
import { planFix } from '../src/apply/plan.ts';
import { applyText } from '../src/apply/text.ts';
import { linesOf } from '../src/domain/text.ts';
import type { Edit } from '../src/model/change.ts';
import { openWorld } from '../src/world/index.ts';

const { parser } = openWorld({ root: '.' });
const python = await parser('python');

type Wish = Pick<Extract<Edit, { kind: 'members' }>, 'set' | 'drop'>;

/** What an edit makes of the piece between `«` and `»`, or why it is refused. */
async function edited(kind: 'call' | 'members', marked: string, wish: Wish): Promise<string> {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const text = marked.replace('«', '').replace('»', '');
  const at = linesOf('server.py', text).at(start, end);
  const plan = await planFix(
    { title: 'Mend', safety: 'safe', edits: [{ kind, at, ...wish }] },
    { parser, glance: async () => ({ ok: true, text }) },
  );
  return plan.ok ? applyText(text, plan.changes) : plan.because;
}

/** One argument or member, as written: what it is called, and the text of its value. */
interface Part {
  readonly name: string | undefined;
  readonly text: string;
}

const NAMES = ['host', 'port', 'stateless_http', 'path', 'log_level', 'json_response'];

const value = fc.constantFrom(
  '"0.0.0.0"',
  "'it''s'",
  '8000',
  'None',
  '"a, (b) # [c"',
  'f"{HOST}:{port}"',
  '"""two\n  lines, )"""',
  'int(os.getenv("PORT", "8000"))',
  'lambda x, y=1: (x, y)',
  '{"a": [1, 2], "b": (3,)}',
  '[x for x in range(3) if x]',
  'a if b else c',
  '(\n    1,  # one\n    2,\n  )',
  'build(\n        x, y=2,  # why\n    )',
  'r"\\d+"',
  'not done',
);

/** What may stand between two tokens of a call. */
const gap = fc.constantFrom(
  '',
  ' ',
  '\n    ',
  '\n\n    ',
  '  # note\n    ',
  '\n    # its own line, (with) "marks\n    ',
  '\n\t',
);

interface Piece {
  readonly before: string;
  readonly part: Part;
  readonly after: string;
}

const keyword = fc.record({ name: fc.constantFrom(...NAMES), text: value });
const positional = value.map((text): Part => ({ name: undefined, text }));
const splat = fc.constantFrom<Part>({ name: undefined, text: '*args' }, { name: undefined, text: '*[1, (2)]' });
const splats = fc.constantFrom<Part>({ name: undefined, text: '**kwargs' }, { name: undefined, text: '**{"a": 1}' });

/** Positional arguments first; a keyword once; `**` last. */
const argumentList = fc
  .record({
    positional: fc.array(positional, { maxLength: 2 }),
    splat: fc.array(splat, { maxLength: 1 }),
    keywords: fc.uniqueArray(keyword, { maxLength: 4, selector: ({ name }) => name }),
    splats: fc.array(splats, { maxLength: 1 }),
  })
  .map(({ positional: first, splat: second, keywords, splats: last }): readonly Part[] => [
    ...first,
    ...second,
    ...keywords,
    ...last,
  ]);

const members = fc.uniqueArray(keyword, { maxLength: 5, selector: ({ name }) => name });

/** Parts between brackets in any layout. */
function laidOut(list: fc.Arbitrary<readonly Part[]>): fc.Arbitrary<{
  readonly pieces: readonly Piece[];
  readonly trailing: boolean;
  readonly end: string;
}> {
  const layout = list.chain((parts) =>
    fc
      .tuple(...parts.map((part) => fc.record({ before: gap, part: fc.constant(part), after: gap })))
      .map((pieces): readonly Piece[] => pieces),
  );
  return fc.record({ pieces: layout, trailing: fc.boolean(), end: gap });
}

const call = laidOut(argumentList);
const dict = laidOut(members);

function written(
  { pieces, trailing, end }: { readonly pieces: readonly Piece[]; readonly trailing: boolean; readonly end: string },
  one: (part: Part) => string,
): string {
  const items = pieces.map(({ before, part, after }) => `${before}${one(part)}${after}`).join(',');
  return `${items}${trailing && pieces.length > 0 ? ',' : ''}${end}`;
}

const asArgument = ({ name, text }: Part): string => (name === undefined ? text : `${name}=${text}`);
const asMember = ({ name, text }: Part): string => `"${name ?? ''}": ${text}`;

const wish = fc.record({
  set: fc.dictionary(fc.constantFrom(...NAMES, 'show_banner', 'transport'), fc.constantFrom('HOST', '1', 'f(a, b)'), {
    maxKeys: 3,
  }),
  drop: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 3 }),
});

/** What must be there afterwards, in this order. */
function wanted(
  parts: readonly Part[],
  { set, drop }: { set: { readonly [name: string]: string }; drop: string[] },
): readonly Part[] {
  const gone = new Set(drop.filter((name) => !Object.hasOwn(set, name)));
  const kept = parts.filter(({ name }) => name === undefined || !gone.has(name));
  const changed = kept.map(({ name, text }) => ({ name, text: name === undefined ? text : (set[name] ?? text) }));
  const added = Object.entries(set).filter(([name]) => !parts.some((part) => part.name === name));
  return [...changed, ...added.map(([name, text]) => ({ name, text }))];
}

interface Read {
  readonly parts: readonly Part[];
  readonly comments: readonly string[];
}

/** The arguments of the call, or the members of the dict, that the program assigns to `mcp`. */
function read(text: string): Read | undefined {
  return python.read(text, (root): Read | undefined => {
    if (root.hasError) return undefined;
    const right = root.descendantsOfType('assignment')[0]?.childForFieldName('right');
    const list = right?.type === 'dictionary' ? right : right?.childForFieldName('arguments');
    if (list === null || list === undefined) return undefined;
    const children = list.namedChildren.filter((child) => child !== null);
    return {
      parts: children.filter(({ type }) => type !== 'comment').map(partOf),
      comments: children.filter(({ type }) => type === 'comment').map((child) => child.text.trimEnd()),
    };
  });
}

function partOf(node: Node): Part {
  const name = node.childForFieldName('name') ?? node.childForFieldName('key');
  const inner = node.childForFieldName('value');
  if ((node.type !== 'keyword_argument' && node.type !== 'pair') || name === null || inner === null)
    return { name: undefined, text: node.text };
  return { name: name.text.replaceAll('"', ''), text: inner.text };
}

const HEAD = 'import os\n\n# Serves.\nmcp = ';
const TAIL = '\n\nprint(mcp, "(")  # last\n';

type Drawn = { readonly set: { readonly [name: string]: string }; readonly drop: string[] };

/** What became of a call or a dict, and what was to become of it; a wish is refused only where nothing is to be done. */
async function outcomeOf(kind: 'call' | 'members', body: string, drawn: Drawn, crlf: boolean) {
  const broken = (text: string): string => (crlf ? text.replaceAll('\n', '\r\n') : text);
  const before = read(`${HEAD}${body}${TAIL}`);
  if (before === undefined) throw new Error(`not Python: ${body}`);
  const drop = drawn.drop.filter((name) => !Object.hasOwn(drawn.set, name));
  const parts = wanted(before.parts, { ...drawn, drop });
  const result = await edited(kind, broken(`${HEAD}«${body}»${TAIL}`), { ...drawn, drop });
  const idle = JSON.stringify(parts) === JSON.stringify(before.parts);
  const after = idle ? before : read(result);
  return {
    seen: {
      refused: /is as it is wanted already/.test(result),
      parts: after?.parts,
      around: idle || (result.startsWith(broken(HEAD)) && result.endsWith(broken(TAIL))),
      lineBreaks: idle || !(crlf ? /[^\r]\n/ : /\r/).test(result),
      ownComments: after?.comments.filter((comment) => comment.startsWith('# its own')),
      // A comment goes only with an argument that stands before it on its line.
      lost: before.comments.length - (after?.comments.length ?? 0) <= drop.length,
    },
    wanted: {
      refused: idle,
      parts: idle ? before.parts : parts.map((part) => ({ ...part, text: broken(part.text) })),
      around: true,
      lineBreaks: true,
      ownComments: before.comments.filter((comment) => comment.startsWith('# its own')),
      lost: true,
    },
  };
}

describe('a call', () => {
  it.each([
    ['without arguments', 'run()', 'run(host="0.0.0.0")'],
    ['on one line', 'run("http", port=1)', 'run("http", port=1, host="0.0.0.0")'],
    ['with a comma at the end', 'run("http",)', 'run("http", host="0.0.0.0",)'],
    ['in single quotes', "run('http')", "run('http', host='0.0.0.0')"],
    ['over lines', 'run(\n    "http",\n    port=1\n)', 'run(\n    "http",\n    port=1,\n    host="0.0.0.0"\n)'],
    ['over lines with a comma', 'run(\n    "http",\n)', 'run(\n    "http",\n    host="0.0.0.0",\n)'],
    ['with tabs', 'run(\n\t"http",\n)', 'run(\n\t"http",\n\thost="0.0.0.0",\n)'],
    ['with a comment', 'run(\n    "http",  # why\n)', 'run(\n    "http",  # why\n    host="0.0.0.0",\n)'],
    ['with a last comment', 'run(\n    "http"  # why\n)', 'run(\n    "http",  # why\n    host="0.0.0.0"\n)'],
    ['hanging', 'run("http",\n    port=1)', 'run("http",\n    port=1,\n    host="0.0.0.0")'],
    ['with words behind', 'run("http", **more)', 'run("http", **more, host="0.0.0.0")'],
    ['in Windows lines', 'run(\r\n    "http",\r\n)', 'run(\r\n    "http",\r\n    host="0.0.0.0",\r\n)'],
  ])('%s gets a keyword', async (_, before, after) => {
    expect(await edited('call', `x = «mcp.${before}»\n`, { set: { host: '"0.0.0.0"' } })).toBe(`x = mcp.${after}\n`);
  });

  it.each([
    ['the only one', 'run(host="x")', 'run()'],
    ['the first', 'run(host="x", port=1)', 'run(port=1)'],
    ['the last', 'run(1, host="x")', 'run(1)'],
    ['one over lines', 'run(\n    1,\n    host="x",  # why\n    port=2,\n)', 'run(\n    1,\n    port=2,\n)'],
    ['the last over lines', 'run(\n    1,\n    host="x"\n)', 'run(\n    1\n)'],
    ['one below a comment', 'run(1,\n    # why\n    host="x")', 'run(1\n    # why\n)'],
  ])('loses %s', async (_, before, after) => {
    expect(await edited('call', `x = «mcp.${before}»\n`, { drop: ['host'] })).toBe(`x = mcp.${after}\n`);
  });

  it('is refused where nothing can be told of it', async () => {
    expect(await edited('call', 'x = «mcp.run(x for x in y)»\n', { set: { a: '1' } })).toMatch(/not written between/);
    expect(await edited('call', 'x = «mcp.run»\n', { set: { a: '1' } })).toMatch(/not a call/);
    expect(await edited('call', 'x = «mcp.run(»\n', { set: { a: '1' } })).toMatch(/not a call/);
  });
});

describe('any call', () => {
  it('gets and loses the arguments that are named, and nothing else', async () => {
    const property = fc.asyncProperty(call, wish, fc.boolean(), async (list, drawn, crlf) => {
      const outcome = await outcomeOf('call', `FastMCP(${written(list, asArgument)})`, drawn, crlf);
      expect(outcome.seen).toEqual(outcome.wanted);
    });
    await fc.assert(property, { numRuns: 800 });
  });
});

describe('any dict', () => {
  it('gets and loses the members that are named, and nothing else', async () => {
    const property = fc.asyncProperty(dict, wish, fc.boolean(), async (list, drawn, crlf) => {
      const outcome = await outcomeOf('members', `{${written(list, asMember)}}`, drawn, crlf);
      expect(outcome.seen).toEqual(outcome.wanted);
    });
    await fc.assert(property, { numRuns: 800 });
  });
});
