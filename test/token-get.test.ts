import { statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
  type CreateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIssuer } from '../src/rehearse/door/issuer.ts';
import { run as runBuilt } from './account/look.ts';
import { clientFor, environmentFor, REGION } from './emulators/aws.ts';
import { emulator } from './emulators/emulators.ts';
import { openRefusingProxy, type RefusingProxy } from './stand-ins/refusing-proxy/proxy.ts';
import { folderWith, run } from './support/run.ts';

const PASSWORD = 'Hunter2-of-the-tides!';
const Username = 'tester';

// A call that nobody signs names neither account nor region, and ministack finds no client without them.
describe('token get, of a user', () => {
  const open: RefusingProxy[] = [];
  afterAll(async () => {
    for (const proxy of open) await proxy.close();
  });

  interface Pool {
    readonly proxy: RefusingProxy;
    readonly cognito: CognitoIdentityProviderClient;
    readonly clientId: string;
    readonly secret: string | undefined;
  }

  async function poolWith(
    context: Parameters<typeof emulator>[0],
    client: Partial<CreateUserPoolClientCommandInput>,
    permanent = true,
  ): Promise<Pool> {
    const proxy = await openRefusingProxy((await emulator(context, 'moto')).url);
    open.push(proxy);
    const cognito = new CognitoIdentityProviderClient(clientFor(proxy));
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'tides' }));
    const UserPoolId = UserPool?.Id;
    await cognito.send(
      new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS', TemporaryPassword: PASSWORD }),
    );
    if (permanent)
      await cognito.send(
        new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: PASSWORD, Permanent: true }),
      );
    const made = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'c',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        ...client,
      }),
    );
    const { ClientId = '', ClientSecret } = made.UserPoolClient ?? {};
    return { proxy, cognito, clientId: ClientId, secret: ClientSecret };
  }

  async function get(
    { proxy, clientId }: Pool,
    words: readonly string[],
    more: { readonly [name: string]: string } = {},
  ) {
    const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...environment } = environmentFor(proxy);
    const argv = ['token', 'get', folderWith({}), '--client-id', clientId, '--region', REGION, ...words];
    const ended = await runBuilt(argv, { ...environment, ...more });
    expect(ended.err).not.toContain(PASSWORD);
    expect(ended.err).not.toContain('eyJ');
    return ended;
  }

  it('gets the access token, or the ID token, and says which one it is', async (context) => {
    const pool = await poolWith(context, {});
    const held = { TOKEN_PASSWORD: PASSWORD };
    const access = await get(pool, ['--username', Username], held);
    expect(access.err).toBe("This is Cognito's access token of a user.\n");
    expect(access.code).toBe(0);
    const path = join(folderWith({}), 'token.txt');
    const id = await get(pool, ['--username', Username, '--use', 'id', '--out', path], held);
    expect(id).toMatchObject({ code: 0, out: '' });
    expect(id.err).toContain("This is Cognito's ID token; it is in");
    expect(statSync(path).mode & 0o077).toBe(process.platform === 'win32' ? 0o066 : 0);
    const told = await run(['token', '--offline', '--allowed-clients', pool.clientId], { BEARER_TOKEN: access.out });
    expect(told.out).toMatch(/pass client_id/);
    const other = await run(['token', '--offline', '--token-file', path, '--allowed-clients', pool.clientId]);
    expect(other.out).toContain('The token is an ID token, and the authorizer lists `allowedClients`');
  });

  it('gets one by a refresh token', async (context) => {
    const pool = await poolWith(context, {});
    const AuthParameters = { USERNAME: Username, PASSWORD };
    const first = await pool.cognito.send(
      new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: pool.clientId, AuthParameters }),
    );
    const file = join(folderWith({}), 'refresh.txt');
    writeFileSync(file, `${first.AuthenticationResult?.RefreshToken ?? ''}\n`);
    const { code, err } = await get(pool, ['--refresh-token-file', file]);
    expect(err).toBe("This is Cognito's access token of a user.\n");
    expect(code).toBe(0);
  });

  it('proves the secret of a client that has one', async (context) => {
    const pool = await poolWith(context, { GenerateSecret: true });
    const held = { TOKEN_PASSWORD: PASSWORD };
    const without = await get(pool, ['--username', Username], held);
    expect(without.code).toBe(2);
    expect(without.err).toMatch(/SECRET_HASH was not received\.\n +Give the secret of the client/);
    const { code, err } = await get(pool, ['--username', Username, '--grant', 'password'], {
      ...held,
      CLIENT_SECRET: pool.secret ?? '',
    });
    expect(err).toBe("This is Cognito's access token of a user.\n");
    expect(code).toBe(0);
  });

  it('says what Cognito wants first, or does not allow', async (context) => {
    const held = { TOKEN_PASSWORD: PASSWORD };
    const fresh = await get(await poolWith(context, {}, false), ['--username', Username], held);
    expect(fresh.err).toMatch(/asks for a new password \(`NEW_PASSWORD_REQUIRED`\)/);
    expect(fresh.code).toBe(2);
    const closed = await poolWith(context, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] });
    const refused = await get(closed, ['--username', Username], held);
    expect(refused.err).toMatch(
      /USER_PASSWORD_AUTH flow not enabled for this client\.\n +Allow `ALLOW_USER_PASSWORD_AUTH`/,
    );
    const wrong = await get(await poolWith(context, {}), ['--username', Username], {
      TOKEN_PASSWORD: 'Wrong-1-of-tides!',
    });
    expect(wrong.err).toMatch(/Cognito refuses \(`NotAuthorizedException`\)/);
    expect(wrong.err).not.toContain('Wrong-1-of-tides!');
  });
});

describe('token get, of a machine', () => {
  const SECRET = 's3cret & of the tides';
  let server: Server;
  let url = '';
  const seen: { readonly body: string; readonly authorization: string | undefined }[] = [];
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      if (request.method === 'GET') {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/jwks`, token_endpoint: `${url}/token` }));
        return;
      }
      let body = '';
      for await (const chunk of request) body += String(chunk);
      seen.push({ body, authorization: request.headers.authorization });
      const known = `Basic ${Buffer.from('boat:s3cret+%26+of+the+tides').toString('base64')}`;
      const refused = request.headers.authorization !== known || !body.includes('tides%2Fread');
      response.writeHead(refused ? 400 : 200, { 'content-type': 'application/json' });
      const issuer = await makeIssuer(url);
      const scope = new URLSearchParams(body).get('scope') ?? '';
      response.end(
        JSON.stringify(
          refused
            ? { error: request.headers.authorization === known ? 'invalid_scope' : 'invalid_client' }
            : { access_token: await issuer.token({ kind: 'm2m', clientId: 'boat', scope }), token_type: 'Bearer' },
        ),
      );
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it('asks the endpoint that the discovery document names, with the secret in a header', async () => {
    const argv = ['token', 'get', folderWith({}), '--client-id', 'boat', '--discovery-url', `${url}/d`, '--scope'];
    const { code, out, err } = await run([...argv, 'tides/read,tides/write'], { CLIENT_SECRET: SECRET });
    expect(err).toBe("This is Cognito's access token of a machine (client credentials).\n");
    expect(code).toBe(0);
    expect(out.trim().split('.')).toHaveLength(3);
    expect(seen.at(-1)?.body).toBe('grant_type=client_credentials&scope=tides%2Fread+tides%2Fwrite');
    expect(err + String(seen.at(-1)?.body)).not.toContain('s3cret');
  });

  it('says why there is none, without the secret', async () => {
    const argv = ['token', 'get', folderWith({}), '--client-id', 'boat', '--token-endpoint', `${url}/token`];
    const scope = await run([...argv, '--scope', 'ebbs/read'], { CLIENT_SECRET: SECRET });
    expect(scope.err).toMatch(/answers 400 \(invalid_scope\)\.\n +Allow the scope to the client/);
    const client = await run([...argv, '--scope', 'tides/read'], { CLIENT_SECRET: 'another' });
    expect(client.err).toMatch(/\(invalid_client\)\.\n +The client or its secret/);
    expect(client.err).not.toContain('another`');
    const open = await run([...argv.slice(0, -1), 'http://login.tides.example/token'], { CLIENT_SECRET: SECRET });
    expect(open.err).toContain('the secret of a client is sent to no other');
    expect(scope.err + client.err + open.err).not.toContain('s3cret');
  });
});

it('asks at the terminal for a password, without showing it', async () => {
  const { main } = await import('../src/cli.ts');
  const asked: string[] = [];
  let err = '';
  await main(['token', 'get', folderWith({}), '--client-id', 'c', '--region', REGION, '--username', Username], {
    out: () => undefined,
    err: (text) => (err += text),
    isTerminal: { out: true, err: true },
    ask: () => Promise.reject(new Error('it was asked aloud')),
    askSecret: (question) => {
      asked.push(question);
      return Promise.resolve('');
    },
    environment: {},
  });
  expect(asked).toEqual([`Password of ${Username}: `]);
  expect(err).toContain('No password was given.');
});
