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

export function codeStyleOf(root: Node, text: string): CodeStyle {
  let more = 0;
  for (const { startIndex } of root.descendantsOfType('string')) {
    const opening = /^[A-Za-z]*(["'])(?!\1\1)/.exec(text.slice(startIndex, startIndex + 6))?.[1];
    if (opening !== undefined) more += opening === '"' ? 1 : -1;
  }
  const lines = { unit: unitIn(text), semicolons: endsInSemicolons(root) };
  return more === 0 ? lines : { quotes: more > 0 ? '"' : "'", ...lines };
}

function endsInSemicolons(root: Node): boolean {
  const statements = root.namedChildren.filter(({ type }) => STATEMENTS.test(type));
  return statements.length === 0 || statements.some(({ text }) => text.endsWith(';'));
}

const STATEMENTS = /^(?:import_statement|lexical_declaration|expression_statement)$/;

/** Tabs, or the smallest indent that is no blank before the star of a comment. */
function unitIn(text: string): string {
  if (/^\t+[^\s]/m.test(text)) return '\t';
  const blanks = [...text.matchAll(/^( {2,8})[^\s*]/gm)].map(({ 1: lead = '' }) => lead);
  return blanks.toSorted((a, b) => a.length - b.length)[0] ?? '  ';
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
