/** Ids that were met; a number is kept of each, and no text. */
export interface IdSet {
  /** Takes the print of an id; whether it is a new one. */
  add(print: number): boolean;
  size(): number;
  /** Forgets all, and keeps the room for others. */
  clear(): void;
}

const SMALLEST = 64;
/** What no id comes to. */
const FREE = 0;

/**
 * A set that takes 8 to 32 bytes an id and leaves nothing to the collector of garbage. Of each id 53 bits are kept: of a
 * hundred thousand ids that are held against each other, two look alike once in two million runs.
 */
export function idSet(): IdSet {
  let table = new Float64Array(SMALLEST);
  let size = 0;
  const grown = (): void => {
    const bigger = new Float64Array(table.length * 2);
    for (const print of table) if (print !== FREE) bigger[placeOf(bigger, print)] = print;
    table = bigger;
  };
  return {
    add(print) {
      const place = placeOf(table, print);
      if (table[place] === print) return false;
      table[place] = print;
      size += 1;
      if (size * 2 > table.length) grown();
      return true;
    },
    size: () => size,
    clear() {
      table.fill(FREE);
      size = 0;
    },
  };
}

/** Where a number is, or where there is room for it. */
function placeOf(table: Float64Array, print: number): number {
  const mask = table.length - 1;
  let place = print & mask;
  while (table[place] !== FREE && table[place] !== print) place = (place + 1) & mask;
  return place;
}

/** The number that is kept of an id: two hashes of 32 bits, of which one gives 21; each is mixed once more, since ids differ in few digits. */
export function printOf(id: string): number {
  let one = 0x811c9dc5;
  let other = 0x2545f491;
  // Four characters at a time; behind the last one `charCodeAt` is not a number, which counts as 0 here.
  for (let index = 0; index < id.length; index += 4) {
    const codes =
      id.charCodeAt(index) |
      (id.charCodeAt(index + 1) << 8) |
      (id.charCodeAt(index + 2) << 16) |
      (id.charCodeAt(index + 3) << 24);
    one = Math.imul(one ^ codes, 0x01000193) ^ (one >>> 13);
    other = Math.imul(other ^ codes, 0x5bd1e995) ^ (other >>> 15);
  }
  return (mixed(one) >>> 0) * 0x200000 + (mixed(other) >>> 11) + 1;
}

function mixed(hash: number): number {
  let bits = hash ^ (hash >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
