import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issuerFor, judgeToken, type TokenVerdict } from '../src/domain/token/judge.ts';
import { judgedAuthorizers } from '../src/domain/token/authorizers.ts';
import { tokenMatrixOf } from '../src/domain/token/matrix.ts';
import { collect } from '../src/engine/collect.ts';
import { collectors } from '../src/facts/index.ts';
import type { ClaimRule, JwtRules } from '../src/model/door.ts';
import type { Manifests } from '../src/model/manifest.ts';
import type { Json } from '../src/model/json.ts';
import { type Judgement, judgeBearer } from '../src/rehearse/door/bearer.ts';
import type { Issuer, TokenKind } from '../src/rehearse/door/issuer.ts';
import { openDoor, type OpenDoor } from '../src/rehearse/door/serve.ts';
import { tokenMatrix } from '../src/rehearse/door/tokens.ts';
import { openWorld } from '../src/world/index.ts';
import { verifySignature } from '../src/world/token/signature.ts';

// Two judges that share no code: the front door of a rehearsal, and what `token` says. Where the second one cannot tell,
// the first one assumes something; everywhere else they have to agree.

const NO_MANIFESTS: Manifests = { files: [], secrets: [] };
const ARN = 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/tides-Ab12Cd34Ef';

let door: OpenDoor;
let issuer: Issuer;
let foreign: KeyObject;
beforeAll(async () => {
  const rules = { discoveryUrl: 'https://replaced.example/.well-known/openid-configuration' };
  const config = { arn: ARN, allowedHeaders: [], rules };
  door = await openDoor({ config, server: 'http://127.0.0.1:9', port: 0, issuer: true });
  if (door.issuer === undefined) throw new Error('no issuer');
  issuer = door.issuer;
  foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
});
afterAll(() => door.close());

async function fetchJson(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

/** What the doctor says: facts collected over real HTTP, and judged. */
async function verdictOf(text: string, rules: JwtRules): Promise<TokenVerdict> {
  const against = { rules, from: 'the test' };
  const token = {
    from: 'the test',
    now: Math.floor(Date.now() / 1000),
    against,
    text: () => text,
    verify: (jwks: string) => verifySignature(text, jwks),
  };
  const before = {
    manifests: { ok: true, value: NO_MANIFESTS },
    runtimes: { ok: true, value: { runtimes: [] } },
  } as const;
  const sheet = await collect(['token', 'issuers'], collectors, openWorld({ root: '.', token }), before);
  if (sheet.token?.ok !== true || sheet.issuers?.ok !== true) throw new Error(JSON.stringify(sheet));
  const [authorizer] = judgedAuthorizers(against, NO_MANIFESTS, { runtimes: [] });
  if (authorizer === undefined) throw new Error('no authorizer');
  return judgeToken(sheet.token.value, authorizer, issuerFor(authorizer, sheet.issuers.value));
}

const names = fc.constantFrom('tides', 'ebbs', 'moon');
const some = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.uniqueArray(names, { minLength: 1, maxLength: 3 }) },
);
const claimRules: fc.Arbitrary<ClaimRule> = fc.record({
  name: fc.constantFrom('group', 'groups', 'level'),
  operator: fc.constantFrom('EQUALS', 'CONTAINS', 'CONTAINS_ANY'),
  values: fc.uniqueArray(names, { minLength: 1, maxLength: 2 }),
});

const rulesArbitrary = fc
  .record({
    allowedClients: some,
    allowedAudience: some,
    allowedScopes: some,
    customClaims: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.array(claimRules, { minLength: 1, maxLength: 2 }) },
    ),
  })
  .map((members) => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)));

type Harm = 'none' | 'cut' | 'changed' | 'other key' | 'unsigned' | 'other issuer' | 'sealed' | 'opaque';

interface Made {
  readonly kind: TokenKind | 'bare';
  readonly client: string;
  readonly scope: string | undefined;
  readonly more: { readonly [name: string]: Json };
  readonly seconds: number;
  readonly harm: Harm;
}

const either = <T extends Json>(one: fc.Arbitrary<T>): fc.Arbitrary<Json | undefined> =>
  fc.option(
    fc.oneof(
      { weight: 6, arbitrary: one },
      { weight: 1, arbitrary: fc.constantFrom<Json>(7, true, null, { a: 1 }, []) },
    ),
    { nil: undefined, freq: 2 },
  );

const tokens: fc.Arbitrary<Made> = fc.record({
  kind: fc.constantFrom<TokenKind | 'bare'>('access', 'id', 'm2m', 'bare'),
  client: names,
  scope: fc.option(
    fc.uniqueArray(names, { maxLength: 3 }).map((list) => list.join(' ')),
    { nil: undefined },
  ),
  more: fc
    .record({
      aud: either(fc.oneof(names, fc.array(names, { maxLength: 2 }))),
      client_id: either(names),
      scp: either(fc.oneof(names, fc.array(names, { maxLength: 2 }))),
      group: either(names),
      groups: either(fc.array(names, { maxLength: 3 })),
      level: either(names),
    })
    // Most tokens are those of Cognito as it gives them.
    .chain((all) => fc.subarray(Object.entries(all).filter(([, value]) => value !== undefined)))
    // Members that are undefined are gone.
    .map((entries) => Object.fromEntries(entries) as { readonly [name: string]: Json }),
  seconds: fc.constantFrom(3600, 3600, 3600, 3600, 3600, 90, -90, -7200),
  harm: fc.oneof(
    { weight: 8, arbitrary: fc.constant<Harm>('none') },
    {
      weight: 3,
      arbitrary: fc.constantFrom<Harm>('cut', 'changed', 'other key', 'unsigned', 'other issuer', 'sealed', 'opaque'),
    },
  ),
});

async function textOf({ kind, client, scope, more, seconds, harm }: Made): Promise<string> {
  const wish = {
    kind: kind === 'bare' ? 'm2m' : kind,
    clientId: client,
    scope,
    expiresIn: seconds,
    claims: more,
  } as const;
  const token = await issuer.token(wish);
  const [header = '', claims = '', signature = ''] = token.split('.');
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const own = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
  switch (harm) {
    case 'none':
      return token;
    case 'cut':
      return `${header}.${claims}`;
    case 'changed':
      return `${header}.${part({ ...own, client_id: 'tides', aud: 'tides', scope: 'tides' })}.${signature}`;
    case 'other key':
    case 'other issuer': {
      const kid = harm === 'other key' ? JSON.parse(Buffer.from(header, 'base64url').toString('utf8')).kid : 'another';
      const iss = harm === 'other key' ? issuer.url : 'https://login.ebbs.example';
      return new SignJWT({ ...own, iss }).setProtectedHeader({ alg: 'RS256', kid }).sign(foreign);
    }
    case 'unsigned':
      return `${part({ alg: 'none' })}.${claims}.`;
    case 'sealed':
      return [part({ alg: 'RSA-OAEP', enc: 'A256GCM', cty: 'JWT' }), 'aa', 'bb', 'cc', 'dd'].join('.');
    case 'opaque':
      return Buffer.from(signature).toString('base64url').slice(0, 40);
  }
}

/** The claim that the door names, where it names one. */
function subjectOf(judgement: Judgement): string | undefined {
  if (judgement.ok) return undefined;
  return judgement.name === 'token-expired' ? 'exp' : /^Claim '([^']+)'/.exec(judgement.message)?.[1];
}

describe('the doctor and the front door', { timeout: 180_000 }, () => {
  it('agree on random tokens and authorizers, wherever the doctor can tell', async () => {
    const seen = { 'let in': 0, refused: 0, 'cannot be told': 0 };
    await fc.assert(
      fc.asyncProperty(tokens, rulesArbitrary, async (made, members) => {
        const rules: JwtRules = { discoveryUrl: issuer.discoveryUrl, ...members };
        const text = await textOf(made);
        const [judgement, own] = await Promise.all([judgeBearer(text, rules, fetchJson), verdictOf(text, rules)]);
        seen[own.verdict] += 1;
        const played = judgement.ok ? 'let in' : 'refused';
        expect([played, 'cannot be told']).toContain(own.verdict);
        // What the door finds first is among what the doctor finds, or cannot tell.
        const doubted = own.conditions.filter(({ verdict }) => verdict !== 'pass').map(({ subject }) => subject);
        expect([...doubted, undefined]).toContain(subjectOf(judgement));
        expect(JSON.stringify(own)).not.toContain(text);
      }),
      { numRuns: 600 },
    );
    // An agreement on nothing but doubts, or on refusals alone, is none.
    expect(seen['let in']).toBeGreaterThan(60);
    expect(seen.refused).toBeGreaterThan(150);
    expect(seen['cannot be told']).toBeLessThan(60);
  });

  it('agree on the matrix of many authorizers', async () => {
    const rows = fc.record({ allowedClients: some, allowedAudience: some, allowedScopes: some });
    await fc.assert(
      fc.asyncProperty(rows, async (members) => {
        const set = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
        const rules: JwtRules = { discoveryUrl: 'https://replaced.example/.well-known/openid-configuration', ...set };
        const played = await tokenMatrix({ arn: ARN, rules, allowedHeaders: [] });
        const [authorizer] = judgedAuthorizers({ rules, from: 'the test' }, NO_MANIFESTS, { runtimes: [] });
        if (authorizer === undefined) throw new Error('no authorizer');
        const opens = new Map<string, boolean>(played.map((row) => [row.kind, row.opens]));
        for (const { kind, verdict } of tokenMatrixOf(authorizer).filter((row) => opens.has(row.kind)))
          expect([kind, verdict]).toEqual([kind, opens.get(kind) === true ? 'let in' : 'refused']);
      }),
      { numRuns: 15 },
    );
  });
});
