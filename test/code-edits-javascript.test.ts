import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFix, type Plan } from '../src/apply/plan.ts';
import { applyText } from '../src/apply/text.ts';
import { linesOf } from '../src/domain/text.ts';
import type { CodeEdit } from '../src/model/change.ts';
import { parserOf } from '../src/world/syntax.ts';

const PATH = 'src/index.ts';

/** Names that are written bare, and one that needs quotes. */
const NAMES = ['host', 'port', 'stateless', 'open', 'x-y'];

/** Values with all that may mislead: commas, brackets, quotes and comments inside of something else. */
const VALUES = [
  '1',
  "'a, b'",
  '"}"',
  '"//"',
  "'/*'",
  '`t, ${[1, 2].map((n) => `${n}, }`)} // no`',
  '`line\n  line, }`',
  '[1, [2, 3], /* four, */ 5]',
  '{ deep: { host: 1 }, port: 2, }',
  '{\n  host: 1, // why, why\n  port: 2\n}',
  '() => ({ host: 1, port: 2 })',
  'function () { return 1, 2; }',
  '/[,}]/g',
  '(1, 2)',
  'true ? { host: 1 } : [2]',
  'g({ host: 1, port: 2 }, 3)',
  'new Map([[1, 2]])',
];
const COMMENTS = ['/* a, b: } */', '/* " */', '// to the end, { of the line', "// it's"];
const SPREAD = '...rest';

interface Member {
  readonly name: string;
  /** As it stands in the object. */
  readonly text: string;
  /** What is replaced when it is set: the value, or the whole member. */
  readonly value: string;
}

/** What may stand around a member: above or before it, before its comma, behind its comma. */
interface Gaps {
  readonly before: string | undefined;
  readonly inside: string | undefined;
  readonly behind: string | undefined;
}

interface Case {
  /** A program that holds the call. */
  readonly text: string;
  readonly call: string;
  readonly object: string;
  readonly members: readonly Member[];
  readonly comments: readonly string[];
  /** Something is passed before the object, and nothing behind it. */
  readonly second: boolean;
}

const whole = (name: string, text: string): Member => ({ name, text, value: text });
const member = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES), fc.nat(10))
  .map(([name, value, form]): Member => {
    const bare = name !== 'x-y';
    if (form === 10) return whole(SPREAD, SPREAD);
    if (bare && form === 0) return whole(name, name);
    if (bare && form === 1) return whole(name, `${name}() { return [1, 2]; }`);
    if (bare && form === 2) return whole(name, `async ${name}(a, { b, c } = {}) { return b, c; }`);
    const key = bare && form > 4 ? name : form % 2 === 0 ? `'${name}'` : `"${name}"`;
    return { name, text: form === 9 ? `${key}:${value}` : `${key}: ${value}`, value };
  });

const comment = fc.option(fc.constantFrom(...COMMENTS), { nil: undefined, freq: 2 });
const gaps = fc.record<Gaps>({ before: comment, inside: comment, behind: comment });

const cases = fc
  .record({
    members: fc.uniqueArray(fc.tuple(member, gaps), { selector: ([{ name }]) => name, maxLength: 4 }),
    layout: fc.constantFrom('inline', '  ', '\t', '      '),
    tight: fc.boolean(),
    trailing: fc.boolean(),
    before: fc.constantFrom('', '"clock", ', '() => { return [{ other: 1 }]; }, '),
    behind: fc.constantFrom('', ' as const', ' satisfies object', ', () => {}'),
    callee: fc.constantFrom('f', 'new F', 'app.listen', 'await app.listen'),
    breaks: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ members, layout, tight, trailing, before, behind, callee, breaks }): Case => {
    const broken = (text: string): string => text.replaceAll('\n', breaks);
    const object = objectText(members, layout, tight, trailing);
    const call = `${callee}(${before}${object}${behind})`;
    return {
      text: broken(`// héllo 😀\nconst made = ${call};\nafter();\n`),
      call: broken(call.replace(/^await /, '')),
      object: broken(object),
      members: members.map(([{ name, text, value }]) => ({ name, text: broken(text), value: broken(value) })),
      comments: members.flatMap(([, { before: a, inside, behind: c }]) => [a, inside, c].filter(isText)),
      second: before !== '' && !behind.startsWith(','),
    };
  });

function objectText(
  members: readonly (readonly [Member, Gaps])[],
  layout: string,
  tight: boolean,
  trailing: boolean,
): string {
  const block = (one: string | undefined): string => (isText(one) && one.startsWith('/*') ? ` ${one} ` : '');
  const inline = layout === 'inline';
  const parts = members.map(([{ text }, { before, inside, behind }], index) => {
    const comma = index < members.length - 1 || trailing ? ',' : '';
    const above = inline ? block(before) : isText(before) ? `${layout}${before}\n${layout}` : layout;
    const end = inline ? block(behind) : isText(behind) ? ` ${behind}` : '';
    return `${above}${text}${block(inside)}${comma}${end}`;
  });
  const pad = tight || members.length === 0 ? '' : ' ';
  return inline ? `{${pad}${parts.join(pad)}${pad}}` : `{\n${parts.join('\n')}\n}`;
}

function isText(text: string | undefined): text is string {
  return text !== undefined;
}

interface Wish {
  readonly set: Readonly<Record<string, string>>;
  readonly drop: readonly string[];
}

const PUTS = ['8000', 'true', 'undefined', '{ a: 1 }', '[1, 2]'];
const wishes = fc
  .record({
    set: fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom(...PUTS), { maxKeys: 3 }),
    drop: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 4 }),
  })
  .map(({ set, drop }): Wish => ({ set, drop: drop.filter((name) => !Object.hasOwn(set, name)) }));

async function plan(text: string, ...edits: readonly CodeEdit[]): Promise<Plan> {
  const bench = { glance: async () => ({ ok: true, text }) as const, parser: parserOf };
  return planFix({ title: 'Edit', safety: 'safe', edits }, bench);
}

function placeOf(text: string, piece: string): CodeEdit['at'] {
  const start = text.indexOf(piece);
  return linesOf(PATH, text).at(start, start + piece.length);
}

let seen: readonly unknown[] = [];
const f = (...all: readonly unknown[]): void => void (seen = all);
function F(...all: readonly unknown[]): void {
  f(...all);
}
const g = (...all: readonly unknown[]): readonly unknown[] => all;
const known = { host: 'H', port: 'P', stateless: 'S', open: 'O', rest: { more: 'M' } };
const context = createContext({ f, F, app: { listen: f }, g, after: () => {}, ...known });

/** What the program passes to the call: each argument as plain data, functions as their text. */
function passed(text: string): readonly unknown[] {
  const bare = text.replaceAll(/ (?:as const|satisfies object)\)/g, ')').replaceAll('await ', '');
  seen = [];
  runInContext(`{ ${bare} }`, context);
  return seen.map(plain);
}

function plain(value: unknown): unknown {
  if (typeof value === 'function') return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, plain(each)] as const);
  const kind = Object.prototype.toString.call(value);
  return kind === '[object Object]' ? Object.fromEntries(entries) : { kind, text: String(value) };
}

/** What is passed once the wish is fulfilled: worked out from what the engine makes of the parts. */
function wanted(text: string, { set, drop }: Wish): readonly unknown[] {
  const values = Object.entries(set).map(([name, code]) => [name, passed(`f(${code})`)[0]] as const);
  return passed(text).map((argument) => {
    if (typeof argument !== 'object' || argument === null) return argument;
    const left = Object.entries(argument).filter(([name]) => !drop.includes(name));
    return { ...Object.fromEntries(left), ...Object.fromEntries(values) };
  });
}

/** Options of which nothing is left go, where they are passed last and something else first. */
function isIdle({ members, second }: Case, { set, drop }: Wish): boolean {
  const nothingLeft = members.length > 0 && members.every(({ name }) => drop.includes(name));
  return second && nothingLeft && Object.keys(set).length === 0;
}

/** What changes take away beyond what was to go: those members, their commas and blanks, the comments beside them. */
function takenAlong({ members, comments }: Case, planned: Plan, { set, drop }: Wish): readonly string[] {
  const values = members.filter(({ name }) => Object.hasOwn(set, name)).map(({ value }) => value);
  const gone = members.filter(({ name }) => drop.includes(name)).map(({ text }) => text);
  const allowed = gone.length === 0 ? [] : [...gone, ...comments].toSorted((a, b) => b.length - a.length);
  const removed = planned.ok ? planned.changes.map((change) => change.expect) : [];
  return removed
    .filter((was) => !values.includes(was))
    .map((was) => allowed.reduce((text, part) => text.replaceAll(part, ''), was).replaceAll(/[\s,]/g, ''))
    .filter((rest) => !/^(?:\{\}(?:asconst|satisfiesobject)?)?$/.test(rest));
}

function expectSameBreaks(before: string, after: string): void {
  const others = before.includes('\r\n') ? after.replaceAll('\r\n', '') : after;
  expect(others).not.toMatch(before.includes('\r\n') ? /[\r\n]/ : /\r/);
}

describe('members of JavaScript', () => {
  it.each(['call', 'members'] as const)(
    'become what is wanted, and nothing else changes: %s',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(cases, wishes, async (one, wish) => {
          const { text, call, object, members } = one;
          const planned = await plan(text, { kind, at: placeOf(text, kind === 'call' ? call : object), ...wish });
          const spread = members.findIndex(({ name }) => name === SPREAD);
          const hidden = members.some(({ name }, index) => index < spread && Object.hasOwn(wish.set, name));
          const after = planned.ok ? applyText(text, planned.changes) : text;
          const complete = wanted(text, wish);
          const idle = kind === 'call' && isIdle(one, wish);
          const bare = idle ? complete.filter((argument) => !isEmpty(argument)) : complete;
          expect(passed(after)).toEqual(hidden ? passed(text) : bare);
          expect(!planned.ok && /spread in behind `[\w-]+`/.test(planned.because)).toBe(hidden);
          expect(takenAlong(one, planned, wish)).toEqual([]);
          expectSameBreaks(text, after);
        }),
        { numRuns: 1000 },
      );
    },
    120_000,
  );
});

const calls = fc
  .record({
    values: fc.array(fc.tuple(fc.constantFrom(...VALUES), gaps), { maxLength: 4 }),
    layout: fc.constantFrom('inline', '  ', '\t'),
    trailing: fc.boolean(),
    callee: fc.constantFrom('f', 'new F', 'app.listen', 'await app.listen'),
    breaks: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ values, layout, trailing, callee, breaks }) => {
    const members = values.map(([value, around]) => [whole('', value), around] as const);
    const object = objectText(members, layout, true, trailing);
    const call = `${callee}(${object.slice(1, -1)})`;
    const broken = (text: string): string => text.replaceAll('\n', breaks);
    const text = broken(`// héllo 😀\nconst made = ${call};\nafter();\n`);
    return { text, call: broken(call.replace(/^await /, '')), values: values.map(([value]) => broken(value)) };
  });

describe('positional arguments of JavaScript', () => {
  it('are replaced, or added at the end, and nothing else changes', async () => {
    await fc.assert(
      fc.asyncProperty(calls, fc.nat(4), fc.constantFrom(...PUTS), async ({ text, call, values }, wish, put) => {
        const position = Math.min(wish, values.length);
        const planned = await plan(text, { kind: 'call', at: placeOf(text, call), positions: { [position]: put } });
        const expected = [...passed(text)];
        [expected[position]] = passed(`f(${put})`);
        const after = planned.ok ? applyText(text, planned.changes) : text;
        expect(passed(after)).toEqual(expected);
        const removed = planned.ok ? planned.changes.map((change) => change.expect.trim()) : [];
        expect(removed.filter((was) => was !== '' && was !== values[position])).toEqual([]);
        expectSameBreaks(text, after);
      }),
      { numRuns: 600 },
    );
  }, 60_000);

  it.each([
    ['f(1)', { 3: 'x' }, 'the arguments before it are not given'],
    ['f(...all)', { 0: 'x' }, 'arguments that are spread in stand before it'],
  ])('are refused where they cannot stand: %s', async (text, positions, because) => {
    const planned = await plan(text, { kind: 'call', at: placeOf(text, text), positions });
    expect(planned).toEqual({ ok: false, because: `${because} (${PATH}:1)` });
  });

  it.each([
    ['f()', { 0: 'x', 1: 'y' }, 'f(x, y)'],
    ['f(\n  1, // one\n)', { 1: 'x', 0: 'y' }, 'f(\n  y, // one\n  x,\n)'],
  ])('come in several at once: %s', async (text, positions, after) => {
    const planned = await plan(text, { kind: 'call', at: placeOf(text, text), positions });
    expect(planned.ok && applyText(text, planned.changes)).toBe(after);
  });
});

describe('the options of a call of JavaScript', () => {
  it.each([
    ['start()', 'start({ port: 8000 })'],
    ['start(() => {})', 'start(() => {}, { port: 8000 })'],
    ['start({ port: 1 }, () => {})', 'start({ port: 8000 }, () => {})'],
    ['start({ a: 1 } as Options)', 'start({ a: 1, port: 8000 } as Options)'],
    ['start<Options>({ a: 1 })', 'start<Options>({ a: 1, port: 8000 })'],
    ['start?.({\n\ta: 1\n})', 'start?.({\n\ta: 1,\n\tport: 8000\n})'],
    ['start(options)', 'its options are not written in the call'],
    ['start(...all)', 'its options are not written in the call'],
    ['start(make())', 'its options are not written in the call'],
    ['new Server', 'the arguments are not written between brackets'],
    ['start`x`', 'the arguments are not written between brackets'],
    ['start', 'what stands there is not a call that can be read as JavaScript'],
  ])('are found: %s', async (text, result) => {
    const planned = await plan(text, { kind: 'call', at: placeOf(text, text), set: { port: '8000' } });
    expect(planned.ok ? applyText(text, planned.changes) : planned.because.replace(/ \(.*/, '')).toBe(result);
  });
});

describe('code that is put into a file', () => {
  it.each([
    ["const a = 'x';\nf()", '"0.0.0.0"', "'0.0.0.0'"],
    ['const a = "x";\nf()', '"0.0.0.0"', '"0.0.0.0"'],
    ['const a = "x";\nf()', "'0.0.0.0'", '"0.0.0.0"'],
    ["const a = 'x';\nf()", '{ a: "x", b: ["y"] }', "{ a: 'x', b: ['y'] }"],
    ["const a = ['x', 'y', \"it's\"];\nf()", '"0.0.0.0"', "'0.0.0.0'"],
    ["const a = ['x', 'y'];\nf()", '"it\'s"', '"it\'s"'],
    ['const a = [\'x\', "y"];\nf()', '"0.0.0.0"', '"0.0.0.0"'],
    ['// it\'s, it\'s\nconst a = "x";\nf()', '"0.0.0.0"', '"0.0.0.0"'],
  ])('has the quotes that the file prefers: %j', async (text, code, result) => {
    const planned = await plan(text, { kind: 'call', at: placeOf(text, 'f()'), positions: { 0: code } });
    expect(planned.ok && applyText(text, planned.changes)).toBe(text.replace('f()', () => `f(${result})`));
  });
});

function isEmpty(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && Object.keys(argument).length === 0;
}
