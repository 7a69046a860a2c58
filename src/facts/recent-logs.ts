import { groupOfEndpoint } from '../domain/logs/groups.ts';
import { defineCollector } from '../model/fact.ts';
import { allOf, awsOf } from './aws.ts';

/** What happened shortly before counts, too: a server that could not start says so once. */
const BEFORE_MS = 5 * 60_000;

/** Reads the log of the runtime that was asked, where its answers leave something to explain. */
export const recentLogs = defineCollector<'recentLogs', 'probe'>({
  source: 'live',
  needs: ['probe'],
  permissions: ['logs:FilterLogEvents'],
  async collect({ probe }, world) {
    const { id, region, qualifier } = probe.endpoint;
    if (id === undefined) return {};
    // The table of symptoms comes with it, which no run loads that asks nobody.
    const { isExplainedByLog, recentLogOf } = await import('../domain/probe/recent-log.ts');
    if (!isExplainedByLog(probe)) return {};
    const group = groupOfEndpoint(id, qualifier);
    const from = probe.began - BEFORE_MS;
    const events = await allOf(
      awsOf(world),
      { service: 'logs', operation: 'FilterLogEvents', input: { logGroupName: group, startTime: from }, region },
      { member: 'events', token: 'nextToken' },
    );
    return {
      log: events.kind === 'there' ? { kind: 'there', value: recentLogOf(group, from, events.value) } : events,
    };
  },
});
