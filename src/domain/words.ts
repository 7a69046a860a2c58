/** "did you mean": the candidate nearest to a word, when it is near enough to be meant. Case differences are nearest. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  const { length } = fold(word);
  for (const candidate of candidates) {
    // No distance is less than what one is longer by.
    if (candidate === word || Math.abs(fold(candidate).length - length) >= least) continue;
    const distance = distanceOf(word, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/**
 * What a misspelt word can only mean: a candidate that is near enough, and nearer than every other. `sure`: hardly a
 * letter differs.
 */
export function meantBy(
  word: string,
  candidates: Iterable<string>,
): { readonly word: string; readonly sure: boolean } | undefined {
  const all = [...candidates].filter((candidate) => candidate !== word);
  const best = nearest(word, all);
  if (best === undefined) return undefined;
  const distance = distanceOf(word, best);
  if (all.some((other) => other !== best && distanceOf(word, other) <= distance)) return undefined;
  return { word: best, sure: distance <= Math.max(1, Math.floor(word.length / 5)) };
}

/** `a`, `b` and `c`: a list for a sentence. */
export function listing(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}

/** "1 file", "2 files". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function distanceOf(word: string, candidate: string): number {
  return fold(candidate) === fold(word) ? 0 : editDistance(fold(word), fold(candidate));
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      current.push(cost);
    }
    [before, previous] = [previous, current];
  }
  return previous[b.length] ?? 0;
}
