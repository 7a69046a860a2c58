/** Told of each place where a phrase of the given number ends: an offset into the text. */
type Found = (phrase: number, end: number) => void;

/** Looks for all its phrases in one pass over a text. */
export type PhraseSearch = (text: string, found: Found) => void;

/** Stands for a name or a value inside a phrase. */
export const HOLE = '…';
/** How many letters that hole takes at most: the ARN of an image with its tag fits. */
const WIDEST_HOLE = 320;

/** The letters of a phrase: what is compared. Blanks, quotes and frames differ with every paste, so they do not count. */
export function lettersOf(phrase: string): string {
  let letters = '';
  for (const character of phrase.toLowerCase()) if (KIND[character.charCodeAt(0)] !== IGNORED) letters += character;
  return letters;
}

const IGNORED = 0;
/** Any character that no phrase contains. */
const OTHER = 1;
const KIND = kinds();

/** Numbers from here on stand for no kind of character. */
export const KINDS = Math.max(...KIND) + 1;

/** The kind of an ASCII character, by its code: 0 for one that does not count. */
export function kindOf(code: number): number {
  return KIND[code] ?? OTHER;
}

/** One small number for each ASCII character: the same for `A` and `a`. */
function kinds(): Uint8Array {
  const kind = new Uint8Array(128).fill(OTHER);
  let next = OTHER + 1;
  for (const character of 'abcdefghijklmnopqrstuvwxyz0123456789-_.:/()[]{},;=!?@#$%&+~^') {
    kind[character.charCodeAt(0)] = next;
    kind[character.toUpperCase().charCodeAt(0)] = next;
    next += 1;
  }
  for (const character of ' \t\r\n\v\f\'"`|*<>\\') kind[character.charCodeAt(0)] = IGNORED;
  return kind;
}

/** One part of a phrase: all of it, or what stands between two holes. */
interface Part {
  readonly phrase: number;
  /** Its own place among the parts of all phrases; the part before it in the same phrase has the place before. */
  readonly place: number;
  readonly first: boolean;
  readonly last: boolean;
  readonly length: number;
}

const SHIFT = 6;
const WIDTH = 1 << SHIFT;

/**
 * Prepares the search for many phrases (Aho and Corasick's automaton: one table look-up for each character, however many
 * phrases there are).
 */
export function searchFor(phrases: readonly string[]): PhraseSearch {
  const { next, ends, places } = automatonOf(phrases);
  // Most characters end nothing, and a byte tells that sooner than a list.
  const isEnd = Uint8Array.from(ends, (parts) => (parts === undefined ? 0 : 1));
  const endedAt = new Float64Array(places).fill(Number.NEGATIVE_INFINITY);
  // Counts on from text to text: what an earlier text ended with is then too far away to be continued.
  let letters = 0;
  // The latest end of the part before is the nearest, so it is the only one that has to be kept.
  const completes = ({ place, first, last, length }: Part): boolean => {
    const gap = first ? 0 : letters - length - (endedAt[place - 1] ?? 0);
    if (gap < 0 || gap > WIDEST_HOLE) return false;
    endedAt[place] = letters;
    return last;
  };
  return (text, found) => {
    let count = letters + WIDEST_HOLE + 1;
    let state = 0;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      const kind = code < 128 ? (KIND[code] ?? OTHER) : OTHER;
      if (kind === IGNORED) continue;
      count += 1;
      state = next[(state << SHIFT) | kind] ?? 0;
      if (isEnd[state] !== 1) continue;
      letters = count;
      for (const part of ends[state] ?? []) if (completes(part)) found(part.phrase, index + 1);
    }
    letters = count;
  };
}

interface Automaton {
  /** For each state and kind of character the state that follows. */
  readonly next: Uint16Array;
  /** The parts that end in a state. */
  readonly ends: readonly (readonly Part[] | undefined)[];
  readonly places: number;
}

function automatonOf(phrases: readonly string[]): Automaton {
  const parts = phrases.flatMap((phrase, number) =>
    phrase.split(HOLE).map((words, index, all) => ({
      letters: lettersOf(words),
      phrase: number,
      first: index === 0,
      last: index === all.length - 1,
    })),
  );
  const next = new Uint16Array(parts.reduce((sum, { letters }) => sum + letters.length, 1) * WIDTH);
  const ends: (readonly Part[] | undefined)[] = [];
  let states = 1;
  for (const [place, { letters, ...part }] of parts.entries()) {
    let state = 0;
    for (const letter of letters) {
      const edge = state * WIDTH + (KIND[letter.charCodeAt(0)] ?? OTHER);
      if (next[edge] === 0) next[edge] = states++;
      state = next[edge] ?? 0;
    }
    ends[state] = together(ends[state], [{ ...part, place, length: letters.length }]);
  }
  complete(next, ends, states);
  return { next, ends, places: parts.length };
}

/** Gives every state the edges of its longest suffix, breadth first, so that the search never goes back. */
function complete(next: Uint16Array, ends: (readonly Part[] | undefined)[], states: number): void {
  const suffix = new Uint16Array(states);
  const queue = [0];
  for (const state of queue) {
    for (let kind = 1; kind < WIDTH; kind++) {
      const edge = state * WIDTH + kind;
      const target = next[edge] ?? 0;
      const fallen = state === 0 ? 0 : (next[(suffix[state] ?? 0) * WIDTH + kind] ?? 0);
      if (target === 0) next[edge] = fallen;
      else {
        suffix[target] = fallen;
        const shorter = ends[fallen];
        if (shorter !== undefined) ends[target] = together(ends[target], shorter);
        queue.push(target);
      }
    }
  }
}

/** Later parts first: one place in a text must not complete two parts of one phrase. */
function together(some: readonly Part[] | undefined, more: readonly Part[]): readonly Part[] {
  return [...(some ?? []), ...more].toSorted((a, b) => b.place - a.place);
}
