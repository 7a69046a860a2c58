import type { Splice } from './splice.ts';

/** A stretch of the first text that stays, or text that was put in. */
type Piece = { readonly kind: 'kept'; readonly start: number; readonly end: number } | PutPiece;
interface PutPiece {
  readonly kind: 'put';
  readonly text: string;
}

/** One set of splices that does to a text what one set and then, to what it leaves, another does. */
export function inSequence(text: string, first: readonly Splice[], second: readonly Splice[]): readonly Splice[] {
  const whole: readonly Piece[] = [{ kind: 'kept', start: 0, end: text.length }];
  return splicesOf(replaced(replaced(whole, first), second), text.length);
}

/** The pieces after splices that are described for the text which the pieces make. */
function replaced(pieces: readonly Piece[], splices: readonly Splice[]): readonly Piece[] {
  const ordered = splices.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const result: Piece[] = [];
  let from = 0;
  for (const { start, end, put } of ordered) {
    result.push(...cut(pieces, from, start), { kind: 'put', text: put });
    from = end;
  }
  return [...result, ...cut(pieces, from, Infinity)];
}

/** What lies between two offsets of the text that pieces make. */
function cut(pieces: readonly Piece[], from: number, to: number): readonly Piece[] {
  const result: Piece[] = [];
  let offset = 0;
  for (const piece of pieces) {
    const length = lengthOf(piece);
    const [start, end] = [Math.max(from - offset, 0), Math.min(to - offset, length)];
    if (start < end) result.push(part(piece, start, end));
    offset += length;
  }
  return result;
}

function lengthOf(piece: Piece): number {
  return piece.kind === 'put' ? piece.text.length : piece.end - piece.start;
}

function part(piece: Piece, from: number, to: number): Piece {
  return piece.kind === 'put'
    ? { kind: 'put', text: piece.text.slice(from, to) }
    : { kind: 'kept', start: piece.start + from, end: piece.start + to };
}

function splicesOf(pieces: readonly Piece[], length: number): readonly Splice[] {
  const result: Splice[] = [];
  let from = 0;
  let put = '';
  const close = (to: number): void => {
    if (put !== '' || from < to) result.push({ start: from, end: to, put });
    put = '';
  };
  for (const piece of pieces) {
    if (piece.kind === 'put') put += piece.text;
    else {
      close(piece.start);
      from = piece.end;
    }
  }
  close(length);
  return result;
}
