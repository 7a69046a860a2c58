import type { Node } from 'web-tree-sitter';
import { addItems, dropItems } from './items.ts';
import { bracketed, childrenOf, type Members, membersEdited, spanOf, unquoted, valued, type Wish } from './members.ts';
import { type Realised, realised, refused, type Splice } from './splice.ts';

/** The members of an object literal. */
export function objectOf(object: Node): Members {
  const members = childrenOf(object).map((node) => {
    const key = node.childForFieldName('key') ?? node.childForFieldName('name');
    const name =
      node.type === 'shorthand_property_identifier' ? node.text : key === null ? undefined : unquoted(key.text);
    const spread = node.type === 'spread_element' ? ({ spread: true } as const) : {};
    return { ...spanOf(node), name, ...valued(node.childForFieldName('value')), ...spread };
  });
  return { ...bracketed(object, '//'), pad: ' ', members, style: 'object' };
}

/**
 * What an edit of the options of a call comes to: the members of the last object among its arguments. A call that is not
 * given an object gets one as its last argument; an object of which nothing is left goes when it is the last of several.
 */
export function optionsEdited(edit: Wish, text: string, list: Node): Realised {
  const { set = {}, drop = [] } = edit;
  const passed = childrenOf(list);
  const position = passed.findLastIndex((argument) => objectIn(argument) !== undefined);
  const object = passed[position] === undefined ? undefined : objectIn(passed[position]);
  if (object === undefined) {
    const members = Object.entries(set).map(([name, value]) => `${name}: ${value}`);
    if (members.length === 0) return realised();
    if (passed.some(({ type }) => !NO_OPTIONS.has(type))) return refused('its options are not written in the call');
    return realised(...addItems(text, bracketed(list, '//'), [`{ ${members.join(', ')} }`]));
  }
  const { members } = objectOf(object);
  const idle =
    position > 0 &&
    position === passed.length - 1 &&
    members.length > 0 &&
    Object.keys(set).length === 0 &&
    members.every(({ name }) => name !== undefined && drop.includes(name));
  return idle
    ? realised(...dropItems(text, bracketed(list, '//'), new Set([position])))
    : membersEdited(edit, text, objectOf(object));
}

/** What an edit of arguments by position comes to: each is replaced, or added at the end without leaving one out. */
export function argumentsEdited(wanted: Wish['positions'] & {}, text: string, list: Node): Realised {
  const items = childrenOf(list);
  const spread = items.findIndex(({ type }) => type === 'spread_element');
  const added: string[] = [];
  const changed: Splice[] = [];
  for (const [key, put] of Object.entries(wanted).toSorted(([a], [b]) => Number(a) - Number(b))) {
    const position = Number(key);
    const item = items[position];
    if (spread !== -1 && position >= spread) return refused('arguments that are spread in stand before it');
    if (item === undefined && position > items.length + added.length)
      return refused('the arguments before it are not given');
    if (item === undefined) added.push(put);
    else if (text.slice(spanOf(item).start, spanOf(item).end) !== put) changed.push({ ...spanOf(item), put });
  }
  return realised(...changed, ...addItems(text, bracketed(list, '//'), added));
}

/** Arguments that are certainly no options. */
const NO_OPTIONS: ReadonlySet<string> = new Set([
  'arrow_function',
  'function_expression',
  'number',
  'string',
  'template_string',
]);

/** The object literal that an argument is, below `as const`, `satisfies T` and brackets. */
function objectIn(argument: Node): Node | undefined {
  let node: Node | undefined = argument;
  while (node !== undefined && CASTS.has(node.type)) node = childrenOf(node)[0];
  return node?.type === 'object' ? node : undefined;
}

const CASTS: ReadonlySet<string> = new Set(['as_expression', 'satisfies_expression', 'parenthesized_expression']);
