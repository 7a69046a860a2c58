import type { Probe, ProbeExchange } from '../../model/probe.ts';
import { isAccepted } from '../rehearsal/answers.ts';
import { describeSaid } from './said.ts';
import { answerOf, LOOK } from './seen.ts';
import { cause } from './first-verdict.ts';
import { sortOf } from './sort.ts';
import type { Verdict } from './verdict.ts';

/** Why a handshake whose sender is let in comes to nothing. */
export function runtimeVerdict(probe: Probe, tried: ProbeExchange): Verdict | undefined {
  const { answer, name } = tried;
  const said = describeSaid(answer);
  const repeated = answerOf(probe, 'initialize-again');
  const again = repeated === undefined ? [] : [['initialize-again', 'the same once more'] as const];
  const sort = sortOf(answer);
  switch (sort) {
    case 'throttled':
      return cause('throttled', `AgentCore turns the call away: ${said}.`, name);
    case 'quota':
      return cause('throttled', `A quota of the account is used up: ${said}.`, name, { remedy: QUOTA });
    case 'busy':
      return cause('throttled', `The session is being set up or torn down: ${said}.`, name, {
        severity: 'warning',
        related: again,
        remedy: 'Send the request again after a moment; clients do not do so by themselves.',
      });
    case 'unstarted':
      return cause('runtime-fails-to-start', unstarted(probe, said), name, { related: again, ...portRemedy(said) });
    case 'gated':
      return cause('runtime-fails-to-start', `The runtime is not allowed to start: ${said}.`, name, {
        remedy: 'Turn on version 2 of the metadata service: `agentcore-doctor fix --cloud --review mmdsv2-required`.',
      });
    case 'health':
      return cause('health-check-fails', `The health check of the runtime fails: ${said}.`, name, { related: again });
    case 'accept':
      return cause('accept-refused', `A handshake that accepts both types of answer is answered with ${said}.`, name, {
        related: differing(probe, [
          ['accept-any', 'with `*/*`'],
          ['accept-json', 'with JSON alone'],
        ]),
      });
    case 'host':
      return cause('host-rejected', `The server takes the platform's \`Host\` for a foreign one: ${said}.`, name);
    case 'silent':
      return silent(probe, tried);
    case 'cut':
    case 'unreached':
      return {
        kind: 'open',
        check: 'runtime-fails-to-start',
        unclear: `The answer to the handshake breaks off (${said}), while the request without credentials was answered: whether the runtime or the way to it fails cannot be told.`,
        name,
      };
    case 'service':
      return {
        kind: 'open',
        check: 'runtime-fails-to-start',
        unclear: `The handshake is answered with ${said}, which AgentCore itself or the server may have said.`,
        name,
      };
    default:
      return refusedByServer(probe, tried);
  }
}

const QUOTA =
  'Let clients keep their sessions and stop those they are done with, lower `idleRuntimeSessionTimeout`, or ask for a larger quota.';

function unstarted({ endpoint }: Probe, said: string): string {
  if (endpoint.kind === 'server') return `The gateway in front of the server reaches none: ${said}.`;
  return `AgentCore reaches no running server in the runtime: ${said}.`;
}

/** Which status came tells where to look first. */
function portRemedy(said: string): { readonly remedy?: string } {
  if (/\(?502\)?/.test(said))
    return {
      remedy:
        'Nothing answers where the protocol of the runtime has its port: set `serverProtocol` to `MCP`, and serve `0.0.0.0:8000/mcp`.',
    };
  if (/^504|\(504\)/.test(said))
    return { remedy: 'Serve `0.0.0.0:8000/mcp`, build for ARM64, and look whether a request takes minutes.' };
  return {};
}

/** Requests that differ from the handshake in one thing, and are let in. */
function differing(probe: Probe, all: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return all
    .filter(([name]) => answerOf(probe, name) !== undefined)
    .map(([name, label]) => [
      name,
      isAccepted(answerOf(probe, name)) ? `${label} it is taken` : `${label} it is refused, too`,
    ]);
}

function silent(probe: Probe, { answer, name }: ProbeExchange): Verdict {
  const look = answerOf(probe, LOOK);
  const waited = answer.totalMs;
  if (probe.endpoint.kind === 'server' || look?.kind !== 'response')
    return cause('endpoint-unreachable', `The handshake is not answered within ${waited} ms.`, name);
  const unclear = `The handshake is not answered within ${waited} ms, while the request without credentials is after ${look.totalMs} ms: the runtime is starting still, or a request blocks it. A container may take 120 s.`;
  return { kind: 'open', check: 'runtime-fails-to-start', unclear, name };
}

function refusedByServer(probe: Probe, { answer, name }: ProbeExchange): Verdict {
  const said = describeSaid(answer);
  const others = [
    ['initialize-2025-11-25', 'with version 2025-11-25'],
    ['discover', 'with version 2026-07-28'],
  ] as const;
  // The version of 2026 has no sessions: where only that is served at this path, sessions are what the others fail by.
  if (sortOf(answer) === 'session' && isAccepted(answerOf(probe, 'discover')))
    return cause(
      'session-rotation-breaks',
      `The server keeps sessions and does not know the id that AgentCore puts into the handshake: \`initialize\` is answered with ${said}, and a request of version 2026-07-28, which has no sessions, as it has to be.`,
      name,
      { related: [['discover', 'without sessions']] },
    );
  const served = others.find(([other]) => isAccepted(answerOf(probe, other)));
  if (served !== undefined)
    return cause(
      'protocol-era-unsupported',
      `\`initialize\` of 2025-06-18 is answered with ${said}; ${served[1]} the server answers as it has to.`,
      name,
      { related: [served] },
    );
  const related = others.filter(([other]) => answerOf(probe, other) !== undefined);
  const sort = sortOf(answer);
  if (sort === 'error')
    return cause('mcp-error-in-200', `\`initialize\` is answered with an error inside of HTTP ${said}.`, name, {
      related,
    });
  const remedy = sort === 'session' ? { remedy: NO_SESSION } : {};
  return cause('handshake-fails', `\`initialize\` is answered with ${said}.`, name, { related, ...remedy });
}

const NO_SESSION =
  'The server has nothing at `/mcp`, or it keeps sessions and does not know the id that AgentCore puts into each request: serve `/mcp`, stateless. `agentcore-doctor rehearse` tells the two apart.';
