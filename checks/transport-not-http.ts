import { CONTRACT, speaksMcp } from '../src/domain/server/contract.ts';
import { deployedServers, unsureServers } from '../src/domain/server/deployed.ts';
import { settingFix, startFix } from '../src/domain/server/setting-fix.ts';
import { placeOf } from '../src/domain/server/setting-place.ts';
import { listing } from '../src/domain/words.ts';
import { defineCheck, type Finding, type Unclear } from '../src/model/check.ts';
import type { Launch, Server } from '../src/model/server.ts';

type Subject =
  /** A server and one way of starting it; without one, nothing starts it. */
  | { readonly server: Server; readonly launch?: Launch }
  /** Servers of which one is deployed, and nothing tells which. */
  | { readonly rivals: readonly Server[] }
  | Unclear;

export default defineCheck({
  id: 'transport-not-http',
  title: 'The server does not serve streamable HTTP',
  severity: 'error',
  why: 'AgentCore speaks streamable HTTP to `POST /mcp`: over stdio the process ends at once, because a container has no input, and SSE serves other paths.',
  remedy: 'Serve streamable HTTP.',
  references: [CONTRACT],
  fix: 'review',
  needs: ['servers'],

  *subjects({ servers }): Iterable<Subject> {
    for (const server of deployedServers(servers).filter(speaksMcp)) {
      const launches = server.launches.filter(({ reached }) => reached !== 'no');
      if (launches.length === 0) yield { server };
      for (const launch of launches) yield { server, launch };
    }
    for (const rivals of unsureServers(servers)) yield { rivals };
    for (const { at, saw } of servers.unclear) yield { unclear: `${saw}, so what it starts cannot be told.`, at };
  },

  judge(subject) {
    if ('unclear' in subject) return subject;
    if ('rivals' in subject) return judgeRivals(subject.rivals);
    const { server, launch } = subject;
    return launch === undefined ? judgeIdle(server) : judgeLaunch(server, launch);
  },
});

/** So many servers are named in one sentence. */
const MOST = 5;

/** Not one of these servers was judged: that must not look like health. */
function judgeRivals(rivals: readonly Server[]): Unclear | undefined {
  const [first] = rivals;
  if (first === undefined) return undefined;
  const paths = [...new Set(rivals.map(({ path }) => `\`${path}\``))];
  const some = paths.length > MOST ? [...paths.slice(0, MOST), `${paths.length - MOST} more`] : paths;
  return {
    unclear: `Which server AgentCore starts cannot be told, so none of these is judged: ${listing(some)}.`,
    at: first.construction.at,
  };
}

function judgeIdle(server: Server): Finding | Unclear {
  if (server.handedOver === true)
    return {
      unclear: `\`${server.variable ?? server.className}\` is handed to code that cannot be followed, which may start it.`,
      at: server.construction.at,
    };
  const remedy = placeOf('transport', server);
  const fix = startFix(server);
  const related = server.launches.map(({ at }) => ({ ...at, label: 'never reached' }));
  return {
    message: `Nothing starts \`${server.variable ?? server.className}\`.`,
    at: server.construction.at,
    remedy,
    related,
    ...(fix === undefined ? {} : { fix }),
  };
}

function judgeLaunch(server: Server, launch: Launch): Finding | Unclear | undefined {
  const { transport, reached, at } = launch;
  if (transport.kind === 'unclear') return { unclear: `The transport is ${transport.saw}.`, at: transport.at };
  if (!['stdio', 'sse'].includes(transport.value)) return undefined;
  // One of several branches, and nothing tells which is taken: the other one may well serve HTTP.
  if (reached === 'unclear' && server.launches.length > 1)
    return { unclear: `The server speaks \`${transport.value}\` in a branch that may be taken.`, at };
  if (transport.kind === 'set' && transport.unless !== undefined) {
    return { unclear: `The transport is \`${transport.value}\` ${transport.unless}.`, at: transport.at };
  }
  const source =
    transport.kind === 'default' ? `: ${transport.because}` : transport.via === undefined ? '' : ` (${transport.via})`;
  const fix = settingFix('transport', { server, launch });
  return {
    message: `The server speaks \`${transport.value}\`${source}.`,
    at: transport.at,
    remedy: placeOf('transport', server),
    ...(fix === undefined ? {} : { fix }),
  };
}
