import type { PlaceOf } from '../image/shell-words.ts';
import { linesOf } from '../text.ts';

/** One code cell: its text, and where parts of it stand in the notebook's file. */
export interface Cell {
  readonly text: string;
  readonly placeOf: PlaceOf;
}

/** A file that a cell writes when it is run: `%%writefile server.py`. */
export interface NotebookFile {
  /** As written, seen from the notebook's folder. */
  readonly path: string;
  /** `%%writefile -a`: it adds to what is there. */
  readonly appends: boolean;
  readonly text: string;
  readonly cell: Cell;
}

const SOURCE = /(?<!\\)"source"\s*:\s*(\[(?:\s*"(?:[^"\\]|\\.)*"\s*,?)*\s*\]|"(?:[^"\\]|\\.)*")/g;
const STRING = /"((?:[^"\\]|\\.)*)"/g;

/** The code cells of a Jupyter notebook, in order; none when it cannot be read as one. */
export function cellsOf(path: string, text: string): readonly Cell[] {
  const kinds = kindsOf(text);
  const sources = [...text.matchAll(SOURCE)];
  if (kinds.length !== sources.length) return [];
  const lines = linesOf(path, text);
  return sources.flatMap(({ index, 0: whole, 1: written = '' }, position) => {
    if (kinds[position] !== 'code') return [];
    const start = index + whole.length - written.length;
    const pieces = [...written.matchAll(STRING)].map(({ index: at, 1: raw = '' }) => ({ raw, at: start + at + 1 }));
    return [cellOf(pieces, lines.at)];
  });
}

/** The files that the cells of a notebook write. */
export function notebookFiles(text: string, path = 'notebook.ipynb'): readonly NotebookFile[] {
  return cellsOf(path, text).flatMap((cell) => {
    const [head, append, file] =
      /^\s*%%(?:writefile|file)[ \t]+(-a[ \t]+)?["']?([^\s"']+)["']?[ \t]*\n/.exec(cell.text) ?? [];
    if (head === undefined || file === undefined) return [];
    const placeOf: PlaceOf = (start, end) => cell.placeOf(head.length + start, head.length + end);
    const body = cell.text.slice(head.length);
    return [{ path: file, appends: append !== undefined, text: body, cell: { text: body, placeOf } }];
  });
}

/** The cells that Python runs, as one program: shell lines and other magic are blanked. */
export function programOf(cells: readonly Cell[]): Cell {
  const texts = cells.map(({ text }) =>
    /^\s*%%/.test(text) ? '' : text.replaceAll(/^[ \t]*[!%].*$/gm, (line) => ' '.repeat(line.length)),
  );
  const starts: number[] = [];
  let length = 0;
  for (const text of texts) {
    starts.push(length);
    length += text.length + 1;
  }
  const placeOf: PlaceOf = (start, end) => {
    const cell = Math.max(
      0,
      starts.findLastIndex((offset) => offset <= start),
    );
    const offset = starts[cell] ?? 0;
    const inside = Math.min(end - offset, texts[cell]?.length ?? 0);
    // There is a cell: a place is asked for only where text was found.
    return (cells[cell] ?? NOWHERE).placeOf(start - offset, Math.max(start - offset, inside));
  };
  return { text: texts.join('\n'), placeOf };
}

const NOWHERE: Cell = { text: '', placeOf: linesOf('', '').at };

function kindsOf(text: string): readonly string[] {
  try {
    const notebook: unknown = JSON.parse(text);
    if (typeof notebook !== 'object' || notebook === null || !('cells' in notebook) || !Array.isArray(notebook.cells))
      return [];
    return notebook.cells.map((cell: unknown) =>
      typeof cell === 'object' && cell !== null && 'cell_type' in cell ? String(cell.cell_type) : '',
    );
  } catch {
    return [];
  }
}

interface Piece {
  /** As it stands between its quotes. */
  readonly raw: string;
  /** Where that begins. */
  readonly at: number;
}

function cellOf(pieces: readonly Piece[], place: PlaceOf): Cell {
  const texts = pieces.map(({ raw }) => decoded(raw));
  const offsetOf = (offset: number): number => {
    let left = offset;
    for (const [index, text] of texts.entries()) {
      const piece = pieces[index];
      if (piece !== undefined && left < text.length) return piece.at + rawLength(piece.raw, left);
      left -= text.length;
    }
    const last = pieces.at(-1);
    return last === undefined ? 0 : last.at + last.raw.length;
  };
  return {
    text: texts.join(''),
    placeOf: (start, end) => place(offsetOf(start), end > start ? offsetOf(end - 1) + 1 : offsetOf(start)),
  };
}

function decoded(raw: string): string {
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw;
  }
}

/** How much of a string's JSON form its first characters take. */
function rawLength(raw: string, characters: number): number {
  let index = 0;
  for (let count = 0; count < characters && index < raw.length; count++) {
    index += raw[index] === '\\' ? (raw[index + 1] === 'u' ? 6 : 2) : 1;
  }
  return index;
}
