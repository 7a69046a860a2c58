import type { Edit } from '../../model/change.ts';
import type { Instruction } from './dockerfile-source.ts';

/** Instructions in which `# …` at the end is an argument. In `RUN` and a shell-form `CMD` the shell takes it away. */
const COMMENT_BREAKS = new Set(['FROM', 'COPY', 'ADD', 'ENV', 'EXPOSE', 'USER']);

/** The comment behind the arguments of an instruction that takes it for more of them. */
export function commentBehind(keyword: string, text: string): string | undefined {
  if (!COMMENT_BREAKS.has(keyword)) return undefined;
  // The old `ENV NAME any text` takes the rest of its line as it is.
  if (keyword === 'ENV' && !/^\S+=/.test(text)) return undefined;
  const unquoted = text.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/gs, (quoted) => '_'.repeat(quoted.length));
  const start = unquoted.search(/\s#/);
  return start === -1 ? undefined : text.slice(start + 1);
}

/** The edits that give a comment behind an instruction, from `start` on, a line of its own above it. */
export function mendedComment({ text, placeOf, at }: Instruction, start: number): readonly Edit[] | undefined {
  const place = placeOf(text.slice(0, start).trimEnd().length, text.length);
  if (place.range.start.line !== place.range.end.line) return undefined;
  return [
    { kind: 'line', at, where: 'before', put: text.slice(start) },
    { kind: 'replace', at: place, put: '' },
  ];
}
