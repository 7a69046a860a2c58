import { ERROR, PHRASE, REQUEST, UNSAFE } from '../logs/seen.ts';
import { HOLE, kindOf, KINDS, lettersOf } from './phrases.ts';

const ERRORS = ['Error', 'Exception', 'Traceback'];
const REQUESTS = ['HTTP/', 'GET /', 'POST /', 'PUT /', 'DELETE /', 'HEAD /', 'OPTIONS /', 'PATCH /'];

/**
 * Prepares a glance at a line, which tells by bits (`seen.ts`) what may be in it: any of the phrases, any of the words or
 * a character that a terminal does not show, an error, a request. It never misses one, and takes a quarter of the time of the search,
 * so that a log whose lines are well goes by quickly. Of a phrase with holes it asks for one part; what a line has behind
 * escapes, entities or characters that are not on a keyboard it leaves to who looks for phrases.
 */
export function glanceFor(phrases: readonly string[], words: readonly string[]): Glance {
  return automatonOf([
    ...phrases.map((phrase) => ({ letters: tellingPart(phrase), bit: PHRASE })),
    ...words.map((word) => ({ letters: lettersOf(word), bit: UNSAFE })),
    ...ERRORS.map((word) => ({ letters: lettersOf(word), bit: ERROR })),
    ...REQUESTS.map((word) => ({ letters: lettersOf(word), bit: REQUEST })),
  ]);
}

/** Takes the glance that was prepared. */
export function glanceBy({ next, firstEnd, bits }: Glance): (line: string) => number {
  return (line) => {
    let state = 0;
    let seen = 0;
    for (let index = 0; index < line.length; index++) {
      state = next[state + (KIND[line.charCodeAt(index)] ?? 0)] ?? 0;
      if (state >= firstEnd) seen |= bits[state >> SHIFT] ?? 0;
    }
    return seen;
  };
}

const SHIFT = 6;
const WIDTH = 1 << SHIFT;
/** Behind all kinds of characters that phrases know: escapes and entities, which may stand for anything. */
const ESCAPE = KINDS;
/** And what no terminal shows, or not as it is. */
const UNREADABLE = KINDS + 1;
/** Of each character there is, so that none has to be compared first. */
const KIND = new Uint8Array(65_536).fill(UNREADABLE);
for (let code = 0; code < 127; code++)
  if (code >= 32 || code === 9 || code === 10) KIND[code] = code === 92 || code === 38 ? ESCAPE : kindOf(code);

/** What stands at the end of a sentence says more than what it begins with; but not if it is a word or two. */
function tellingPart(phrase: string): string {
  const parts = phrase.split(HOLE).map(lettersOf);
  const last = parts.at(-1) ?? '';
  if (last.length >= LONG) return last;
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}

const LONG = 12;

interface Word {
  readonly letters: string;
  readonly bit: number;
}

/** A glance as data, so that another thread can take it, too. */
export interface Glance {
  /**
   * For each state and kind of character the state that follows; characters that do not count lead nowhere. A state is
   * told by where its row begins.
   */
  readonly next: Uint32Array;
  /** From this state on a word is complete. */
  readonly firstEnd: number;
  /** What the words stand for that are complete, by the number of the row. */
  readonly bits: Uint8Array;
}

/** Aho and Corasick's automaton, with the states where a word ends behind all others, so that one comparison tells. */
function automatonOf(words: readonly Word[]): Glance {
  const { edges, bits } = trieOf(words);
  const order = completed(edges, bits);
  const inside = order.filter((state) => bits[state] === 0);
  const sorted = [...inside, ...order.filter((state) => bits[state] !== 0)];
  const place = new Uint16Array(bits.length);
  for (const [number, state] of sorted.entries()) place[state] = number;
  const next = new Uint32Array(sorted.length * WIDTH);
  for (const [number, state] of sorted.entries()) {
    next[number * WIDTH] = number * WIDTH;
    for (let kind = 1; kind < WIDTH; kind++)
      next[number * WIDTH + kind] = (place[edges[state * WIDTH + kind] ?? 0] ?? 0) * WIDTH;
  }
  return { next, firstEnd: inside.length * WIDTH, bits: Uint8Array.from(sorted, (state) => bits[state] ?? 0) };
}

/** Gives every state the edges and the bits of its longest suffix; the states breadth first. */
function completed(edges: Uint16Array, bits: Uint8Array): readonly number[] {
  const suffix = new Uint16Array(bits.length);
  const order = [0];
  for (const state of order) {
    for (let kind = 1; kind < WIDTH; kind++) {
      const edge = state * WIDTH + kind;
      const target = edges[edge] ?? 0;
      const fallen = state === 0 ? 0 : (edges[(suffix[state] ?? 0) * WIDTH + kind] ?? 0);
      if (target === 0) {
        edges[edge] = fallen;
        continue;
      }
      suffix[target] = fallen;
      bits[target] = (bits[target] ?? 0) | (bits[fallen] ?? 0);
      order.push(target);
    }
  }
  return order;
}

function trieOf(words: readonly Word[]): { readonly edges: Uint16Array; readonly bits: Uint8Array } {
  const most = words.reduce((sum, { letters }) => sum + letters.length, 3);
  const edges = new Uint16Array(most * WIDTH);
  const bits = new Uint8Array(most);
  // One step from the beginning, and complete.
  [edges[ESCAPE], bits[1]] = [1, PHRASE];
  [edges[UNREADABLE], bits[2]] = [2, PHRASE | UNSAFE];
  let states = 3;
  for (const { letters, bit } of words) {
    let state = 0;
    for (const letter of letters) {
      const edge = state * WIDTH + kindOf(letter.charCodeAt(0));
      if (edges[edge] === 0) edges[edge] = states++;
      state = edges[edge] ?? 0;
    }
    bits[state] = (bits[state] ?? 0) | bit;
  }
  return { edges: edges.subarray(0, states * WIDTH), bits: bits.subarray(0, states) };
}
