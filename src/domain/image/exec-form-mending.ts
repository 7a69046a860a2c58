import { readExecForm } from './exec-form.ts';
import { splice, type Splice } from '../edit/splice.ts';

/** What makes a JSON array of a command that was meant as one. */
export interface MendedExecForm {
  /** In the text of the instruction. */
  readonly splices: readonly Splice[];
  /** A comment behind the bracket, which needs a line of its own. */
  readonly comment?: string;
}

/** One string of the array, as it is written. */
interface Item {
  readonly start: number;
  readonly end: number;
  readonly quote: 'double' | 'other' | 'none';
}

/**
 * Other quotes become double ones, words get some, commas and the closing bracket go where they belong. `undefined`:
 * it is not sure what was meant.
 */
export function mendExecForm(text: string): MendedExecForm | undefined {
  const read = itemsOf(text);
  if (read === undefined) return undefined;
  const { items, splices, end } = read;
  const comment = /^\s*(#.*)$/.exec(text.slice(end))?.[1];
  if (comment === undefined && text.slice(end).trim() !== '') return undefined;
  const all = [...items.flatMap((item) => quoted(text, item)), ...splices];
  const rest = comment === undefined ? [] : [{ start: end, end: text.length, put: '' }];
  const strings = readExecForm(splice(text, [...all, ...rest]), () => NOWHERE)?.map(({ value }) => value);
  // No shell reads the exec form: a variable in it, meant for one, stays as it is.
  const shell = /^(?:\S*\/)?(?:ba|da|a)?sh$/.test(strings?.[0] ?? '');
  if (strings === undefined || (!shell && strings.some((value) => value.includes('$')))) return undefined;
  return { splices: [...all, ...rest], ...(comment === undefined ? {} : { comment }) };
}

const HEAD = { line: 1, column: 1 };
const NOWHERE = { kind: 'file', path: '', range: { start: HEAD, end: HEAD } } as const;

const ITEMS: readonly (readonly [Item['quote'], RegExp])[] = [
  ['double', /"(?:[^"\\]|\\.)*"/y],
  ['other', /'[^'"]*'/y],
  ['other', /[\u201c-\u201f][^"\u201c-\u201f]*[\u201c-\u201f]/y],
  ['other', /[\u2018-\u201b][^"\u2018-\u201b]*[\u2018-\u201b]/y],
  ['none', /[\w./:=@%+-]+/y],
];

function itemsOf(
  text: string,
): { readonly items: readonly Item[]; readonly splices: readonly Splice[]; readonly end: number } | undefined {
  const items: Item[] = [];
  const splices: Splice[] = [];
  let comma: number | undefined;
  for (let at = afterSpace(text, 1); at < text.length; at = afterSpace(text, at)) {
    const last = items.at(-1);
    if (text[at] === ']') {
      if (comma !== undefined) splices.push({ start: comma, end: comma + 1, put: '' });
      return { items, splices, end: at + 1 };
    }
    if (text[at] === ',') {
      if (last === undefined || comma !== undefined) return undefined;
      comma = at;
      at += 1;
      continue;
    }
    const item = itemAt(text, at);
    if (item === undefined || (last !== undefined && comma === undefined && last.end === at)) return undefined;
    if (last !== undefined && comma === undefined) splices.push({ start: last.end, end: last.end, put: ',' });
    items.push(item);
    comma = undefined;
    at = item.end;
  }
  const last = items.at(-1);
  if (last === undefined || comma !== undefined) return undefined;
  return { items, splices: [...splices, { start: last.end, end: last.end, put: ']' }], end: text.length };
}

function itemAt(text: string, start: number): Item | undefined {
  for (const [quote, pattern] of ITEMS) {
    pattern.lastIndex = start;
    const found = pattern.exec(text);
    if (found !== null) return { start, end: start + found[0].length, quote };
  }
  return undefined;
}

/** A backslash between other quotes is itself; in JSON it begins an escape. */
function quoted(text: string, { start, end, quote }: Item): readonly Splice[] {
  if (quote === 'double') return [];
  if (quote === 'none') return [start, end].map((at) => ({ start: at, end: at, put: '"' }));
  const slashes = [...text.slice(start, end).matchAll(/\\/g)].map(({ index }) => start + index);
  return [
    { start, end: start + 1, put: '"' },
    ...slashes.map((at) => ({ start: at, end: at + 1, put: '\\\\' })),
    { start: end - 1, end, put: '"' },
  ];
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text[at] ?? '')) at += 1;
  return at;
}
