import { describe, expect, it } from 'vitest';
import { deployed, endpointAt, serverOf, told } from './deployed.ts';

// Real servers with one fault each: behind the front door, as clients see them, and asked directly.

/** The fixture, what is found behind the door, and what the sentence says. */
const BEHIND: readonly (readonly [string, string, RegExp])[] = [
  [
    'session-rotation-breaks',
    'session-rotation-breaks',
    /`tools\/list` with the session that was returned is answered with .*404/,
  ],
  ['transport-reused-live', 'transport-reused-live', /takes one handshake and no second one/],
  ['host-rejected', 'host-rejected', /421/],
  ['path-redirects', 'path-redirects', /redirect/],
  ['accept-rejected', 'accept-refused', /406/],
  ['protocol-era-unsupported', 'protocol-era-unsupported', /with version 2026-07-28 the server answers as it has to/],
  ['handshake-fails', 'handshake-fails', /Received error \(401\)/],
  ['session-id-rejected', 'handshake-fails', /Received error \(404\)/],
  ['stateless-list-rejected', 'session-rotation-breaks', /400/],
  ['ping-rejected', 'health-check-fails', /refuses `ping`/],
];

describe('behind the front door', () => {
  it.each(BEHIND)('the server of %s is found by %s', async (fixture, check, message) => {
    const { endpoint, token } = await deployed(await serverOf(`fixtures/checks/${fixture}/fails/project/server.mjs`));
    const { failed, says, probed } = await told({ endpoint, token: await token() });
    expect({ failed, says }).toEqual({ failed: [check], says: expect.stringMatching(message) });
    // A client may get on with a server that AgentCore holds for dead.
    expect(probed.isHealthy).toBe(false);
  });

  it.each(['tool-name-too-long', 'body-limit-low', 'blocked-while-tool-runs', 'ended-by-request'])(
    'the server of %s, whose fault shows in other ways, is found to answer',
    async (fixture) => {
      const { endpoint, token } = await deployed(await serverOf(`fixtures/checks/${fixture}/fails/project/server.mjs`));
      const { probed, failed } = await told({ endpoint, token: await token() });
      expect(failed).toEqual(fixture === 'tool-name-too-long' ? [fixture] : []);
      expect(probed.isHealthy).toBe(true);
    },
  );
});

describe('asked directly', () => {
  it.each([
    ['path-redirects', 'path-redirects', /a redirect to `\/mcp\/`/],
    ['accept-rejected', 'accept-refused', /406/],
    ['protocol-era-unsupported', 'protocol-era-unsupported', /-32022/],
    ['handshake-fails', 'handshake-fails', /401/],
  ])('the server of %s is found by %s', async (fixture, check, message) => {
    const url = await serverOf(`fixtures/checks/${fixture}/fails/project/server.mjs`);
    const { failed, says } = await told({ endpoint: endpointAt(url) });
    expect({ failed, says }).toEqual({ failed: [check], says: expect.stringMatching(message) });
  });
});
