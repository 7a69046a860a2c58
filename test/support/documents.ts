import fc from 'fast-check';
import type { Json } from '../../src/model/json.ts';

/** A document together with the way in which it is written, comments and all. */
export type Styled =
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null; readonly quotes: Quotes }
  | { readonly kind: 'map'; readonly form: Form; readonly parts: readonly Part[] }
  | { readonly kind: 'list'; readonly form: Form; readonly parts: readonly Part[] };

type Quotes = 'plain' | 'single' | 'double' | 'literal';
/** Block style; brackets on one line; brackets over several lines, with or without a comma behind the last item. */
type Form = 'block' | 'line' | 'lines' | 'comma';

interface Part {
  /** Empty in a list. */
  readonly key: string;
  readonly value: Styled;
  readonly above: boolean;
  readonly behind: boolean;
}

export interface Layout {
  readonly unit: string;
  readonly flatLists: boolean;
  readonly padded: boolean;
  /** Without any blanks: `{"a":1}`. */
  readonly dense: boolean;
  readonly crlf: boolean;
  readonly finalBreak: boolean;
  /** A blank line between the entries at the top. */
  readonly apart: boolean;
}

const KEYS = ['name', 'aws', 'region', 'protocol', 'x-y', 'a b', 'on', 'a: b', 'it', '#x', 'mode', 'é'];
const TEXTS = [
  'MCP',
  'weather',
  'eu-west-1',
  '',
  'true',
  'y',
  'No',
  '~',
  "it's",
  'say "hi"',
  'a: b',
  '# no',
  '- x',
  'é😀',
  '*x',
  '&y',
  '{a',
  '[b',
  'a, b',
  '2025-01-01',
  '1e5',
  '0x1F',
  '012345678901',
  '111122223333',
  '1:30',
  ' x ',
  '!t',
  'two\nlines',
  'ends\n',
  '\ttab',
  'back\\slash',
  'https://login.example/x?y=1#z',
  'a very long text '.repeat(9),
];

const scalar: fc.Arbitrary<Styled> = fc.record({
  kind: fc.constant('scalar' as const),
  value: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
    fc.integer({ min: -99, max: 99_999 }),
    fc.boolean(),
    { weight: 2, arbitrary: fc.constant(null) },
  ),
  quotes: fc.constantFrom<Quotes>('plain', 'plain', 'single', 'double', 'literal'),
});

function holder(kind: 'map' | 'list', inner: fc.Arbitrary<Styled>, forms: readonly Form[]): fc.Arbitrary<Styled> {
  const part = fc.record({
    key: kind === 'map' ? fc.constantFrom(...KEYS) : fc.constant(''),
    value: inner,
    above: fc.boolean(),
    behind: fc.boolean(),
  });
  return fc.record({
    kind: fc.constant(kind),
    form: fc.constantFrom(...forms),
    parts:
      kind === 'map'
        ? fc.uniqueArray(part, { selector: ({ key }) => key, maxLength: 4 })
        : fc.array(part, { maxLength: 3 }),
  });
}

function nodes(depth: number, forms: readonly Form[]): fc.Arbitrary<Styled> {
  if (depth === 0) return scalar;
  const inner = nodes(depth - 1, forms);
  return fc.oneof(scalar, { weight: 2, arbitrary: holder('map', inner, forms) }, holder('list', inner, forms));
}

const LAYOUT = {
  flatLists: fc.boolean(),
  padded: fc.boolean(),
  crlf: fc.boolean(),
  finalBreak: fc.boolean(),
  apart: fc.boolean(),
};

export interface Written {
  readonly root: Styled;
  readonly layout: Layout;
  readonly text: string;
}

/** A map in YAML: block style, brackets, quotes of both kinds, comments, either line break. */
export const yamlDocument: fc.Arbitrary<Written> = fc
  .record({
    root: holder('map', nodes(3, ['block', 'block', 'line', 'lines', 'comma']), ['block']),
    layout: fc.record({ ...LAYOUT, unit: fc.constantFrom('  ', '    ', '   '), dense: fc.constant(false) }),
  })
  .map(({ root, layout }) => ({ root, layout, text: finished(yamlText(root, layout), layout) }));

/** A map in JSON: dense, on one line, or indented by blanks or tabs, and mixtures. */
export const jsonDocument: fc.Arbitrary<Written> = fc
  .record({
    root: holder('map', nodes(3, ['lines', 'lines', 'line']), ['lines', 'line']),
    layout: fc.record({ ...LAYOUT, unit: fc.constantFrom('  ', '    ', '\t'), dense: fc.boolean() }),
  })
  .map(({ root, layout }) => ({ root, layout, text: finished(flow(root, '', layout, jsonScalar).text, layout) }));

function finished(text: string, { crlf, finalBreak }: Layout): string {
  const whole = finalBreak ? `${text}\n` : text;
  return crlf ? whole.replaceAll('\n', '\r\n') : whole;
}

export function asJson(node: Styled): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.parts.map(({ value }) => asJson(value));
  return Object.fromEntries(node.parts.map(({ key, value }) => [key, asJson(value)]));
}

function yamlText(root: Styled, layout: Layout): string {
  if (root.kind === 'scalar') return yamlScalar(root, 0, layout);
  return root.parts.length === 0 ? '{}' : block(root, 0, layout, []).join('\n');
}

/** A comment that says what it belongs to. */
function comment(path: Path, where: 'above' | 'behind'): string {
  return `# <${JSON.stringify([...path, where])}>`;
}

/** What the comments of a text say that they belong to. */
export function commentsIn(text: string): readonly (readonly (string | number)[])[] {
  // Only `comment` writes them.
  return [...text.matchAll(/# <(\[.*?\])>$/gm)].map(([, said = '[]']) => JSON.parse(said) as (string | number)[]);
}

type Path = readonly (string | number)[];

type Holder = Exclude<Styled, { kind: 'scalar' }>;

/** The lines of a map or list in block style. */
function block(node: Holder, column: number, layout: Layout, path: Path): readonly string[] {
  const pad = ' '.repeat(column);
  return node.parts.flatMap(({ key, value, above, behind }, index) => {
    const own = [...path, node.kind === 'map' ? key : index];
    const lead = node.kind === 'map' ? `${pad}${yamlText1(key, 'plain')}:` : `${pad}-`;
    const blank = layout.apart && path.length === 0 && index > 0 ? [''] : [];
    const head = [...blank, ...(above ? [`${pad}${comment(own, 'above')}`] : [])];
    const isBlock = value.kind !== 'scalar' && value.form === 'block' && value.parts.length > 0;
    if (!isBlock) {
      const written =
        value.kind === 'scalar' ? yamlScalar(value, column, layout) : flow(value, pad, layout, flowScalar, own).text;
      const lines = `${lead}${written === '' ? '' : ` ${written}`}`.split('\n');
      // Behind a block of text there is no room for a comment.
      const tail = behind && !(value.kind === 'scalar' && lines.length > 1) ? ` ${comment(own, 'behind')}` : '';
      return [...head, ...lines.slice(0, -1), `${lines.at(-1)}${tail}`];
    }
    if (node.kind === 'list') {
      const [first = '', ...more] = block(withoutFirstComment(value), column + 2, layout, own);
      return [...head, `${pad}- ${first.slice(column + 2)}`, ...more];
    }
    const deeper = value.kind === 'list' && layout.flatLists ? column : column + layout.unit.length;
    return [...head, `${lead}${behind ? ` ${comment(own, 'behind')}` : ''}`, ...block(value, deeper, layout, own)];
  });
}

function withoutFirstComment(node: Holder): Holder {
  const [first, ...more] = node.parts;
  return first === undefined ? node : { ...node, parts: [{ ...first, above: false }, ...more] };
}

function yamlScalar({ value, quotes }: Extract<Styled, { kind: 'scalar' }>, column: number, { unit }: Layout): string {
  if (value === null) return quotes === 'plain' ? '' : quotes === 'single' ? '~' : 'null';
  if (typeof value !== 'string') return String(value);
  if (quotes !== 'literal' || !/^[A-Za-z][^]*\n/.test(value)) return yamlText1(value, quotes);
  const pad = ' '.repeat(column) + unit;
  return `|${value.endsWith('\n') ? '' : '-'}\n${pad}${value.replace(/\n$/, '').replaceAll('\n', `\n${pad}`)}`;
}

function flowScalar({ value, quotes }: Extract<Styled, { kind: 'scalar' }>): string {
  return value === null ? 'null' : typeof value === 'string' ? yamlText1(value, quotes) : String(value);
}

function jsonScalar({ value }: Extract<Styled, { kind: 'scalar' }>): string {
  return JSON.stringify(value);
}

function yamlText1(text: string, quotes: Quotes): string {
  const bare = /^[A-Za-z][\w./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  if (quotes === 'plain' && bare) return text;
  return quotes === 'single' && !/[\n\t]/.test(text) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}

/** A map or list in brackets; comments only where a path is given. */
function flow(
  node: Styled,
  indent: string,
  layout: Layout,
  write: (scalar: Extract<Styled, { kind: 'scalar' }>) => string,
  path?: Path,
): { readonly text: string } {
  if (node.kind === 'scalar') return { text: write(node) };
  const [open, close] = node.kind === 'map' ? '{}' : '[]';
  if (node.parts.length === 0) return { text: `${open}${close}` };
  const spread = (node.form === 'lines' || node.form === 'comma') && !layout.dense;
  const deeper = indent + layout.unit;
  const [colon, comma] = layout.dense ? [':', ','] : [': ', ', '];
  const lines = node.parts.map(({ key, value, behind }, index) => {
    const own = path === undefined ? undefined : [...path, node.kind === 'map' ? key : index];
    const name =
      node.kind === 'list' ? '' : `${path === undefined ? JSON.stringify(key) : yamlText1(key, 'plain')}${colon}`;
    // Inside of one line everything is on that line.
    const inner = spread ? value : onOneLine(value);
    const { text } = flow(inner, spread ? deeper : indent, layout, write, own);
    const last = index === node.parts.length - 1 && node.form !== 'comma';
    return `${name}${text}${spread && !last ? ',' : ''}${spread && behind && own !== undefined ? ` ${comment(own, 'behind')}` : ''}`;
  });
  const pad = layout.padded && !layout.dense && node.kind === 'map' ? ' ' : '';
  return spread
    ? { text: `${open}\n${lines.map((line) => deeper + line).join('\n')}\n${indent}${close}` }
    : { text: `${open}${pad}${lines.join(comma)}${pad}${close}` };
}

function onOneLine(node: Styled): Styled {
  return node.kind === 'scalar'
    ? node
    : { ...node, form: 'line', parts: node.parts.map((part) => ({ ...part, value: onOneLine(part.value) })) };
}
