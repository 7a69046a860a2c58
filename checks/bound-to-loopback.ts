import { CONTRACT, isLoopback } from '../src/domain/server/contract.ts';
import { listing } from '../src/domain/words.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Listener } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'bound-to-loopback',
  title: 'The running server listens on the loopback address only',
  severity: 'error',
  why: 'The runtime contract asks for 0.0.0.0:8000; a server bound to loopback is not reachable from outside its container.',
  remedy: 'Bind the server to `0.0.0.0`.',
  references: [CONTRACT],
  fix: 'none',
  needs: ['rehearsal'],

  *subjects({ rehearsal: { url, listening = [] } }) {
    const port = Number(new URL(url).port || 80);
    const own = listening.filter((listener) => listener.port === port);
    if (own.length > 0) yield own;
  },

  judge(own: readonly Listener[]) {
    if (!own.every(({ address }) => isLoopback(address) || address.startsWith('127.'))) return undefined;
    const addresses = listing(own.map(({ address, port }) => `\`${address}:${port}\``));
    return {
      message: `The process listens on ${addresses} and nowhere else.`,
      at: { kind: 'exchange', name: 'ping', part: 'request' },
    };
  },
});
