import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Entry, Parsed, ScalarTree, Tree } from '../../model/tree.ts';
import { type Lines, linesOf } from '../text.ts';

/** Deeper than any configuration. */
const DEEPEST = 200;

/** Reads a JSON document as `JSON.parse` would, with every place kept; of a repeated key every entry is kept. Never throws. */
export function readJson(path: string, text: string): Parsed {
  const lines = linesOf(path, text);
  const errors: ParseError[] = [];
  const problem = (message: string, start = 0, end = start): Parsed => ({
    ok: false,
    problem: { message, at: lines.at(start, end) },
  });
  if (nestingOf(text) > DEEPEST) return problem('It is nested too deeply.');
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const [error] = errors;
  if (error !== undefined) return problem(sentenceOf(error, text), error.offset, error.offset + error.length);
  if (root === undefined) return problem('It is empty.');
  return { ok: true, tree: treeOf(root, text, lines) };
}

/** The numbers of `SyntaxKind`, which is a `const enum` and therefore not there when the program runs. */
const TOKEN = {
  closeBrace: 2,
  closeBracket: 4,
  comma: 5,
  lineComment: 12,
  blockComment: 13,
  lineBreak: 14,
  blank: 15,
  end: 17,
};

/** What more tolerant readers of JSON pass over: comments, and commas (by their offset) before a closing bracket. */
export function toleratedIn(text: string): {
  readonly comments: readonly { readonly start: number; readonly end: number }[];
  readonly commas: readonly number[];
} {
  const scanner = createScanner(text);
  const comments: { start: number; end: number }[] = [];
  const commas: number[] = [];
  let comma: number | undefined;
  for (let token = Number(scanner.scan()); token !== TOKEN.end; token = Number(scanner.scan())) {
    const start = scanner.getTokenOffset();
    if (token === TOKEN.lineComment || token === TOKEN.blockComment)
      comments.push({ start, end: start + scanner.getTokenLength() });
    else if (token !== TOKEN.lineBreak && token !== TOKEN.blank) {
      if (comma !== undefined && (token === TOKEN.closeBrace || token === TOKEN.closeBracket)) commas.push(comma);
      comma = token === TOKEN.comma ? start : undefined;
    }
  }
  return { comments, commas };
}

/** The most brackets that stand open at once; more than there are when a text holds some. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString && character === '\\') index++;
    else if (character === '"') inString = !inString;
    else if (inString) inString = character !== '\n';
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

function treeOf(node: Node, text: string, lines: Lines): Tree {
  const at = lines.at(node.offset, node.offset + node.length);
  if (node.type === 'object')
    return { kind: 'map', entries: (node.children ?? []).flatMap((child) => entryOf(child, text, lines)), at };
  if (node.type === 'array')
    return { kind: 'list', items: (node.children ?? []).map((child) => treeOf(child, text, lines)), at };
  const quoted = node.type === 'string';
  const written = quoted ? String(node.value) : text.slice(node.offset, node.offset + node.length);
  return { kind: 'scalar', text: written, type: typeOf(node), quoted, at };
}

function entryOf(node: Node, text: string, lines: Lines): readonly Entry[] {
  const [key, value] = node.children ?? [];
  if (key === undefined || value === undefined) return [];
  const keyAt = lines.at(key.offset, key.offset + key.length);
  return [
    {
      key: String(key.value),
      keyAt,
      value: treeOf(value, text, lines),
      at: lines.at(key.offset, value.offset + value.length),
    },
  ];
}

function typeOf(node: Node): ScalarTree['type'] {
  if (node.type === 'number' || node.type === 'boolean' || node.type === 'null') return node.type;
  return 'string';
}

function sentenceOf(error: ParseError, text: string): string {
  const code = printParseErrorCode(error.error);
  if (code === 'InvalidCommentToken') return 'It holds a comment, which JSON does not allow.';
  if (text.trim() === '') return 'It is empty.';
  const wanted = /^(.*)Expected$/.exec(code)?.[1];
  if (wanted !== undefined && /,\s*$/.test(text.slice(0, error.offset)) && /^\s*[}\]]/.test(text.slice(error.offset))) {
    return 'A comma stands before the closing bracket, which JSON does not allow.';
  }
  return wanted === undefined
    ? `It does not parse: ${wordsOf(code)}.`
    : `It does not parse: ${wordsOf(wanted)} expected.`;
}

/** `PropertyName` as "property name". */
function wordsOf(code: string): string {
  return code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
