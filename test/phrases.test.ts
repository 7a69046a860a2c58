import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lettersOf, searchFor } from '../src/domain/symptom/phrases.ts';

/** The phrases that are found in a text, by number. */
function found(phrases: readonly string[], text: string): ReadonlySet<number> {
  const numbers = new Set<number>();
  searchFor(phrases)(text, (number) => numbers.add(number));
  return numbers;
}

const words = (alphabet: string): fc.Arbitrary<string> =>
  fc
    .string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 5 })
    .filter((text) => lettersOf(text) !== '');

describe('the search for phrases', () => {
  it('finds exactly the phrases that stand in the letters of a text', () => {
    fc.assert(
      fc.property(
        fc.array(words("abcAB '")),
        fc.string({ unit: fc.constantFrom(...'abcABx \n"│é') }),
        (phrases, text) => {
          // What is no letter of any phrase keeps its place here, as it does in the search.
          const letters = lettersOf(text);
          const expected = phrases.flatMap((phrase, number) => (letters.includes(lettersOf(phrase)) ? [number] : []));
          expect([...found(phrases, text)].toSorted((a, b) => a - b)).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('finds parts in their order, and not too far from each other', () => {
    fc.assert(
      fc.property(words('ab'), words('cd'), fc.string({ unit: fc.constantFrom(...'abcd ') }), (first, second, text) => {
        const letters = lettersOf(text);
        const start = letters.indexOf(lettersOf(first));
        const expected = start !== -1 && letters.indexOf(lettersOf(second), start + lettersOf(first).length) !== -1;
        expect(found([`${first}…${second}`], text).has(0)).toBe(expected);
      }),
      { numRuns: 500 },
    );
    expect(found(['one … two'], `one ${'x'.repeat(300)} two`).size).toBe(1);
    expect(found(['one … two'], `one ${'x'.repeat(400)} two`).size).toBe(0);
  });

  it('begins anew with each text', () => {
    const search = searchFor(['one … two']);
    let times = 0;
    for (const text of ['one', 'two', 'one two']) search(text, () => (times += 1));
    expect(times).toBe(1);
  });
});
