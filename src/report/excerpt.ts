import type { Range } from '../model/location.ts';

/** A source line and the carets under it; lines that are too long are cut around the place. */
export interface Excerpt {
  readonly source: string;
  readonly carets: string;
}

const WIDEST = 160;
const NARROWEST = 30;

/** Draws the first line of a range. Tabs stay tabs above and below, so that the carets stand where they belong. */
export function excerptOf(line: string, { start, end }: Range, room: number = WIDEST): Excerpt {
  const widest = Math.max(NARROWEST, Math.min(room, WIDEST));
  const from = Math.min(start.column - 1, line.length);
  const to = start.line === end.line ? Math.max(from + 1, end.column - 1) : Math.max(from + 1, line.trimEnd().length);
  const cut = from > widest / 2 && line.length > widest ? from - Math.floor(widest / 2) : 0;
  const source = line.slice(cut, cut + widest);
  const marked = line.slice(from, Math.min(to, cut + widest));
  const lead = line.slice(cut, from);
  return { source: printable(source), carets: blank(lead) + '^'.repeat(Math.max(1, columnsOf(marked))) };
}

/** Control characters from somebody's file never reach a terminal. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these very characters are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, '·');
}

function blank(text: string): string {
  return [...text].map((char) => (char === '\t' ? '\t' : ' '.repeat(columnsOf(char)))).join('');
}

function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += char < FIRST_MARK ? 1 : WIDE.test(char) ? 2 : /\p{Mark}/u.test(char) ? 0 : 1;
  return columns;
}

/** Every character before this one takes one column. */
const FIRST_MARK = '\u0300';

/** What terminals draw two columns wide: East Asian wide forms and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
