import type { Node } from 'web-tree-sitter';
import type { CodeEdit } from '../../model/change.ts';
import { addItems, type Bracketed, dropItems, type Span } from './items.ts';
import { lineStart, type Realised, realised, refused, type Splice } from './splice.ts';

/** What an edit wants of a call or a literal. */
export type Wish = Pick<Extract<CodeEdit, { kind: 'call' }>, 'set' | 'drop' | 'positions'>;

/** `{ name, value }` of a keyword argument, a dict's or an object's member; `value` is absent for `{ name }`. */
interface Member extends Span {
  readonly name: string | undefined;
  readonly value?: Span;
  /** It brings members from elsewhere, which win over those before it. */
  readonly spread?: true;
}

/** The members of something, and how new ones are written there. */
export interface Members extends Bracketed {
  readonly members: readonly Member[];
  readonly style: 'keyword' | 'dict' | 'object';
}

/** Sets and drops members; without any splice when they are as wanted already. */
export function membersEdited({ set = {}, drop = [] }: Wish, text: string, list: Members): Realised {
  const dropped = new Set(
    list.members.flatMap(({ name }, index) => (name !== undefined && drop.includes(name) ? [index] : [])),
  );
  const changed = new Map<string, Splice>();
  const lastSpread = list.members.findLastIndex(({ spread }) => spread === true);
  for (const [index, { name, value, start, end }] of list.members.entries()) {
    const put = name === undefined || !Object.hasOwn(set, name) ? undefined : set[name];
    if (name === undefined || put === undefined) continue;
    if (index < lastSpread) return refused(`what is spread in behind \`${name}\` may set it again`);
    changed.set(name, value === undefined ? { start, end, put: memberText(name, put, list, text) } : { ...value, put });
  }
  const added = Object.entries(set).filter(([name]) => !changed.has(name));
  const written = added.map(([name, value]) => memberText(name, value, list, text));
  const real = [...changed.values()].filter(({ start, end, put }) => text.slice(start, end) !== put);
  return realised(...real, ...swapped(text, list, dropped, written));
}

/** Where the last item goes and another comes, the new one takes its place: an addition behind it would clash. */
function swapped(
  text: string,
  list: Members,
  dropped: ReadonlySet<number>,
  added: readonly string[],
): readonly Splice[] {
  const last = list.items.at(-1);
  const lastGoes = last !== undefined && dropped.has(list.items.length - 1);
  if (!lastGoes || added.length === 0) return [...dropItems(text, list, dropped), ...addItems(text, list, added)];
  const others = new Set([...dropped].filter((index) => index !== list.items.length - 1));
  const lead = text.slice(lineStart(text, last.start), last.start);
  return [...dropItems(text, list, others), { ...last, put: added.join(lead.trim() === '' ? `,\n${lead}` : ', ') }];
}

function memberText(name: string, value: string, { style }: Members, text: string): string {
  if (style === 'keyword') return `${name}=${value}`;
  if (style === 'object' && /^[A-Za-z_$][\w$]*$/.test(name)) return `${name}: ${value}`;
  const quote = text.includes("'") && !text.includes('"') ? "'" : '"';
  return `${quote}${name}${quote}: ${value}`;
}

/** The named nodes inside a node, without comments. */
export function childrenOf(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child !== null && child.type !== 'comment');
}

/** Where a node stands. To the grammars, a comment behind a block is a part of the block; here it is not. */
export function spanOf(node: Node): Span {
  return { start: node.startIndex, end: endOf(node) };
}

function endOf(node: Node): number {
  const last = node.children.findLast((child) => child !== null && child.type !== 'comment');
  return last === undefined || last === null ? node.endIndex : endOf(last);
}

/** What stands between the brackets that a node begins and ends with. */
export function bracketed(node: Node, comment: '#' | '//'): Bracketed {
  return { open: node.startIndex + 1, close: node.endIndex - 1, items: childrenOf(node).map(spanOf), comment };
}

export function valued(value: Node | null): { readonly value?: Span } {
  return value === null ? {} : { value: spanOf(value) };
}

/** A key without the quotes around it. */
export function unquoted(key: string): string {
  return key.replace(/^(["'])(.*)\1$/s, '$2');
}
