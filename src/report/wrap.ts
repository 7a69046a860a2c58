const INDENT = 6;
/** Narrower terminals get lines of this width all the same: a word a line reads worse than a broken word. */
const NARROWEST = 40;

/**
 * Breaks a text between words, so that it fits a terminal of this width; `lead` columns of its first line are taken.
 * Without a width, as in a file or a pipe, it stays one line.
 */
export function wrapped(text: string, lead: number, width: number | undefined): string {
  if (width === undefined) return text;
  const widest = Math.max(width, NARROWEST) - 1;
  const lines: string[] = [];
  let line = '';
  let free = widest - lead;
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > free) {
      lines.push(line);
      [line, free] = [word, widest - INDENT];
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${' '.repeat(INDENT)}`);
}
