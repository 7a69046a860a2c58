import type { Splice } from './splice.ts';

/** A piece of code that stands in the strings of a notebook, one for each line, and the way back. */
export interface NotebookCode {
  readonly text: string;
  /** A splice of the code as a splice of the piece. */
  readonly inPiece: (splice: Splice) => Splice;
}

/** Takes the escapes of JSON, and what separates the lines, out of a piece; `undefined`: it is not made of strings. */
export function codeInNotebook(piece: string): NotebookCode | undefined {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let separator: string | undefined;
  for (let index = 0; index < piece.length;) {
    const between = BETWEEN.exec(piece.slice(index))?.[0];
    if (between !== undefined) {
      separator ??= between;
      index += between.length;
      continue;
    }
    const written = CHARACTER.exec(piece.slice(index, index + 6))?.[0];
    if (written === undefined) return undefined;
    const character = String(JSON.parse(`"${written}"`));
    text += character;
    for (let unit = 0; unit < character.length; unit++) {
      starts.push(index);
      ends.push(index + written.length);
    }
    index += written.length;
  }
  const encoded = (put: string): string => {
    const lines = put.split('\n').map((line) => JSON.stringify(line).slice(1, -1));
    return lines.join(separator === undefined ? String.raw`\n` : String.raw`\n` + separator);
  };
  return {
    text,
    inPiece: ({ start, end, put }) => ({
      start: start === end ? (ends[start - 1] ?? 0) : (starts[start] ?? piece.length),
      end: ends[end - 1] ?? 0,
      put: encoded(put),
    }),
  };
}

/** From the end of one string to the beginning of the next. */
const BETWEEN = /^"\s*,\s*"/;
const CHARACTER = /^(?:\\u[0-9a-fA-F]{4}|\\["\\/bfnrt]|[^"\\\p{Cc}])/u;
