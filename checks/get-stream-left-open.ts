import { deployedServers } from '../src/domain/server/deployed.ts';
import { closedStreamFix } from '../src/domain/javascript/javascript-stream-fix.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Peculiarity } from '../src/model/server.ts';

export default defineCheck({
  id: 'get-stream-left-open',
  title: 'GET /mcp opens a stream that never ends',
  severity: 'note',
  why: 'A stateless transport has nothing to send outside of its answers, yet it keeps the stream of a GET open; the session that asked for it stays busy, and counts as used, until the client leaves.',
  remedy: 'Give the transport POST requests only, and answer GET and DELETE with 405 and `Allow: POST`.',
  references: [
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#listening-for-messages-from-the-server',
  ],
  fix: 'review',
  needs: ['servers'],

  *subjects({ servers }) {
    for (const { library, launches, peculiarities } of deployedServers(servers)) {
      if (!library.startsWith('@modelcontextprotocol/') || launches.every(({ how }) => how !== 'listen')) continue;
      yield peculiarities.find(({ check }) => check === 'get-stream-left-open');
    }
  },

  judge(route: Peculiarity | undefined) {
    const fix = route && closedStreamFix(route);
    return (
      route && {
        message: `\`${route.saw}\` hands GET requests to a stateless transport, which keeps them open.`,
        at: route.at,
        ...(fix === undefined ? {} : { fix }),
      }
    );
  },
});
