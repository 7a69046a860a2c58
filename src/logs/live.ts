import type { LogNotice } from '../model/logs.ts';
import type { Clock } from './clock.ts';
import type { Beside } from './follow.ts';
import { type LiveDoor, type LiveNews, LogRefusal } from './port.ts';

export interface LiveOptions {
  readonly door: LiveDoor;
  readonly clock: Clock;
  /** The ARNs of groups. */
  readonly arnsOf: (groups: readonly string[]) => readonly string[];
  readonly pattern?: string;
  readonly tell: (notice: LogNotice) => void;
}

/** A session takes so many groups. */
const MOST_GROUPS = 10;
const LOOK_EVERY_MS = 2000;
const LONGEST_WAIT_MS = 30_000;
const SHORTEST_MS = 10_000;

/**
 * Brings in lines by Live Tail for as long as the run goes on. A session ends after three hours and wherever the network
 * breaks: then the next one is opened, and a reading makes up for what came in between, as it does where more came in
 * than a session hands out. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html
 * (verified 2026-11-25)
 */
export async function liveTail(options: LiveOptions, beside: Beside): Promise<void> {
  const { clock, tell } = options;
  let failed = 0;
  let ended: string | undefined;
  while (!beside.signal.aborted) {
    const groups = options.arnsOf(beside.groups()).slice(0, MOST_GROUPS);
    if (groups.length === 0) {
      await clock.sleep(LOOK_EVERY_MS, beside.signal);
      continue;
    }
    try {
      const news = await options.door.startLiveTail({ groups, signal: beside.signal, ...withPattern(options) });
      tell(ended === undefined ? { kind: 'live', groups: groups.length } : { kind: 'live-again', because: ended });
      beside.wake();
      failed = 0;
      const opened = clock.now();
      await pass(news, options, beside);
      if (beside.signal.aborted) return;
      if (clock.now() - opened < SHORTEST_MS) {
        // An emulator hands out what it has, and ends; the next session would tell the same once more.
        tell({ kind: 'live-refused', because: 'the endpoint ends its sessions at once' });
        return;
      }
      ended = 'it was closed';
    } catch (error) {
      if (beside.signal.aborted) return;
      if (!(error instanceof LogRefusal)) throw error;
      if (error.kind === 'denied' || error.kind === 'invalid') {
        tell({ kind: 'live-refused', because: error.message });
        return;
      }
      ended = error.message === '' ? 'it broke off' : error.message;
      failed += 1;
    }
    beside.wake();
    const most = Math.min(LONGEST_WAIT_MS, 500 * 2 ** failed);
    await clock.sleep(most * (0.5 + clock.chance() / 2), beside.signal);
  }
}

async function pass(news: AsyncIterable<LiveNews>, { clock, tell }: LiveOptions, beside: Beside): Promise<void> {
  let told = Number.NEGATIVE_INFINITY;
  for await (const { events, sampled } of news) {
    if (events.length > 0) await beside.admit(events);
    if (beside.signal.aborted) return;
    if (!sampled || clock.now() - told < 10_000) continue;
    told = clock.now();
    tell({ kind: 'sampled', at: told });
    beside.wake();
  }
}

function withPattern({ pattern }: LiveOptions): { readonly pattern?: string } {
  return pattern === undefined ? {} : { pattern };
}
