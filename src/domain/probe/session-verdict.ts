import type { Probe } from '../../model/probe.ts';
import { isAccepted, isServed } from '../rehearsal/answers.ts';
import { describeSaid } from './said.ts';
import { cause } from './first-verdict.ts';
import { answerOf, opened } from './seen.ts';
import { type Sort, sortOf } from './sort.ts';
import type { Cause, Open, Verdict } from './verdict.ts';

/** The list of tools with the id that the handshake returned, and then each time with the one that came last. */
export const LISTS = ['tools-list', 'tools-list-rotated-1', 'tools-list-rotated-2'] as const;

/** What happens after a handshake that went well. */
export function sessionVerdict(probe: Probe): Verdict | undefined {
  if (opened(probe) === undefined) return undefined;
  const name = LISTS.find((one) => answerOf(probe, one) !== undefined && !isServed(answerOf(probe, one)));
  if (name !== undefined) return listVerdict(probe, name);
  const health = answerOf(probe, 'ping');
  if (probe.endpoint.kind === 'runtime' && health !== undefined && isRefusal(sortOf(health)))
    return cause(
      'health-check-fails',
      `The server refuses \`ping\`, by which AgentCore sees whether it is well: ${describeSaid(health)}.`,
      'ping',
      { severity: 'warning', related: [['tools-list', 'the list of tools, which is served']] },
    );
  const failure = probe.client?.failure;
  if (failure === undefined) return undefined;
  const words = failure.message.replace(/\.$/, '');
  if (failure.step === 'initialize' && /already initialized/i.test(words))
    return cause(
      'transport-reused-live',
      `The server takes one handshake and refuses that of the official client: ${words}.`,
      'tools-list',
    );
  if (failure.step === 'initialize')
    return cause(
      'handshake-fails',
      `The official client does not get through its handshake, whose requests are answered one by one: ${words}.`,
      'tools-list',
    );
  return cause('mcp-error-in-200', `The official client fails at \`${failure.step}\`: ${words}.`, 'tools-list');
}

/** The server in the container says no by a status; an error inside of 200 is well enough for a health check. */
function isRefusal(sort: Sort): boolean {
  return sort === 'server' || sort === 'session' || sort === 'unstarted' || sort === 'health' || sort === 'host';
}

function listVerdict(probe: Probe, name: string): Cause | Open {
  const answer = answerOf(probe, name);
  const said = describeSaid(answer);
  const again = answerOf(probe, 'initialize-again');
  const sort = answer === undefined ? 'silent' : sortOf(answer);
  if (sort === 'silent' || sort === 'cut' || sort === 'unreached')
    return {
      kind: 'open',
      check: 'mcp-error-in-200',
      unclear: `\`initialize\` is answered and \`${name}\` is not (${said}): the server blocks, or the way to it fails.`,
      name,
    };
  const related = [
    ['initialize-again', 'the handshake once more'] as const,
    ['tools-list-alone', 'the same list without a session'] as const,
  ].filter(([other]) => answerOf(probe, other) !== undefined);
  if (sort === 'throttled' || sort === 'quota' || sort === 'busy')
    return cause('throttled', `AgentCore turns the call away: ${said}.`, name, { related });
  if (sort === 'health')
    return cause('health-check-fails', `The health check of the runtime fails after its first answer: ${said}.`, name, {
      related,
    });
  if (again !== undefined && !isAccepted(again))
    return cause(
      'transport-reused-live',
      `The server takes one handshake and no second one (${describeSaid(again)}); \`tools/list\` is answered with ${said}.`,
      name,
      { related },
    );
  if (isAboutSession(probe, name, sort))
    return cause(
      'session-rotation-breaks',
      `\`initialize\` is answered, and \`tools/list\` with the session that was returned is answered with ${said}.`,
      name,
      { related },
    );
  return cause('mcp-error-in-200', `\`initialize\` is answered, and \`tools/list\` is not: ${said}.`, name, {
    related,
  });
}

/** A refusal that speaks of the session, or one that ends where the session is left out or has not changed yet. */
function isAboutSession(probe: Probe, name: string, sort: string): boolean {
  if (sort === 'session' || sort === 'missing') return true;
  const isNo = sort === 'server' || sort === 'error';
  return isNo && (isServed(answerOf(probe, 'tools-list-alone')) || name !== LISTS[0]);
}
