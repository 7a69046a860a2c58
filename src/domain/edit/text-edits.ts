import type { TextEdit } from '../../model/change.ts';
import { linesOf } from '../text.ts';
import { indentOf, lineEnd, lineStart, type Realised, realised, refused, wholeLines } from './splice.ts';

/** What an edit that needs no knowledge of the language comes to in a text. */
export function realiseTextEdit(edit: TextEdit, text: string): Realised {
  const lines = linesOf(edit.at.path, text);
  const start = lines.offset(edit.at.range.start);
  const end = lines.offset(edit.at.range.end);
  switch (edit.kind) {
    case 'replace':
      return realised({ start, end, put: edit.put });
    case 'swap':
      return swap(text, start, end, edit.from, edit.to);
    case 'line':
      return line(text, start, end, edit.where, edit.put);
    case 'words':
      return words(text, start, end, edit.where, edit.put);
    case 'append':
      return append(text, edit.put);
    case 'cut':
      return realised({ ...cut(text, start, end), put: '' });
  }
}

function cut(text: string, start: number, end: number): { readonly start: number; readonly end: number } {
  const lines = wholeLines(text, start, end);
  if (lines.start !== start || lines.end !== end) return lines;
  if (commaAround(text, start, end) !== undefined) {
    const before = /,[\s\\]*"$/.exec(text.slice(0, start))?.[0].length;
    const behind = /^"[\s\\]*,[\s\\]*/.exec(text.slice(end))?.[0].length ?? 1;
    return before === undefined ? { start: start - 1, end: end + behind } : { start: start - before, end: end + 1 };
  }
  const from = lineStart(text, start);
  const continued = /^[ \t]*\\\r?\n/.exec(text.slice(end))?.[0].length;
  if (continued !== undefined && text.slice(from, start).trim() === '') return { start: from, end: end + continued };
  const blanks = /[ \t]*$/.exec(text.slice(from, start))?.[0].length ?? 0;
  return /^(?:[ \t]|\r?\n|$)/.test(text.slice(end)) ? { start: start - blanks, end } : { start, end };
}

function swap(text: string, start: number, end: number, from: string, to: string): Realised {
  const inside = text.slice(start, end);
  const first = inside.indexOf(from);
  if (from === '' || first === -1) return refused(`\`${from}\` is not written there as it stands`);
  if (inside.includes(from, first + 1)) return refused(`\`${from}\` stands there more than once`);
  return realised({ start: start + first, end: start + first + from.length, put: to });
}

function line(text: string, start: number, end: number, where: 'before' | 'after', put: string): Realised {
  const indent = indentOf(text, where === 'before' ? start : end);
  const indented = put
    .split('\n')
    .map((one) => (one === '' ? one : indent + one))
    .join('\n');
  if (where === 'before') {
    const at = lineStart(text, start);
    return realised({ start: at, end: at, put: `${indented}\n` });
  }
  const at = lineEnd(text, end);
  return realised({ start: at, end: at, put: `\n${indented}` });
}

function words(text: string, start: number, end: number, where: 'before' | 'after', put: string): Realised {
  const comma = commaAround(text, start, end);
  if (comma !== undefined) {
    const strings = put.split(' ').map((one) => JSON.stringify(one).slice(1, -1));
    return where === 'before'
      ? realised({ start, end: start, put: strings.map((one) => `${one}"${comma}"`).join('') })
      : realised({ start: end, end, put: strings.map((one) => `"${comma}"${one}`).join('') });
  }
  const from = lineStart(text, start);
  const continued = /\\\r?\n$/.test(text.slice(0, from)) && text.slice(from, start).trim() === '';
  const gap = continued ? ` \\\n${indentOf(text, start)}` : ' ';
  return where === 'before'
    ? realised({ start, end: start, put: `${put}${gap}` })
    : realised({ start: end, end, put: `${gap}${put}` });
}

/** What separates the strings of the list that a word is one of, its quotes not included: `, ` in `["fastmcp", "run"]`. */
function commaAround(text: string, start: number, end: number): string | undefined {
  if (text[start - 1] !== '"' || text[end] !== '"') return undefined;
  const before = /(?:"(\s*,[\s\\]*)|\[[\s\\]*)"$/.exec(text.slice(0, start));
  const after = /^"(?:([\s\\]*,[\s\\]*)"|[\s\\]*\])/.exec(text.slice(end));
  return before === null || after === null ? undefined : (before[1] ?? after[1] ?? ', ');
}

function append(text: string, put: string): Realised {
  const at = text.length;
  const begun = text !== '' && !text.endsWith('\n');
  return realised({ start: at, end: at, put: begun ? `\n${put}` : `${put}\n` });
}
