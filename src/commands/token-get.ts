import type { JudgedAuthorizer } from '../domain/token/authorizers.ts';
import { textAt } from '../domain/cloud/documents.ts';
import { userPoolIn } from '../domain/cloud/arns.ts';
import { isOpen } from '../domain/manifest/agent-config.ts';
import { kindOf } from '../domain/token/family.ts';
import { documentIn, published } from '../domain/token/published.ts';
import { readToken } from '../domain/token/read-token.ts';
import { Failure } from '../model/failure.ts';
import { fetchDocument } from '../world/fetch.ts';
import { clientCredentials } from '../world/token/endpoint.ts';
import { writeSecret } from '../world/token/secret-file.ts';
import { openAccount } from './account.ts';
import type { Command, Given, Io } from './command.ts';
import { secretFile } from './given-token.ts';
import { signIn } from './sign-in.ts';
import { authorizersIn, placeOptions, tokenSheet } from './token-facts.ts';

const tokenGet: Command = {
  name: 'token get',
  summary:
    'Get a bearer token: of a user of Cognito by password or refresh token, or of a machine by client credentials.',
  positional: { name: 'path', describe: 'the folder of the project; the current one when left out' },
  options: {
    grant: {
      type: 'string',
      choices: ['password', 'refresh', 'client-credentials'],
      describe: 'how (default: by what else is given)',
    },
    'client-id': { type: 'string', describe: "the app client (default: the one that the project's authorizer lists)" },
    'client-secret-file': {
      type: 'string',
      describe: 'the file with its secret, when it has one (or `CLIENT_SECRET`)',
    },
    username: { type: 'string', describe: 'the user; the password is asked for, piped in, or in `TOKEN_PASSWORD`' },
    'refresh-token-file': { type: 'string', describe: 'the file with a refresh token (or `REFRESH_TOKEN`)' },
    scope: { type: 'string', list: true, describe: 'the scopes that a machine asks for' },
    'token-endpoint': { type: 'string', describe: 'where a machine asks (default: as the discovery document says)' },
    'discovery-url': { type: 'string', describe: "the discovery URL of the issuer (default: the authorizer's)" },
    use: { type: 'string', choices: ['access', 'id'], default: 'access', describe: 'which of the tokens of a user' },
    out: { type: 'string', describe: 'the file to write it to, for the owner only (default: standard output)' },
    ...placeOptions,
  },
  examples: [
    ['$0 token get --username tester --out token.txt', 'a user, whose password is asked for'],
    ['CLIENT_SECRET=… $0 token get --scope tides/read --out token.txt', 'a machine'],
    ['BEARER_TOKEN=$($0 token get --username tester) $0 token', 'get one and explain it'],
  ],
  run: getToken,
};

export default tokenGet;

async function getToken(given: Given, io: Io): Promise<number> {
  const authorizer = authorizersIn(await tokenSheet(given, io), given)[0];
  const secret = secretOf(given, io);
  const text = await (grantOf(given, io) === 'client-credentials'
    ? machineToken(given, authorizer, secret)
    : userToken(given, io, authorizer, secret));
  const kind = kindOf(readToken(text).content);
  const out = given.text('out');
  if (out === undefined) io.out(`${text}\n`);
  else write(out, text);
  io.err(`This is ${kind}${out === undefined ? '' : `; it is in \`${out}\`, for its owner only`}.\n`);
  return 0;
}

function write(path: string, text: string): void {
  try {
    writeSecret(path, `${text}\n`);
  } catch (cause) {
    throw new Failure(`\`${path}\` cannot be written.`, cause instanceof Error ? cause.message : undefined, { cause });
  }
}

function secretOf(given: Given, { environment }: Io): string | undefined {
  const file = given.text('client-secret-file');
  return file === undefined ? filled(environment['CLIENT_SECRET']) : secretFile(file);
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}

function grantOf(given: Given, io: Io): string {
  const named = given.text('grant');
  if (named !== undefined) return named;
  if (refreshToken(given, io) !== undefined) return 'refresh';
  return given.text('username') === undefined && secretOf(given, io) !== undefined ? 'client-credentials' : 'password';
}

function refreshToken(given: Given, { environment }: Io): string | undefined {
  const file = given.text('refresh-token-file');
  return file === undefined ? filled(environment['REFRESH_TOKEN']) : secretFile(file);
}

function clientOf(given: Given, authorizer: JudgedAuthorizer | undefined): string {
  const named = given.text('client-id');
  if (named !== undefined) return named;
  const { allowedClients = [], allowedAudience = [] } = authorizer?.rules ?? {};
  const listed = [...new Set([...allowedClients, ...allowedAudience])].filter((one) => !isOpen(one));
  const [only] = listed;
  if (only !== undefined && listed.length === 1) return only;
  throw new Failure(
    listed.length === 0 ? 'No app client is named.' : 'The authorizer lists several clients.',
    'Name the app client with `--client-id`.',
  );
}

function discoveryOf(given: Given, authorizer: JudgedAuthorizer | undefined): string | undefined {
  return given.text('discovery-url') ?? filled(authorizer?.rules.discoveryUrl);
}

async function userToken(
  given: Given,
  io: Io,
  authorizer: JudgedAuthorizer | undefined,
  secret: string | undefined,
): Promise<string> {
  const clientId = clientOf(given, authorizer);
  const username = given.text('username');
  const refresh = grantOf(given, io) === 'refresh' ? refreshToken(given, io) : undefined;
  const region =
    given.text('region') ?? userPoolIn(discoveryOf(given, authorizer) ?? '')?.region ?? io.environment['AWS_REGION'];
  if (region === undefined)
    throw new Failure('No region is named.', 'Name the region of the user pool with `--region`.');
  const aws = await openAccount({ ...given, text: (name) => (name === 'region' ? region : given.text(name)) }, io);
  const proof =
    refresh === undefined
      ? ({ kind: 'password', value: await passwordOf(username, io) } as const)
      : ({ kind: 'refresh', value: refresh } as const);
  const tokens = await signIn(aws, { clientId, secret, username, proof });
  const token = given.text('use') === 'id' ? tokens.id : tokens.access;
  if (token === undefined) throw new Failure('Cognito answers without that token.');
  return token;
}

async function passwordOf(username: string | undefined, io: Io): Promise<string> {
  if (username === undefined)
    throw new Failure(
      'Nobody is named who is to get a token.',
      'Name a user with `--username`; or give `CLIENT_SECRET`, for a machine, or `REFRESH_TOKEN`.',
    );
  const held = filled(io.environment['TOKEN_PASSWORD']);
  if (held !== undefined) return held;
  const said =
    io.askSecret === undefined
      ? (await io.piped?.(MOST))?.replace(/\r?\n$/, '')
      : await io.askSecret(`Password of ${username}: `);
  if (said !== undefined && said !== '') return said;
  throw new Failure('No password was given.', 'Type it at a terminal, pipe it in, or set `TOKEN_PASSWORD`.');
}

const MOST = 4096;

async function machineToken(
  given: Given,
  authorizer: JudgedAuthorizer | undefined,
  secret: string | undefined,
): Promise<string> {
  if (secret === undefined)
    throw new Failure(
      'A machine proves itself by the secret of its client, and none was given.',
      'Set `CLIENT_SECRET`, or name a file with `--client-secret-file`.',
    );
  const clientId = clientOf(given, authorizer);
  const url = given.text('token-endpoint') ?? (await endpointOf(discoveryOf(given, authorizer)));
  demandSafe(url);
  const scope = filled(given.list('scope').join(' '));
  const answer = await clientCredentials({ url, clientId, secret, scope });
  if (!answer.ok) throw machineRefused(answer, url);
  const token = textAt(answer.document, 'access_token');
  if (token === undefined) throw new Failure(`\`${url}\` answers without an \`access_token\`.`);
  return token;
}

async function endpointOf(discoveryUrl: string | undefined): Promise<string> {
  if (discoveryUrl === undefined)
    throw new Failure(
      'No token endpoint is named.',
      'Name it with `--token-endpoint`, or the issuer with `--discovery-url`.',
    );
  const document = published(await fetchDocument(discoveryUrl), documentIn);
  if (document.kind !== 'read')
    throw new Failure(
      `\`${discoveryUrl}\` cannot be read: ${document.because}.`,
      'Name the endpoint with `--token-endpoint`.',
    );
  const { tokenEndpoint } = document.value;
  if (tokenEndpoint !== undefined) return tokenEndpoint;
  throw new Failure(
    'The discovery document names no token endpoint.',
    'A user pool of Cognito has one once it has a domain. Name another with `--token-endpoint`.',
  );
}

/** A secret goes out encrypted, or not at all. */
function demandSafe(url: string): void {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  if (protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))) return;
  throw new Failure(`\`${url}\` is no HTTPS URL, and the secret of a client is sent to no other.`);
}

const HINTS: { readonly [error: string]: string } = {
  invalid_client: 'The client or its secret is another one.',
  invalid_scope: 'Allow the scope to the client, and write it whole: `<resource server>/<scope>`.',
  unauthorized_client: 'Allow the flow `client_credentials` to the client.',
  invalid_grant: 'Allow the flow `client_credentials` to the client, and one scope of a resource server at least.',
};

function machineRefused(
  { status, error, detail }: { readonly status: number; readonly error: string; readonly detail: string },
  url: string,
): Failure {
  const words = [error, detail].filter(Boolean).join(': ');
  if (status === 0) return new Failure(`\`${url}\` gives no answer: ${words}.`);
  return new Failure(`\`${url}\` answers ${status}${words === '' ? '' : ` (${words})`}.`, HINTS[error]);
}
