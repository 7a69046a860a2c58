import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blotterFor } from '../../src/domain/probe/blotted.ts';
import type { Json } from '../../src/model/json.ts';

const secret = fc.stringMatching(/^[A-Za-z0-9_.~+/=-]{12,80}$/);

describe('what is kept of an exchange', () => {
  it('holds no secret that was sent, wherever an answer repeats it', () => {
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (own, before, after) => {
        const blot = blotterFor([own]);
        const text = `${before}${own}${after}`;
        const message: Json = { [text]: [{ said: text }, text] };
        const answer = blot.answer({
          kind: 'response',
          status: 400,
          headers: { 'x-echo': text, location: text, 'www-authenticate': text },
          body: text,
          message,
          firstByteMs: 1,
          totalMs: 1,
        });
        const kept = JSON.stringify([
          answer,
          blot.answer({ kind: 'none', because: 'other', detail: text, totalMs: 1 }),
          blot.headers({ 'x-any': text }),
        ]);
        expect(kept).not.toContain(own);
      }),
      { numRuns: 300 },
    );
  });

  it('holds no header that is a secret as a whole, and says where the metadata is', () => {
    const challenge =
      'Bearer resource_metadata="https://bedrock-agentcore.eu-west-1.amazonaws.com/x/.well-known/oauth-protected-resource"';
    const blot = blotterFor([]);
    expect(
      blot.headers({
        Authorization: 'Bearer abc',
        'Set-Cookie': 'a=b',
        'X-Amz-Security-Token': 'abc',
        'WWW-Authenticate': challenge,
        'Mcp-Session-Id': 's-1',
      }),
    ).toEqual({
      authorization: '(secret)',
      'set-cookie': '(secret)',
      'x-amz-security-token': '(secret)',
      'www-authenticate': challenge,
      'mcp-session-id': 's-1',
    });
  });

  it('leaves a message of AgentCore as it is', () => {
    const message: Json = {
      jsonrpc: '2.0',
      error: { code: -32_001, message: "Claim 'client_id' value mismatch with configuration." },
    };
    expect(blotterFor(['a-token-of-some-length']).json(message)).toEqual(message);
  });
});
