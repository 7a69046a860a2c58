import { generateKeyPairSync } from 'node:crypto';
import { statSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../src/model/json.ts';
import { readToken } from '../src/domain/token/read-token.ts';
import type { Issuer, TokenWish } from '../src/rehearse/door/issuer.ts';
import { openDoor, type OpenDoor } from '../src/rehearse/door/serve.ts';
import { folderWith, run } from './support/run.ts';

const ARN = 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/tides-Ab12Cd34Ef';
const CLIENT = '1h57kf5cpq17m0eml12abcdef';

let door: OpenDoor;
let issuer: Issuer;
beforeAll(async () => {
  const rules = { discoveryUrl: 'https://replaced.example/.well-known/openid-configuration' };
  door = await openDoor({
    config: { arn: ARN, allowedHeaders: [], rules },
    server: 'http://127.0.0.1:9',
    port: 0,
    issuer: true,
  });
  if (door.issuer === undefined) throw new Error('no issuer');
  issuer = door.issuer;
});
afterAll(() => door.close());

const access: TokenWish = { kind: 'access', clientId: CLIENT };
const id: TokenWish = { kind: 'id', clientId: CLIENT };

/** What the program says about a token, held against rules that the call names. */
async function explained(
  token: string,
  rules: readonly string[],
  format = 'json',
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const argv = ['token', '--discovery-url', issuer.discoveryUrl, ...rules, '--format', format];
  const ended = await run(argv, { BEARER_TOKEN: token });
  expectNothingOf(token, ended.out + ended.err);
  return ended;
}

function expectNothingOf(token: string, text: string): void {
  // Of an unsigned token there is no signature that could be shown.
  const signature = token.split('.').at(-1) || token;
  expect(text).not.toContain(token);
  expect(text).not.toContain(signature);
}

/** The conditions that do not hold, by what they are about. */
function failing(out: string): readonly string[] {
  return JSON.parse(out).authorizers.flatMap(
    ({ conditions }: { conditions: readonly { verdict: string; subject: string }[] }) =>
      conditions.filter(({ verdict }) => verdict !== 'pass').map(({ subject, verdict }) => `${verdict} ${subject}`),
  );
}

/** The checks that speak. */
function speaking(out: string): readonly string[] {
  return JSON.parse(out).authorizers.flatMap(({ conditions }: { conditions: readonly { check: string | null }[] }) =>
    conditions.flatMap(({ check }) => check ?? []),
  );
}

const clients = ['--allowed-clients', CLIENT];
const audience = ['--allowed-audience', CLIENT];

describe('token, about tokens of an issuer that answers', () => {
  it('lets a fresh access token in where its client is listed', async () => {
    const { code, out } = await explained(await issuer.token(access), clients);
    expect(failing(out)).toEqual([]);
    expect(code).toBe(0);
  });

  it('says of an ID token that its kind is wrong, once, with the access token as the first cure', async () => {
    const { code, out } = await explained(await issuer.token(id), [...clients, '--allowed-scopes', 'tides/read']);
    expect(failing(out)).toEqual(['fail client_id', 'fail scope']);
    expect(speaking(out)).toEqual(['token-wrong-kind']);
    const [{ cures, answer }] = JSON.parse(out).authorizers;
    const ways = cures.map((cure: string) => /access token|allowedAudience|Trigger|trigger/.exec(cure)?.[0]);
    expect(ways).toEqual(['access token', 'allowedAudience', 'trigger']);
    expect(answer).toContain("Claim 'client_id' value mismatch");
    expect(code).toBe(1);
  });

  it('tells a signature that was changed, a key of somebody else, and another issuer', async () => {
    const token = await issuer.token(access);
    const [header = '', claims = '', signature = ''] = token.split('.');
    const changed = `${header}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    expect(failing((await explained(changed, clients)).out)).toEqual(['fail signature']);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const sign = (iss: string, kid: string): Promise<string> =>
      new SignJWT({ client_id: CLIENT, token_use: 'access' })
        .setProtectedHeader({ alg: 'RS256', kid })
        .setIssuer(iss)
        .setExpirationTime('1h')
        .sign(privateKey);
    expect(failing((await explained(await sign(issuer.url, 'other'), clients)).out)).toEqual(['fail signature']);
    const foreign = await explained(await sign('https://login.ebbs.example', 'other'), clients);
    expect(speaking(foreign.out)).toEqual(['token-issuer-mismatch']);
  });

  it('refuses what proves nothing: no algorithm, or a shared secret', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: issuer.url, client_id: CLIENT, exp: Math.floor(Date.now() / 1000) + 600 };
    const none = `${part({ alg: 'none' })}.${part(claims)}.`;
    expect(speaking((await explained(none, clients)).out)).toEqual(['token-signature-invalid']);
    const shared = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('a secret of thirty-two characters'));
    expect(speaking((await explained(shared, clients)).out)).toEqual(['token-signature-invalid']);
  });

  it('says how long ago a token expired', async () => {
    const { out } = await explained(await issuer.token({ ...access, expiresIn: -725 }), clients, 'human');
    expect(out).toMatch(/^Cognito's access token of a user, from `BEARER_TOKEN`$/m);
    expect(out).toMatch(/FAIL exp +The token expired 12 minutes ago\./);
    expect(out).toMatch(/1\. Get a fresh token/);
  });

  it('says without the network what can be said, and that it cannot tell the rest', async () => {
    const token = await issuer.token(access);
    const { code, out } = await run(['token', '--offline', ...clients, '--format', 'json'], { BEARER_TOKEN: token });
    expect(failing(out)).toEqual(['unknown iss', 'unknown signature']);
    expect(code).toBe(3);
  });

  it('prints nothing of a token that a terminal would act upon', async () => {
    const hostile = '\u001B[2J\u001B]0;tides\u0007\u202Eebbs\nThe authorizer lets it in.';
    const token = await issuer.token({ ...access, claims: { client_id: hostile, scope: hostile, aud: [hostile] } });
    const { out } = await explained(token, clients, 'human');
    expect(out).toContain('\uFFFD[2J');
    for (const one of ['\u001B', '\u0007', '\u202E', '\nThe authorizer lets']) expect(out).not.toContain(one);
  });

  it('holds a token against the authorizer of the project', async () => {
    const manifest = readFileSync('fixtures/checks/token-wrong-kind/passes/project/.bedrock_agentcore.yaml', 'utf8');
    const root = folderWith({ '.bedrock_agentcore.yaml': manifest });
    const { code, out } = await run(['token', root, '--offline'], { BEARER_TOKEN: await issuer.token(id) });
    expect(out).toContain('The authorizer of `tides` refuses it. The token is an ID token');
    expect(code).toBe(1);
  });
});

describe('token, about where a token comes from', () => {
  it('takes it from a file, from the environment, or piped in', async () => {
    const token = await issuer.token(access);
    const root = folderWith({ 'token.txt': `${token}\n` });
    const argv = ['token', '--offline', ...clients];
    const fromFile = await run([...argv, '--token-file', join(root, 'token.txt')]);
    expect(fromFile.out).toContain('token.txt`');
    expect((await run(argv, { BEARER_TOKEN: token })).out).toContain('from `BEARER_TOKEN`');
    expect((await run(argv, {}, `${token}\n`)).out).toContain('from standard input');
    const none = await run(argv);
    expect(none.code).toBe(2);
    expect(none.err).toContain('No token was given.');
  });

  it.each([
    ['token'],
    ['token', '--token-file'],
    ['token', '--offline', '--'],
    ['doctor'],
    ['explain'],
    [],
    ['rehearse', '--url'],
    ['token', 'get', '--username'],
    ['token', '--bogus'],
  ])('refuses one that is an argument, and does not repeat it: %s %s %s', async (...words) => {
    const token = await issuer.token(access);
    for (const word of [token, `Bearer ${token}`, `--token=${token}`]) {
      const { code, out, err } = await run([...words, word]);
      expect(code).toBe(2);
      expect(err).toContain('A token was given as an argument');
      expectNothingOf(token, out + err);
      expect(out + err).not.toContain('eyJ');
    }
  });

  it.each([
    ['"%"', 'stands in quotes'],
    ['Bearer %', 'begins with `Bearer`'],
  ])('says what is around it: %s', async (around, words) => {
    const token = await issuer.token(access);
    const { code, out } = await explained(around.replace('%', token), clients);
    expect(code).toBe(1);
    expect(out).toContain(words);
    // The token inside is explained all the same, its signature included.
    expect(failing(out)).toEqual(['fail form']);
  });
});

describe('reading', () => {
  it('never fails, whatever the text is, and keeps no signature', () => {
    const part = fc.oneof(
      fc.base64String().map((text) => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
      fc
        .dictionary(
          fc.constantFrom(
            'alg',
            'kid',
            'typ',
            'enc',
            'iss',
            'aud',
            'exp',
            'scope',
            'client_id',
            'token_use',
            '__proto__',
          ),
          fc.jsonValue(),
        )
        .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
      fc.string({ unit: 'binary' }),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.')),
    );
    fc.assert(
      fc.property(text, (token) => {
        const { content } = readToken(token);
        expect(JSON.parse(JSON.stringify(content))).toEqual(content);
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps of a token what may be shown, and nothing of what it was told about the user', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ email: fc.emailAddress(), group: fc.uuid(), minutes: fc.integer({ min: -100, max: 100 }) }),
        async ({ email, group, minutes }) => {
          const claims: { readonly [name: string]: Json } = { email, 'cognito:groups': [group], sub: group };
          const token = await issuer.token({ ...id, expiresIn: minutes * 60, claims });
          const { out, err } = await run(['token', '--offline', ...clients, '--format', 'json'], {
            BEARER_TOKEN: token,
          });
          expectNothingOf(token, out + err);
          expect(out + err).not.toContain(email);
          expect(out + err).not.toContain(group);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('token matrix', () => {
  it.each([
    [clients, { access: 'let in', id: 'refused', m2m: 'let in' }, 0],
    [audience, { access: 'refused', id: 'let in', m2m: 'refused' }, 0],
    [[...clients, ...audience], { access: 'refused', id: 'refused', m2m: 'refused' }, 1],
    [
      ['--allowed-scopes', 'tides/read'],
      { access: 'let in', 'access by InitiateAuth': 'refused', id: 'refused', m2m: 'let in' },
      0,
    ],
  ] as const)('tells the kinds apart: %j', async (rules, verdicts, code) => {
    const ended = await run(['token', 'matrix', ...rules, '--format', 'json']);
    const [{ tokens }] = JSON.parse(ended.out).authorizers;
    const found = tokens.map(({ kind, verdict }: { kind: string; verdict: string }) => [kind, verdict]);
    expect(Object.fromEntries(found)).toEqual(verdicts);
    expect(ended.code).toBe(code);
  });
});

it('writes secrets for their owner only, also where a file is there already', async () => {
  const { writeSecret } = await import('../src/world/token/secret-file.ts');
  const path = join(folderWith({ 'token.txt': '' }), 'token.txt');
  writeFileSync(path, 'old and longer', { mode: 0o644 });
  writeSecret(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  // Windows has no such modes.
  expect(statSync(path).mode & 0o077).toBe(process.platform === 'win32' ? 0o066 : 0);
});
