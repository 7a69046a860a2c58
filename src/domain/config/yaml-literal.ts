/** A text in a block, as it stands below `|` or `|-`. */
export interface Literal {
  readonly text: string;
  /** The number of its last line, and how long that is. */
  readonly last: number;
  readonly end: number;
}

/**
 * The literal text that begins below the line of a number, which is indented by so much. `undefined` where its form asks
 * for rules that are seldom needed: another header, blank lines before it, blanks on an empty line, a line that stands
 * between the two indents.
 */
export function literalOf(raw: readonly string[], number: number, outer: number, header: string): Literal | undefined {
  if (header !== '|' && header !== '|-') return undefined;
  const inner = indentOf(raw[number] ?? '');
  if (inner <= outer || raw[number]?.trim() === '') return undefined;
  const lines: string[] = [];
  let last = number;
  for (const [index, line] of raw.slice(number).entries()) {
    const isBlank = line.trim() === '';
    if (isBlank && line !== '') return undefined;
    if (!isBlank && indentOf(line) < inner) {
      if (indentOf(line) > outer) return undefined;
      break;
    }
    lines.push(line.slice(inner));
    if (!isBlank) last = number + index + 1;
  }
  const text = lines.slice(0, last - number).join('\n');
  return { text: header === '|' ? `${text}\n` : text, last, end: (raw[last - 1] ?? '').trimEnd().length };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
