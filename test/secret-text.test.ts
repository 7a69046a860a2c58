import { describe, expect, it } from 'vitest';
import { withoutSecrets } from '../src/domain/secret/secret-free.ts';
import { starred, withoutSecretText } from '../src/domain/secret/secret-text.ts';

const TOKEN = ['eyJhbGciOiJSUzI1NiJ9', 'eyJzdWIiOiJ0aWRlcyJ9', 'c2lnbmF0dXJlLW9mLXRpZGVz'].join('.');
const KEY = ['AK', 'IATIDES012345678AB'].join('');

describe('a text', () => {
  it.each([
    [`Authorization: Bearer ${TOKEN}`, 'Authorization: Bearer (secret)'],
    [`headers={"Authorization": "Bearer ${TOKEN}"}`, 'headers={"Authorization": "Bearer (secret)"}'],
    ['authorization: Basic dGlkZXM6aGlnaC13YXRlcg==', 'authorization: Basic (secret)'],
    [`export AWS_ACCESS_KEY_ID=${KEY}`, 'export AWS_ACCESS_KEY_ID=(secret)'],
    [`"client_secret": "tides0123456789abcdef",`, '"client_secret": "(secret)",'],
    [`os.environ["DB_PASSWORD"] = "high-water"`, 'os.environ["DB_PASSWORD"] = "(secret)"'],
    ['mysql --password high-water --host db', 'mysql --password (secret) --host db'],
    ['- { name: DB_PASSWORD, value: high-water }', '- { name: DB_PASSWORD, value: (secret) }'],
    ['postgres://tides:high-water@db.example/weather', 'postgres://tides:(secret)@db.example/weather'],
    [`https://x.example/?X-Amz-Signature=${'0a'.repeat(32)}&x=1`, 'https://x.example/?X-Amz-Signature=(secret)&x=1'],
    ['Set-Cookie: session=0123456789abcdef; Path=/', 'Set-Cookie: session=(secret); Path=/'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nrest', '(secret)\nrest'],
  ])('loses its secret, and nothing else: %s', (text, safe) => {
    expect(withoutSecretText(text)).toBe(safe);
  });

  it.each([
    'Authorization: Bearer ${token}',
    'headers = {"Authorization": f"Bearer {access_token}"}',
    'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
    'client_secret = os.environ["CLIENT_SECRET"]',
    'password: "{{resolve:secretsmanager:db}}"',
    'token_endpoint = "https://tides.auth.eu-west-1.amazoncognito.com/oauth2/token"',
    'WWW-Authenticate: Bearer resource_metadata="https://x.example/.well-known/oauth-protected-resource"',
    'The token is an ID token, and the authorizer lists `allowedClients`: it carries no `client_id`.',
    'key: value',
    'http://127.0.0.1:8000/mcp',
  ])('that holds none stays as it is: %s', (text) => {
    expect(withoutSecretText(text)).toBe(text);
    expect(starred(text)).toBe(text);
  });

  it('keeps its columns as a line of source', () => {
    const line = 'ENV DB_PASSWORD=high-water PORT=8000';
    expect(starred(line)).toBe('ENV DB_PASSWORD=********** PORT=8000');
    expect(starred(starred(line))).toBe(starred(line));
  });

  it.each([
    'a',
    'key',
    'secret_',
    'token="',
    'bearer ',
    '://a',
    'eyJ',
    'name="',
    '--',
    '-----BEGIN PRIVATE KEY-----',
    '=:',
  ])('of 300 kB is gone through in no time, whatever it repeats: %s', (part) => {
    const began = performance.now();
    withoutSecretText(part.repeat(300_000 / part.length));
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe('a value', () => {
  const at = {
    kind: 'file',
    path: 'Dockerfile',
    range: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
  };

  it('keeps what is no secret, and of a variable which kind of secret it was', () => {
    const variable = (name: string, value: string) => ({ name, value, at, from: '`ENV` in Dockerfile' });
    expect(withoutSecrets([variable('PORT', '8000'), variable('DB_PASSWORD', 'high-water')], [])).toEqual([
      variable('PORT', '8000'),
      { name: 'DB_PASSWORD', at, from: '`ENV` in Dockerfile', secret: 'a password' },
    ]);
  });

  it('loses headers, and what stands under the name of a secret, in an object and in a document', () => {
    const scalar = (text: string) => ({ kind: 'scalar', text, type: 'string', quoted: false, at });
    const given = {
      headers: { authorization: 'x', cookie: 'y', accept: 'application/json' },
      body: { client_secret: 'tides0123456789abcdef', client_id: 'tides' },
      tree: {
        kind: 'map',
        entries: [{ key: 'DB_PASSWORD', keyAt: at, value: scalar('high-water'), at }],
        at,
      },
      pair: {
        kind: 'map',
        entries: [
          { key: 'Name', keyAt: at, value: scalar('DB_PASSWORD'), at },
          { key: 'Value', keyAt: at, value: scalar('high-water'), at },
        ],
        at,
      },
    };
    const free = withoutSecrets(given, []);
    expect(JSON.stringify(free)).not.toMatch(/high-water|tides0123/);
    expect(free.headers).toEqual({ authorization: '(secret)', cookie: '(secret)', accept: 'application/json' });
    expect(free.body.client_id).toBe('tides');
    expect(free.pair.entries[0]).toEqual(given.pair.entries[0]);
  });

  it('loses the secrets that are known, wherever they stand, and stays one where it was one', () => {
    const part = { text: 'it said: high-water' };
    const free = withoutSecrets({ one: part, other: part }, ['high-water']);
    expect(free.one.text).toBe('it said: (secret)');
    expect(free.other).toBe(free.one);
  });
});
