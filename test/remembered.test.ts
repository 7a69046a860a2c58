import { describe, expect, it, vi } from 'vitest';
import { remembered, rememberedBy, rememberedOf } from '../src/domain/remembered.ts';

describe('an answer is worked out once', () => {
  it('by a text, also where there is none', () => {
    const answer = vi.fn<(text: string) => number | undefined>((text) => (text === '' ? undefined : text.length));
    const known = remembered(answer);
    expect(['tide', '', 'tide', ''].map(known)).toEqual([4, undefined, 4, undefined]);
    expect(answer.mock.calls.map(([text]) => text)).toEqual(['tide', '']);
  });

  it('by a text, and not without end', () => {
    const answer = vi.fn<(text: string) => number>(Number);
    const known = remembered(answer);
    for (let number = 0; number <= 1000; number++) expect(known(`${number}`)).toBe(number);
    expect(known('1000')).toBe(1000);
    expect(answer).toHaveBeenCalledTimes(1001);
    // It was forgotten with the others when there were too many.
    expect(known('0')).toBe(0);
    expect(answer).toHaveBeenCalledTimes(1002);
  });

  it('by a key that several arguments have together', () => {
    const answer = vi.fn<(one: string, many: readonly string[]) => string | undefined>((one, many) =>
      many.includes(one) ? one : undefined,
    );
    const known = rememberedBy((one: string, many: readonly string[]) => JSON.stringify([one, many]), answer);
    const asked = [
      ['a', ['a']],
      ['a', []],
      ['a', ['a']],
      ['a', []],
      ['b', ['a', 'b']],
    ] as const;
    expect(asked.map(([one, many]) => known(one, many))).toEqual(['a', undefined, 'a', undefined, 'b']);
    expect(answer).toHaveBeenCalledTimes(3);
  });

  it('for each object, however like another it is', () => {
    const answer = vi.fn<(list: readonly number[], more: number) => number | undefined>((list, more) =>
      list.length > 0 ? more : undefined,
    );
    const known = rememberedOf(answer);
    const lists = [[1], [1], []] as const;
    expect([...lists, ...lists].map((list) => known(list, 5))).toEqual([5, 5, undefined, 5, 5, undefined]);
    expect(answer).toHaveBeenCalledTimes(3);
  });
});
