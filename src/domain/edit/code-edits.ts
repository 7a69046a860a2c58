import type { Node } from 'web-tree-sitter';
import type { CodeEdit } from '../../model/change.ts';
import { addItems, type Bracketed, dropItems, type Span } from './items.ts';
import { type Realised, realised, refused, type Splice } from './splice.ts';

/** The two families of grammars that are edited. */
export type Grammar = 'python' | 'javascript';

/** `{ name, value }` of a keyword argument, a dict's or an object's member; `value` is absent for `{ name }`. */
interface Member extends Span {
  readonly name: string | undefined;
  readonly value?: Span;
}

interface Members extends Bracketed {
  readonly members: readonly Member[];
  readonly style: 'keyword' | 'dict' | 'object';
}

type Wish = Pick<Extract<CodeEdit, { kind: 'call' }>, 'set' | 'drop' | 'positions'>;

const SPOKEN: Record<Grammar, string> = { python: 'Python', javascript: 'JavaScript' };

/**
 * What an edit of a call comes to. `root` is the tree of the call alone: its text, parsed as a program of one expression,
 * so that it does not matter what kind of file the call stands in.
 */
export function realiseCall(edit: Wish, text: string, root: Node, grammar: Grammar): Realised {
  const call = onlyExpression(root);
  if (root.hasError || call === undefined || !CALLS.has(call.type))
    return refused(`what stands there is not a call that can be read as ${SPOKEN[grammar]}`);
  const list = call.childForFieldName('arguments');
  if (list === null || !LISTS.has(list.type)) return refused('the arguments are not written between brackets');
  const named = grammar === 'python' ? pythonArguments(list) : lastObject(list);
  const splices = [
    ...(named === undefined ? asNewObject(edit, text, list) : membersEdited(edit, text, named)),
    ...positionsEdited(edit.positions ?? {}, text, list, grammar),
  ];
  return splices.length === 0 ? refused('the call is as it is wanted already') : realised(...splices);
}

/** What an edit of a dict or object literal comes to; `root` is the tree of the literal alone, in brackets. */
export function realiseMembers(edit: Wish, text: string, root: Node, grammar: Grammar): Realised {
  const found = find(root, (node) => node.type === 'dictionary' || node.type === 'object');
  if (root.hasError || found === undefined)
    return refused(`what stands there is not a literal that can be read as ${SPOKEN[grammar]}`);
  const splices = membersEdited(edit, text, grammar === 'python' ? dictOf(found) : objectOf(found));
  return splices.length === 0 ? refused('it is as it is wanted already') : realised(...splices);
}

/** Where an import statement goes: below the last one that stands outside of everything, else below the head. */
export function realiseImport(put: string, text: string, root: Node): Realised {
  const statements = root.namedChildren.filter((child) => child !== null);
  if (statements.some((node) => IMPORTS.has(node.type) && node.text.trim() === put.trim()))
    return refused('the file has that import already');
  const last = statements.findLast((node) => IMPORTS.has(node.type));
  if (last !== undefined) return realised({ start: last.endIndex, end: last.endIndex, put: `\n${put}` });
  const first = statements.find((node) => node.type !== 'comment' && !isDocstring(node));
  const at = first?.startIndex ?? text.length;
  return realised({ start: at, end: at, put: `${put}\n\n` });
}

const CALLS = new Set(['call', 'call_expression', 'new_expression']);
const LISTS = new Set(['argument_list', 'arguments']);
const IMPORTS = new Set(['import_statement', 'import_from_statement', 'future_import_statement']);

function isDocstring(node: Node): boolean {
  return node.type === 'expression_statement' && node.namedChild(0)?.type === 'string';
}

function onlyExpression(root: Node): Node | undefined {
  let node: Node | null = root;
  while (node !== null && ['module', 'program', 'expression_statement', 'parenthesized_expression'].includes(node.type))
    node = childrenOf(node)[0] ?? null;
  return node ?? undefined;
}

function find(node: Node, is: (node: Node) => boolean): Node | undefined {
  if (is(node)) return node;
  for (const child of childrenOf(node)) {
    const found = find(child, is);
    if (found !== undefined) return found;
  }
  return undefined;
}

function childrenOf(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child !== null && child.type !== 'comment');
}

function spanOf({ startIndex, endIndex }: Node): Span {
  return { start: startIndex, end: endIndex };
}

function bracketed(node: Node, comment: '#' | '//'): Bracketed {
  return { open: node.startIndex + 1, close: node.endIndex - 1, items: childrenOf(node).map(spanOf), comment };
}

function pythonArguments(list: Node): Members {
  const members = childrenOf(list).map((node) => {
    const value = node.childForFieldName('value');
    const named = node.type === 'keyword_argument' && value !== null;
    return { ...spanOf(node), name: named ? node.childForFieldName('name')?.text : undefined, ...valued(value) };
  });
  return { ...bracketed(list, '#'), members, style: 'keyword' };
}

function dictOf(dict: Node): Members {
  const members = childrenOf(dict).map((node) => {
    const key = node.childForFieldName('key');
    return {
      ...spanOf(node),
      name: key === null ? undefined : unquoted(key.text),
      ...valued(node.childForFieldName('value')),
    };
  });
  return { ...bracketed(dict, '#'), members, style: 'dict' };
}

function objectOf(object: Node): Members {
  const members = childrenOf(object).map((node) => {
    const key = node.childForFieldName('key') ?? node.childForFieldName('name');
    const name =
      node.type === 'shorthand_property_identifier' ? node.text : key === null ? undefined : unquoted(key.text);
    return { ...spanOf(node), name, ...valued(node.childForFieldName('value')) };
  });
  return { ...bracketed(object, '//'), pad: ' ', members, style: 'object' };
}

function valued(value: Node | null): { readonly value?: Span } {
  return value === null ? {} : { value: spanOf(value) };
}

function unquoted(key: string): string {
  return key.replace(/^(["'])(.*)\1$/s, '$2');
}

function lastObject(list: Node): Members | undefined {
  const last = childrenOf(list).at(-1);
  return last?.type === 'object' ? objectOf(last) : undefined;
}

/** A call without an object gets one, when it is to have members. */
function asNewObject({ set = {} }: Wish, text: string, list: Node): readonly Splice[] {
  const members = Object.entries(set).map(([name, value]) => `${name}: ${value}`);
  return members.length === 0 ? [] : addItems(text, bracketed(list, '//'), [`{ ${members.join(', ')} }`]);
}

function membersEdited({ set = {}, drop = [] }: Wish, text: string, list: Members): readonly Splice[] {
  const dropped = new Set(
    list.members.flatMap(({ name }, index) => (name !== undefined && drop.includes(name) ? [index] : [])),
  );
  const changed = new Map<string, Splice>();
  for (const { name, value, start, end } of list.members) {
    const put = name === undefined || !Object.hasOwn(set, name) ? undefined : set[name];
    if (name === undefined || put === undefined) continue;
    const splice = value === undefined ? { start, end, put: `${name}: ${put}` } : { ...value, put };
    changed.set(name, splice);
  }
  const added = Object.entries(set).filter(([name]) => !changed.has(name));
  const written = added.map(([name, value]) => memberText(name, value, list, text));
  const real = [...changed.values()].filter(({ start, end, put }) => text.slice(start, end) !== put);
  return [...real, ...swapped(text, list, dropped, written)];
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
  return [...dropItems(text, list, others), { ...last, put: added.join(', ') }];
}

function memberText(name: string, value: string, { style }: Members, text: string): string {
  if (style === 'keyword') return `${name}=${value}`;
  if (style === 'object' && /^[A-Za-z_$][\w$]*$/.test(name)) return `${name}: ${value}`;
  const quote = text.includes("'") && !text.includes('"') ? "'" : '"';
  return `${quote}${name}${quote}: ${value}`;
}

function positionsEdited(
  wanted: Wish['positions'] & {},
  text: string,
  list: Node,
  grammar: Grammar,
): readonly Splice[] {
  const whole = bracketed(list, grammar === 'python' ? '#' : '//');
  const items = childrenOf(list)
    .filter((node) => node.type !== 'keyword_argument')
    .map(spanOf);
  return Object.entries(wanted).flatMap(([position, put]) => {
    const item = items[Number(position)];
    if (item !== undefined) return text.slice(item.start, item.end) === put ? [] : [{ ...item, put }];
    if (items.length === 0 && whole.items.length > 0) return [{ start: whole.open, end: whole.open, put: `${put}, ` }];
    return addItems(text, { ...whole, items }, [put]);
  });
}
