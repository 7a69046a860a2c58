import { deployedServers } from '../src/domain/server/deployed.ts';
import { behavesAs, behaviours } from '../src/domain/javascript/javascript-sdks.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Peculiarity, Server } from '../src/model/server.ts';

/** A server on the TypeScript SDKs, and what its requests share, if anything. */
interface Subject {
  readonly server: Server;
  readonly shared?: Peculiarity;
}

export default defineCheck({
  id: 'transport-reused',
  title: 'Requests share one transport or one server',
  severity: 'error',
  why: 'Since 1.26.0 the TypeScript SDK answers one request per stateless transport and takes one transport per server: the first request works, the next ones get 500.',
  remedy: 'Make a new server and a new transport for each request, in the handler.',
  references: [
    'https://github.com/modelcontextprotocol/typescript-sdk/releases/tag/v1.26.0',
    'https://github.com/modelcontextprotocol/typescript-sdk/blob/v1.x/src/examples/server/simpleStatelessStreamableHttp.ts',
  ],
  fix: 'review',
  needs: ['servers'],

  *subjects({ servers }): Iterable<Subject> {
    for (const server of deployedServers(servers)) {
      if (!server.library.startsWith('@modelcontextprotocol/')) continue;
      const shared = server.peculiarities.find(({ check }) => check === 'transport-reused');
      yield shared === undefined ? { server } : { server, shared };
    }
  },

  judge({ server, shared }) {
    const reached = server.launches.some((launch) => launch.reached !== 'no' && launch.how === 'listen');
    if (shared === undefined || !reached) return undefined;
    const refuses =
      server.library === '@modelcontextprotocol/server' || behavesAs(behaviours.transportReuse, server.version);
    if (refuses === undefined)
      return {
        unclear: `${WORDS[shared.saw] ?? WORDS['server']}, which fails since 1.26.0 of the SDK, and the version is not known.`,
        at: shared.at,
      };
    if (!refuses) return undefined;
    const { at, related = [], edits } = shared;
    const fix =
      edits === undefined ? {} : { fix: { title: TITLES[shared.saw] ?? SERVER, safety: 'review', edits } as const };
    if (shared.saw === 'server, closed') {
      return {
        message: 'One server is connected to a new transport by every request, so two requests at the same time fail.',
        at,
        related,
        severity: 'warning',
        ...fix,
      };
    }
    return {
      message: `${WORDS[shared.saw] ?? WORDS['server']}, so every request after the first gets 500.`,
      at,
      related,
      ...fix,
    };
  },
});

const SERVER = 'Make a new server for each request';
const TITLES: Readonly<Record<string, string>> = {
  transport: 'Make a new server and a new transport for each request',
};

const WORDS: Readonly<Record<string, string>> = {
  transport: 'One stateless transport serves all requests',
  server: 'One server is connected to a new transport by every request',
};
