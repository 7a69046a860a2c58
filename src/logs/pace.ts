import type { Clock } from './clock.ts';

/** How fast calls may follow each other; one for all calls to an account and region. */
export interface Pace {
  /** Resolves when the next call may be made. */
  take(signal: AbortSignal): Promise<void>;
  /** The account's quota is used up: from now on slower. */
  throttled(): void;
  /** A call was answered: a little faster again. */
  answered(): void;
  /** Whether any call ever was. */
  wasAnswered(): boolean;
}

const SLOWEST = 0.5;
/** Beyond so many calls a second the round trip itself is what limits. */
const FREE = 50;

/**
 * The quota of FilterLogEvents differs between regions and accounts, and others use it up, too: so it is learned from
 * the refusals. Nothing is held back before the first one; after it, the rate falls at once and grows slowly.
 */
export function paceBy(clock: Clock): Pace {
  let rate = Number.POSITIVE_INFINITY;
  let next = 0;
  let isAnswered = false;
  let slowed = Number.NEGATIVE_INFINITY;
  const recent: number[] = [];
  return {
    async take(signal) {
      const now = clock.now();
      const at = Math.max(now, next);
      next = at + (rate === Number.POSITIVE_INFINITY ? 0 : 1000 / rate);
      recent.push(at);
      if (recent.length > 20) recent.shift();
      if (at > now) await clock.sleep(at - now, signal);
    },
    throttled() {
      const now = clock.now();
      // Calls that were under way together are refused together: that is one refusal.
      if (now - slowed < 1000) return;
      slowed = now;
      rate = Math.max(SLOWEST, 0.7 * Math.min(rate, measured(recent)));
    },
    wasAnswered: () => isAnswered,
    answered() {
      isAnswered = true;
      rate += 0.2;
      if (rate > FREE) rate = Number.POSITIVE_INFINITY;
    },
  };
}

/** Calls a second, of late. */
function measured(times: readonly number[]): number {
  const [first = 0] = times;
  const seconds = Math.max(0.2, ((times.at(-1) ?? 0) - first) / 1000);
  return Math.max(1, (times.length - 1) / seconds);
}
