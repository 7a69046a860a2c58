import { codeStyleOf, inStyle } from '../domain/edit/code-style.ts';
import { languageOf } from '../domain/edit/language.ts';
import { indentOf } from '../domain/edit/splice.ts';
import { linesOf } from '../domain/text.ts';
import type { Edit } from '../model/change.ts';
import type { Parsers } from './trouble.ts';

/** The edit with the code that it puts into a file of code in the style of that file. */
export async function styled(edit: Edit, text: string, bench: Parsers): Promise<Edit> {
  const language = languageOf(edit.at.path, text);
  if (language.kind !== 'code') return edit;
  const lines = linesOf(edit.at.path, text);
  const [start, end] = [lines.offset(edit.at.range.start), lines.offset(edit.at.range.end)];
  const isInto = edit.kind === 'call' || edit.kind === 'members';
  const style = (await bench.parser(language.grammar)).read(text, (root) =>
    codeStyleOf(root, text, (isInto ? root.descendantForIndex(start, end) : null) ?? root),
  );
  const indent = indentOf(text, start);
  // What is only moved stays as it is.
  const one = (code: string): string => (text.includes(code) ? code : inStyle(code, style, indent));
  const all = (codes: { readonly [key: string]: string } = {}): { readonly [key: string]: string } =>
    Object.fromEntries(Object.entries(codes).map(([key, code]) => [key, one(code)]));
  switch (edit.kind) {
    case 'line':
    case 'append':
    case 'import':
      // These are indented, if at all, by those who place them.
      return { ...edit, put: inStyle(edit.put, style, '') };
    case 'call':
      return { ...edit, set: all(edit.set), positions: all(edit.positions) };
    case 'members':
      return { ...edit, set: all(edit.set) };
    default:
      return edit;
  }
}
