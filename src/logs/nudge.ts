import type { Clock } from './clock.ts';

/** A wait that can be cut short. */
export interface Nudge {
  /** Waits; whether it was woken before the time was over. */
  wait(ms: number): Promise<boolean>;
  /** Ends the wait, or the next one if nobody waits. */
  readonly wake: () => void;
}

/** Ends its waits when the signal is raised, too. */
export function nudgeBy(clock: Clock, signal: AbortSignal): Nudge {
  let asked = false;
  let current: AbortController | undefined;
  return {
    async wait(ms) {
      current = new AbortController();
      if (!asked) await clock.sleep(ms, AbortSignal.any([signal, current.signal]));
      current = undefined;
      const woken = asked;
      asked = false;
      return woken;
    },
    wake() {
      asked = true;
      current?.abort();
    },
  };
}
