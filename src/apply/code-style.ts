import { codeStyleOf, inStyle } from '../domain/edit/code-style.ts';
import { languageOf } from '../domain/edit/language.ts';
import { indentOf } from '../domain/edit/splice.ts';
import { linesOf } from '../domain/text.ts';
import type { Edit } from '../model/change.ts';
import { shownCodeAt } from './shown-code.ts';
import type { Parsers } from './trouble.ts';

/** The edit with the code that it puts into a file, or into the code that a document shows, in the style of that. */
export async function styled(edit: Edit, text: string, bench: Parsers): Promise<Edit> {
  const language = languageOf(edit.at.path, text);
  const shown = language.kind === 'code' ? undefined : shownCodeAt(edit.at, text);
  const grammar = language.kind === 'code' ? language.grammar : shown?.grammar;
  if (grammar === undefined) return edit;
  const { start: from, text: code } = shown?.block ?? { start: 0, text };
  const lines = linesOf(edit.at.path, text);
  const [start, end] = [lines.offset(edit.at.range.start), lines.offset(edit.at.range.end)];
  const isInto = edit.kind === 'call' || edit.kind === 'members';
  const style = (await bench.parser(grammar)).read(code, (root) =>
    codeStyleOf(root, code, (isInto ? root.descendantForIndex(start - from, end - from) : null) ?? root),
  );
  const indent = indentOf(text, start);
  // What is only moved stays as it is.
  const one = (put: string): string => (text.includes(put) ? put : inStyle(put, style, indent));
  const all = (codes: { readonly [key: string]: string } = {}): { readonly [key: string]: string } =>
    Object.fromEntries(Object.entries(codes).map(([key, put]) => [key, one(put)]));
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
