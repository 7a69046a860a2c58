import type { Mark } from '../symptom/log-line.ts';

/** One cause as a log shows it. */
export interface SeenCause {
  readonly mark: Mark;
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
}

/** Counts causes; takes as much room as there are causes. */
export interface Tally {
  /** How often this cause was seen by now. */
  add(mark: Mark, time: number): number;
  /** Those that a line named before those that several faults have; then those that are seen most. */
  ranked(): readonly SeenCause[];
}

/** A tally of nothing yet. */
export function tally(): Tally {
  const seen = new Map<string, SeenCause>();
  return {
    add(mark, time) {
      const { id } = mark.suspect.cause;
      const before = seen.get(id);
      const now =
        before === undefined
          ? { mark, count: 1, first: time, last: time }
          : {
              // A line that names the fault says more than one that shows its effect.
              mark: before.mark.symptom.grade === 'fault' ? before.mark : mark,
              count: before.count + 1,
              first: Math.min(before.first, time),
              last: Math.max(before.last, time),
            };
      seen.set(id, now);
      return now.count;
    },
    ranked: () =>
      [...seen.values()].toSorted((a, b) => rankOf(a) - rankOf(b) || b.count - a.count || a.first - b.first),
  };
}

function rankOf({ mark }: SeenCause): number {
  return mark.symptom.grade === 'fault' ? 0 : 1;
}
