import type { Clock } from '../../src/logs/clock.ts';

/** A clock whose time passes only when nobody has anything else to do. */
export interface VirtualClock extends Clock {
  /** Lets time pass until the work is done, or fails after so much of it. */
  run<T>(work: Promise<T>, mostMs: number): Promise<T>;
  /** The machine is suspended for so long, from this time on: nothing fires meanwhile. */
  suspend(at: number, ms: number): void;
}

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** Begins at `start`; `chance` draws the numbers. */
export function virtualClock(start: number, chance: () => number): VirtualClock {
  let now = start;
  const timers = new Set<Timer>();
  const naps: { readonly at: number; readonly ms: number }[] = [];
  const advance = (): void => {
    let first: Timer | undefined;
    for (const timer of timers) if (first === undefined || timer.at < first.at) first = timer;
    if (first === undefined) throw new Error('Everybody waits, and nobody for a time.');
    const nap = naps.find(({ at }) => at <= (first?.at ?? 0));
    if (nap !== undefined) naps.splice(naps.indexOf(nap), 1);
    now = Math.max(now, first.at) + (nap?.ms ?? 0);
    timers.delete(first);
    first.fire();
  };
  return {
    now: () => now,
    chance,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const end = (): void => {
          timers.delete(timer);
          signal.removeEventListener('abort', end);
          resolve();
        };
        const timer = { at: now + ms, fire: end };
        timers.add(timer);
        signal.addEventListener('abort', end, { once: true });
      }),
    async run(work, mostMs) {
      let isOver = false;
      const ended = work.finally(() => (isOver = true));
      ended.catch(() => undefined);
      for (;;) {
        await quiet();
        if (isOver) return ended;
        if (now > start + mostMs) throw new Error(`Not done after ${mostMs} ms of virtual time.`);
        advance();
      }
    },
    suspend: (at, ms) => void naps.push({ at, ms }),
  };
}

/** All that can be done without time passing is done. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
