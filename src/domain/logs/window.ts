/** What is known about the last time that a source was read to its end. Times are milliseconds since 1970. */
export interface Finished {
  /** When the first question of that reading was asked, and when the last one was answered, by our clock. */
  readonly started: number;
  readonly ended: number;
  /** When the newest event that was seen was taken in, by the clock of the service. */
  readonly newest: number | undefined;
}

/** Requests whose clock is further off are not signed validly, so that no clock is. */
export const MOST_SKEW_MS = 5 * 60_000;

/**
 * From which time on the next reading has to ask, so that an event that appears up to `overlap` after it happened is
 * not missed: all that was there when the last reading began was seen, whatever happened since. Where our clock is
 * ahead of the service's, the newest event tells.
 */
export function nextFrom({ started, ended, newest }: Finished, overlap: number): number {
  const theirs = newest === undefined ? 0 : newest - (ended - started);
  return Math.min(started, Math.max(theirs, started - MOST_SKEW_MS)) - overlap;
}

/** What can be asked for again at all, while a reading that began at `started` has come as far as `position`. */
export function oldestAskedAgain(started: number, position: number, overlap: number): number {
  return Math.min(position, started - MOST_SKEW_MS - overlap);
}
