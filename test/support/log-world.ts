import type { LogEvent } from '../../src/model/logs.ts';
import type { Clock } from '../../src/logs/clock.ts';
import { LogRefusal, type EventPage, type EventQuestion, type LogDoor } from '../../src/logs/port.ts';

/** An event, and when the service lets it be seen for the first time. */
export interface Planned extends LogEvent {
  readonly id: string;
  readonly visible: number;
}

/** What a stretch of CloudWatch Logs does, beside answering. Shares are between 0 and 1. */
export interface Schedule {
  readonly events: readonly Planned[];
  readonly pageSize: number;
  readonly latencyMs: number;
  readonly throttled: number;
  readonly reset: number;
  /** The token of a page is not taken any more. */
  readonly stale: number;
  /** A page is empty and names a next one. */
  readonly empty: number;
  /** An event comes twice in one page, or again in the next one. */
  readonly repeated: number;
  /** When each group comes into being. */
  readonly born: { readonly [group: string]: number };
  /** Nothing is answered in this time. */
  readonly outage?: { readonly from: number; readonly to: number };
}

/** CloudWatch Logs in memory, behind the follower's port. */
export function logWorld(plan: Schedule, clock: Clock): LogDoor & { readonly calls: () => number } {
  const ordered = plan.events.toSorted((a, b) => a.time - b.time || a.ingested - b.ingested);
  const never = new AbortController().signal;
  let calls = 0;
  const answer = async (action: string, mayBeStale: boolean): Promise<void> => {
    calls += 1;
    await clock.sleep(plan.latencyMs * (0.5 + clock.chance()), never);
    const { outage } = plan;
    if (outage !== undefined && clock.now() >= outage.from && clock.now() < outage.to)
      throw new LogRefusal('unreachable', action, 'The connection was refused.');
    const dice = clock.chance();
    if (dice < plan.throttled) throw new LogRefusal('throttled', action, 'Rate exceeded');
    if (dice < plan.throttled + plan.reset) throw new LogRefusal('unreachable', action, 'The connection was reset.');
    if (mayBeStale && dice < plan.throttled + plan.reset + plan.stale)
      throw new LogRefusal('stale', action, 'The specified nextToken is invalid.');
  };
  const exists = (group: string): boolean => clock.now() >= (plan.born[group] ?? Number.NEGATIVE_INFINITY);
  const pageOf = (question: EventQuestion): EventPage => {
    const { group, streams, from, to = Number.POSITIVE_INFINITY, next } = question;
    const position = next === undefined ? -1 : Number(next);
    const now = clock.now();
    if (next !== undefined && clock.chance() < plan.empty) return { parts: [], next };
    const events: LogEvent[] = [];
    let last = position;
    for (const [index, { visible, ...event }] of ordered.entries()) {
      if (index <= position || event.group !== group || visible > now || event.time < from || event.time > to) continue;
      if (streams !== undefined && !streams.includes(event.stream)) continue;
      if (events.length >= plan.pageSize) return { parts: [events], next: String(last) };
      events.push(event);
      if (clock.chance() < plan.repeated) events.push(event);
      if (clock.chance() >= plan.repeated) last = index;
    }
    return { parts: [events] };
  };
  return {
    calls: () => calls,
    async filterEvents(question) {
      await answer('logs:FilterLogEvents', question.next !== undefined);
      if (!exists(question.group)) throw new LogRefusal('absent', 'logs:FilterLogEvents', 'No such log group.');
      return pageOf(question);
    },
    async describeGroups(prefix) {
      await answer('logs:DescribeLogGroups', false);
      const groups = new Set(plan.events.map(({ group }) => group));
      return {
        groups: [...groups].filter((name) => name.startsWith(prefix) && exists(name)).map((name) => ({ name })),
      };
    },
    async describeStreams(group) {
      await answer('logs:DescribeLogStreams', false);
      const seen = plan.events.filter((event) => event.group === group && event.visible <= clock.now());
      return { streams: [...new Set(seen.map(({ stream }) => stream))] };
    },
  };
}
