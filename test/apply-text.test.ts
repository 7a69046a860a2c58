import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyText, invertText } from '../src/apply/text.ts';
import { changesOf, clash, lineBreakOf, splice, type Splice, wholeLines } from '../src/domain/edit/splice.ts';
import { realiseTextEdit } from '../src/domain/edit/text-edits.ts';
import { linesOf } from '../src/domain/text.ts';
import type { TextChange } from '../src/model/change.ts';

/** Texts of few characters, so that line breaks of both kinds and repetitions are common. */
const texts = fc
  .array(fc.constantFrom('a', 'b', ' ', '\t', '\n', '\r\n', 'é', '😀', '"', '#'), { maxLength: 60 })
  .map((parts) => parts.join(''));

/** A text and stretches of it that do not clash, each with what is to stand there. */
const spliced = fc
  .tuple(texts, fc.array(fc.tuple(fc.nat(), fc.nat(9), texts), { maxLength: 8 }))
  .map(([text, wishes]) => {
    const splices: Splice[] = [];
    for (const [at, length, put] of wishes) {
      const start = at % (text.length + 1);
      const one = { start, end: Math.min(text.length, start + length), put };
      if (!splices.some((other) => clash(one, other) || one.start === other.end || one.end === other.start))
        splices.push(one);
    }
    return { text, splices };
  });

describe('changes to a text', () => {
  it('do what the splices that they stand for do', () => {
    fc.assert(
      fc.property(spliced, ({ text, splices }) => {
        expect(applyText(text, changesOf('x', text, splices))).toBe(splice(text, splices));
      }),
      { numRuns: 2000 },
    );
  });

  it('are taken back byte for byte', () => {
    fc.assert(
      fc.property(spliced, ({ text, splices }) => {
        const changes = changesOf('x', text, splices);
        const after = applyText(text, changes);
        expect(applyText(after, invertText(text, changes))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('are taken back over several rounds', () => {
    fc.assert(
      fc.property(spliced, fc.array(fc.tuple(fc.nat(), texts), { maxLength: 4 }), ({ text, splices }, later) => {
        const undo: (readonly TextChange[])[] = [];
        let now = text;
        const take = (some: readonly Splice[]): void => {
          const changes = changesOf('x', now, some);
          undo.unshift(invertText(now, changes));
          now = applyText(now, changes);
        };
        take(splices);
        for (const [at, put] of later) take([{ start: at % (now.length + 1), end: at % (now.length + 1), put }]);
        expect(undo.reduce((so, changes) => applyText(so, changes), now)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('are refused where the text is another', () => {
    const changes = changesOf('x', 'one two', [{ start: 4, end: 7, put: 'three' }]);
    expect(applyText('one two', changes)).toBe('one three');
    expect(() => applyText('one six', changes)).toThrow('does not hold what was expected at line 1');
  });

  it('are refused where two want the same text', () => {
    const changes = [
      ...changesOf('x', 'abc', [{ start: 0, end: 2, put: '' }]),
      ...changesOf('x', 'abc', [{ start: 1, end: 3, put: '' }]),
    ];
    expect(() => applyText('abc', changes)).toThrow('Two changes want the same text.');
  });
});

describe('edits of any text', () => {
  const at = (text: string, start: number, end = start) => linesOf('x', text).at(start, end);
  const made = (text: string, edit: Parameters<typeof realiseTextEdit>[0]): string => {
    const result = realiseTextEdit(edit, text);
    return result.ok ? splice(text, result.splices) : result.because;
  };

  it('swap the one occurrence, and no other', () => {
    expect(
      made('name: "my-agent" # my-agent', {
        kind: 'swap',
        at: at('name: "my-agent" # my-agent', 6, 16),
        from: 'my-agent',
        to: 'my_agent',
      }),
    ).toBe('name: "my_agent" # my-agent');
    expect(made('a a', { kind: 'swap', at: at('a a', 0, 3), from: 'a', to: 'b' })).toBe(
      '`a` stands there more than once',
    );
    expect(made('a', { kind: 'swap', at: at('a', 0, 1), from: 'b', to: 'c' })).toBe(
      '`b` is not written there as it stands',
    );
  });

  it('put lines beside a line, as deep as it is', () => {
    expect(made('x:\n  y\nz\n', { kind: 'line', at: at('x:\n  y\nz\n', 5), where: 'after', put: 'one\n  two' })).toBe(
      'x:\n  y\n  one\n    two\nz\n',
    );
    expect(made('x:\r\n  y\r\n', { kind: 'line', at: at('x:\r\n  y\r\n', 6), where: 'before', put: 'one' })).toBe(
      'x:\r\n  one\n  y\r\n',
    );
    expect(made('y', { kind: 'line', at: at('y', 1), where: 'after', put: 'z' })).toBe('y\nz');
  });

  it('put lines at the end, whether it has a line break or not', () => {
    expect(made('a\n', { kind: 'append', at: at('a\n', 0), put: 'b' })).toBe('a\nb\n');
    expect(made('a', { kind: 'append', at: at('a', 0), put: 'b' })).toBe('a\nb');
    expect(made('', { kind: 'append', at: at('', 0), put: 'b' })).toBe('b\n');
  });

  it('cut a piece, and its line when nothing else stands there', () => {
    expect(made('a\n  b\nc\n', { kind: 'cut', at: at('a\n  b\nc\n', 4, 5) })).toBe('a\nc\n');
    expect(made('a\r\n  b\r\n', { kind: 'cut', at: at('a\r\n  b\r\n', 5, 6) })).toBe('a\r\n');
    expect(made('a\nb', { kind: 'cut', at: at('a\nb', 2, 3) })).toBe('a');
    expect(made('a b', { kind: 'cut', at: at('a b', 1, 3) })).toBe('a');
    expect(made('a', { kind: 'cut', at: at('a', 0, 1) })).toBe('');
  });

  it('leave whole lines behind', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(9), (text, from, length) => {
        const start = from % (text.length + 1);
        const end = Math.min(text.length, start + length);
        const whole = wholeLines(text, start, end);
        expect(whole.start).toBeLessThanOrEqual(start);
        expect(whole.end).toBeGreaterThanOrEqual(end);
        // What goes beyond the piece is blanks and one line break.
        const beyond = text.slice(whole.start, start) + text.slice(end, whole.end);
        expect(beyond.trim()).toBe('');
        expect([...beyond.matchAll(/\n/g)].length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
  });

  it('know the line break of a text', () => {
    expect([lineBreakOf('a'), lineBreakOf('a\nb'), lineBreakOf('a\r\nb\n'), lineBreakOf('\n')]).toEqual([
      '\n',
      '\n',
      '\r\n',
      '\n',
    ]);
  });
});
