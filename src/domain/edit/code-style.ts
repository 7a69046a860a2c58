import type { Node } from 'web-tree-sitter';

/** The habits of a file of code that what is put into it follows. */
export interface CodeStyle {
  /** The quotes that most strings stand in; absent when neither kind is more common. */
  readonly quotes?: '"' | "'";
  /** One step of indentation. */
  readonly unit: string;
  /** Whether statements of JavaScript end in semicolons. */
  readonly semicolons: boolean;
}

/** The habits of a file; `near` is what its code is put into, whose own quotes come first. */
export function codeStyleOf(root: Node, text: string, near: Node = root): CodeStyle {
  const quotes = quotesIn(near, text) ?? quotesIn(root, text);
  const unit = unitIn(text) ?? (root.type === 'module' ? '    ' : '  ');
  const lines = { unit, semicolons: endsInSemicolons(root) };
  return quotes === undefined ? lines : { quotes, ...lines };
}

function quotesIn(node: Node, text: string): CodeStyle['quotes'] {
  let more = 0;
  for (const { startIndex } of node.descendantsOfType('string')) {
    const opening = /^[A-Za-z]*(["'])(?!\1\1)/.exec(text.slice(startIndex, startIndex + 6))?.[1];
    if (opening !== undefined) more += opening === '"' ? 1 : -1;
  }
  return more === 0 ? undefined : more > 0 ? '"' : "'";
}

function endsInSemicolons(root: Node): boolean {
  const statements = root.namedChildren.filter(({ type }) => STATEMENTS.test(type));
  return statements.length === 0 || statements.some(({ text }) => text.endsWith(';'));
}

const STATEMENTS = /^(?:import_statement|lexical_declaration|expression_statement)$/;

/** Tabs, or the smallest indent that is no blank before the star of a comment. */
function unitIn(text: string): string | undefined {
  if (/^\t+[^\s]/m.test(text)) return '\t';
  const blanks = [...text.matchAll(/^( {2,8})[^\s*]/gm)].map(({ 1: lead = '' }) => lead);
  return blanks.toSorted((a, b) => a.length - b.length)[0];
}

/** New code at an indent, in the style of a file. */
export function codeAt(indent: string, style: CodeStyle, code: string): string {
  return `${indent}${inStyle(code, style, indent)}`;
}

/**
 * Code in the style of a file: a tab at the beginning of a line is one step deeper than `indent`, which all lines but
 * the first get. Strings get the quotes of the file, unless one of them holds quotes itself; statements end as those of
 * the file do.
 */
export function inStyle(code: string, { quotes, unit, semicolons }: CodeStyle, indent: string): string {
  const ended = semicolons ? code : code.replaceAll(/;(?=\n|$)/g, '');
  const stepped = ended.replaceAll(/\n(\t*)(?=[^\n])/g, (_, { length }: string) => `\n${indent}${unit.repeat(length)}`);
  const others = quotes === '"' ? "'" : '"';
  const plain = quotes !== undefined && !code.includes(quotes) && !/[`\\]/.test(code);
  return plain ? stepped.replaceAll(others, quotes) : stepped;
}
