import fc from 'fast-check';
import { expect, it } from 'vitest';
import { excerptOf } from '../src/report/excerpt.ts';
import { wrapped } from '../src/report/wrap.ts';

it('loses no word and breaks none', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[^ \n]+$/)), fc.integer({ min: 1, max: 200 }), (parts, width) => {
      const text = parts.join(' ');
      expect(wrapped(text, 6, width).replaceAll('\n      ', ' ')).toBe(text);
    }),
  );
});

it('keeps to the width where words allow it', () => {
  const text = 'a server bound to loopback is not reachable from outside its container';
  for (const line of wrapped(text, 6, 50).split('\n')) expect(line.length).toBeLessThan(50);
  expect(wrapped(text, 6, undefined)).toBe(text);
});

it('cuts a long source line around the place, with the carets below it', () => {
  const line = `${'x'.repeat(300)}HERE${'y'.repeat(300)}`;
  const range = { start: { line: 1, column: 301 }, end: { line: 1, column: 305 } };
  const { source, carets } = excerptOf(line, range, 60);
  expect(source).toHaveLength(60);
  expect(source.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('HERE');
});
