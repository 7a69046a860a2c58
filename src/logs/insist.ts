import type { LogNotice } from '../model/logs.ts';
import type { Clock } from './clock.ts';
import type { Pace } from './pace.ts';
import { LogRefusal } from './port.ts';

/** How a call is made until it is answered. */
export interface Insistence {
  readonly clock: Clock;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** After so many refusals of the kind that passes, it is given up; absent: never. */
  readonly tries?: number;
  readonly tell: (notice: LogNotice) => void;
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 20_000;
const FIRST_TRIES = 8;
/** For so long nobody is told that calls fail: most failures are over before. */
const SILENCE_MS = 10_000;

/**
 * Makes a call again until it is answered, as long as the refusal is one that passes; waits longer each time, by chance.
 * When the signal is raised in between, there is no answer.
 */
export async function insist<T>(ask: () => Promise<T>, with_: Insistence): Promise<T | undefined> {
  const { clock, pace, signal, tries = Number.POSITIVE_INFINITY, tell } = with_;
  let failedSince: number | undefined;
  let told = false;
  for (let failed = 1; ; failed++) {
    await pace.take(signal);
    if (signal.aborted) return undefined;
    try {
      const answer = await beforeEnd(ask(), signal);
      pace.answered();
      return answer;
    } catch (error) {
      if (!passes(error)) throw error;
      if (error.kind === 'throttled') pace.throttled();
      // Where nobody ever answered, it is the address rather than the network.
      if (failed >= (error.kind === 'unreachable' && !pace.wasAnswered() ? Math.min(tries, FIRST_TRIES) : tries))
        throw error;
      failedSince ??= clock.now();
      if (!told && clock.now() - failedSince >= SILENCE_MS) {
        tell({ kind: 'trouble', because: error.message, since: failedSince });
        told = true;
      }
      const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failed, 10));
      await clock.sleep(most * (0.5 + clock.chance() / 2), signal);
    }
  }
}

/** The answer, or nothing once nobody waits for it any more. */
function beforeEnd<T>(answer: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const leave = (): void => resolve(undefined);
    signal.addEventListener('abort', leave, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

function passes(error: unknown): error is LogRefusal {
  return error instanceof LogRefusal && (error.kind === 'throttled' || error.kind === 'unreachable');
}
