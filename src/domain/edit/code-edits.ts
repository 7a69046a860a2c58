import type { Node } from 'web-tree-sitter';
import { addItems } from './items.ts';
import { argumentsEdited, objectOf, optionsEdited } from './javascript-members.ts';
import { bracketed, childrenOf, type Members, membersEdited, spanOf, unquoted, valued, type Wish } from './members.ts';
import { type Realised, realised, refused, type Splice } from './splice.ts';

/** The two families of grammars that are edited. */
export type Grammar = 'python' | 'javascript';

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
  const { positions = {} } = edit;
  const parts =
    grammar === 'python'
      ? [membersEdited(edit, text, pythonArguments(list)), realised(...positionsEdited(positions, text, list))]
      : [optionsEdited(edit, text, list), argumentsEdited(positions, text, list)];
  const problem = parts.find(({ ok }) => !ok);
  if (problem !== undefined) return problem;
  const splices = parts.flatMap((part) => (part.ok ? part.splices : []));
  return splices.length === 0 ? refused('the call is as it is wanted already') : realised(...splices);
}

/** What an edit of a dict or object literal comes to; `root` is the tree of the literal alone, in brackets. */
export function realiseMembers(edit: Wish, text: string, root: Node, grammar: Grammar): Realised {
  const found = find(root, (node) => node.type === 'dictionary' || node.type === 'object');
  if (root.hasError || found === undefined)
    return refused(`what stands there is not a literal that can be read as ${SPOKEN[grammar]}`);
  const result = membersEdited(edit, text, grammar === 'python' ? dictOf(found) : objectOf(found));
  return result.ok && result.splices.length === 0 ? refused('it is as it is wanted already') : result;
}

/**
 * Where an import statement goes: below the last one that stands outside of everything, else below the head of the file;
 * in a piece of code that is no file, to its top.
 */
export function realiseImport(
  put: string,
  text: string,
  root: Node,
  without: 'top' | 'below-head' = 'below-head',
): Realised {
  const statements = root.namedChildren.filter((child) => child !== null);
  if (statements.some((node) => IMPORTS.has(node.type) && node.text.trim() === put.trim()))
    return refused('the file has that import already');
  const first = statements.find((node) => IMPORTS.has(node.type) && node.type !== 'future_import_statement');
  // Where Python's own modules have no group yet, they get one above the packages.
  if (/^import \w+$/.test(put) && first?.type === 'import_from_statement' && !statements.some(isPlainImport))
    return realised({ start: first.startIndex, end: first.startIndex, put: `${put}${isOwn(first) ? '\n' : '\n\n'}` });
  const imports = statements.filter((node) => IMPORTS.has(node.type));
  // Python's own modules stand together, above the packages.
  const last = (isOwn({ text: put }) ? imports.findLast(isOwn) : undefined) ?? imports.at(-1);
  if (last !== undefined) return realised({ start: last.endIndex, end: last.endIndex, put: `\n${put}` });
  const begin = statements.find((node) => without === 'top' || (node.type !== 'comment' && !isDocstring(node)));
  const at = begin?.startIndex ?? text.length;
  return realised({ start: at, end: at, put: `${put}\n\n` });
}

const CALLS = new Set(['call', 'call_expression', 'new_expression']);
const LISTS = new Set(['argument_list', 'arguments']);
const IMPORTS = new Set(['import_statement', 'import_from_statement', 'future_import_statement']);

function isPlainImport({ type, text }: Node): boolean {
  return type === 'import_statement' && /^import\s+\w/.test(text);
}

/** Whether an import is of a module that comes with Python: those that servers and clients use most. */
function isOwn({ text }: Pick<Node, 'text'>): boolean {
  const module = /^(?:from\s+(\w+)(?:\.\w+)*\s+import\b|import\s+(\w+)(?:\.\w+)*(?:\s+as\s+\w+)?\s*$)/.exec(text);
  return OWN.has(module?.[1] ?? module?.[2] ?? '');
}

const OWN = new Set(
  (
    'abc argparse asyncio base64 collections contextlib dataclasses datetime enum functools hashlib io itertools json ' +
    'logging math os pathlib random re shlex shutil signal subprocess sys tempfile threading time traceback typing ' +
    'urllib uuid'
  ).split(' '),
);

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

function positionsEdited(wanted: Wish['positions'] & {}, text: string, list: Node): readonly Splice[] {
  const whole = bracketed(list, '#');
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
