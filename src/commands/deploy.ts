import { bundleOf } from '../deploy/bundle.ts';
import { deploy as bring, type Deployed, type Deployment, presentOf, stepsOf, userOf } from '../deploy/deployment.ts';
import { checkName } from '../domain/deploy/names.ts';
import { cognitoDiscovery } from '../domain/deploy/runtime.ts';
import { snippetsOf } from '../domain/deploy/snippets.ts';
import type { CloudResource } from '../model/change.ts';
import type { DeployAuth, DeployPlace, DeployWish } from '../model/deployment-plan.ts';
import { Failure } from '../model/failure.ts';
import type { GivenToken } from '../model/token.ts';
import type { DeployedThings, DeployProof, DeployReport } from '../report/deployed.ts';
import { version } from '../version.ts';
import type { RealAws } from '../world/aws/index.ts';
import { openAccount } from './account.ts';
import type { Command, Given, Io } from './command.ts';
import { deployOptions, mayDo, placeOf, shipped, watchOf, writeDeployReport } from './deploying.ts';
import { tokenFrom } from './given-token.ts';
import { newPasswords } from './new-passwords.ts';
import { paintFor } from './paint.ts';
import type { ProbeCall } from './probing.ts';
import { endpointOfDeployed, proveEndpoint } from './proving.ts';
import { signIn } from './sign-in.ts';

const deploy: Command = {
  name: 'deploy',
  summary: 'Put the reference MCP server on AgentCore Runtime, in your account, and show how to call it.',
  options: {
    ...deployOptions,
    auth: {
      type: 'string',
      choices: ['cognito', 'oidc', 'iam'],
      default: 'cognito',
      describe: 'who may call: users of a new pool, holders of tokens of an issuer, or AWS credentials',
    },
    'user-pool': { type: 'string', describe: 'an existing pool to take instead of a new one; needs `--client-id`' },
    'discovery-url': {
      type: 'string',
      describe: 'the issuer of `--auth oidc`: its `…/.well-known/openid-configuration`',
    },
    'client-id': { type: 'string', list: true, describe: 'the clients of an existing pool or issuer that may call' },
    'test-user': { type: 'string', describe: 'the e-mail address of a user to make, with a password that is made up' },
    m2m: { type: 'boolean', describe: 'programs may sign in, too, with a client secret (client_credentials)' },
    'pre-token-lambda': {
      type: 'boolean',
      describe: 'a trigger that adds `aud` to access tokens; `client_id` cannot be added, as Cognito documents',
    },
    guardrail: { type: 'string', describe: 'the id of the guardrail that the server uses; no other is allowed to it' },
    model: { type: 'string', describe: 'the id of the model that `rewrite_response` asks' },
    tags: { type: 'string', list: true, describe: 'tags for all that is made: `team=tides`' },
    'template-only': { type: 'boolean', describe: 'write the CloudFormation template, and do nothing' },
  },
  examples: [
    ['$0 deploy --dry-run', 'what it would do, with every call'],
    ['$0 deploy --test-user me@example.com --guardrail abc123', 'with a user who can sign in at once'],
    ['$0 deploy --auth iam --name tides --yes --account 111122223333', 'for callers with AWS credentials'],
    ['$0 deploy --template-only > template.yaml', 'the template, to read or to use alone'],
  ],
  run: deployWith,
};

export default deploy;

async function deployWith(given: Given, io: Io): Promise<number> {
  if (given.flag('template-only')) {
    io.out(template());
    return 0;
  }
  checkName(given.text('name') ?? '');
  const paint = await paintFor(io, given.flag('no-color'));
  const aws = await openAccount(given, io);
  const place = await placeOf(given, aws);
  const deployment: Deployment = { wish: wishOf(given, place), template: template(), bundle: referenceServer() };
  const present = await presentOf(deployment.wish.name, place, aws);
  const steps = await stepsOf(deployment, present, aws);
  const { name } = deployment.wish;
  const plan: DeployReport = { tool: TOOL, name, place, mode: 'planned', steps, notes: COSTS };
  if (!(await mayDo(plan, { given, io, paint }))) {
    writeDeployReport(plan, given, io, paint);
    return 0;
  }
  return bringAndTell(deployment, plan, aws, { given, io });
}

async function bringAndTell(
  deployment: Deployment,
  plan: DeployReport,
  aws: RealAws,
  { given, io }: { readonly given: Given; readonly io: Io },
): Promise<number> {
  const { wish } = deployment;
  const passwords = newPasswords(io, false);
  let password: string | undefined;
  const passwordFor = async (resource: CloudResource): Promise<string> =>
    (password = await passwords.secretFor(resource));
  const watch = watchOf(io);
  try {
    const done = await bring(deployment, passwordFor, aws, watch);
    const endpoint = endpointOfDeployed(done.runtime.arn, io.environment);
    const proof = await proofOf(wish, { endpoint, aws, onStep: watch.tell, signal: watch.signal }, async () => ({
      token: password === undefined ? undefined : await tokenOf(done.outputs, wish.testUser, password, aws),
      ...(wish.auth.kind === 'iam' ? { signer: await signerFor(given, io, wish.place.region) } : {}),
    }));
    const user = userOf(wish, done.outputs);
    const deployed = thingsOf(wish, done, { url: endpoint.url, proof, passwordFile: user && passwords.fileOf(user) });
    const report: DeployReport = { ...plan, mode: done.changed ? 'deployed' : 'unchanged', notes: [], deployed };
    watch.done();
    writeDeployReport(report, given, io, await paintFor(io, given.flag('no-color')));
    return { works: 0, locked: 0, fails: 1, unclear: 3 }[proof.state];
  } finally {
    watch.done();
  }
}

/** That nobody can sign in is said of what is there; it is no reason to say nothing of it. */
async function proofOf(
  { testUser }: DeployWish,
  call: ProbeCall,
  means: () => Promise<Pick<ProbeCall, 'token' | 'signer'>>,
): Promise<DeployProof> {
  try {
    return await proveEndpoint({ ...call, ...(await means()) });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return {
      state: 'unclear',
      says: `It was not called${testUser === undefined ? '' : ` as ${testUser}`}: ${error.message}`,
    };
  }
}

/** The access token of a user who was just made. */
async function tokenOf(
  { userClient }: Deployed['outputs'],
  username: string | undefined,
  password: string,
  aws: RealAws,
): Promise<GivenToken | undefined> {
  if (userClient === undefined) return undefined;
  const proof = { kind: 'password', value: password } as const;
  const { access } = await signIn(aws, { clientId: userClient, secret: undefined, username, proof });
  return access === undefined ? undefined : tokenFrom(`the sign-in of ${username}`, access);
}

async function signerFor(given: Given, { environment }: Io, region: string): Promise<ProbeCall['signer']> {
  const { openSigner } = await import('../world/aws/index.ts');
  return () => openSigner({ profile: given.text('profile'), region, environment }, region);
}

function thingsOf(
  { name, place, auth, testUser }: DeployWish,
  { runtime, outputs }: Deployed,
  { url, proof, passwordFile }: Pick<DeployedThings, 'url' | 'proof'> & { readonly passwordFile: string | undefined },
): DeployedThings {
  const { userPool, userClient: clientId, programClient } = outputs;
  return {
    runtimeId: runtime.id,
    runtimeArn: runtime.arn,
    url,
    roleArn: outputs.roleArn,
    bucket: outputs.bucket,
    ...(userPool === undefined ? {} : { userPool }),
    ...(clientId === undefined ? {} : { userClientId: clientId }),
    ...(programClient === undefined ? {} : { programClientId: programClient }),
    ...(passwordFile === undefined ? {} : { passwordFile }),
    proof,
    snippets: snippetsOf({ url, arn: runtime.arn, region: place.region, name, auth, userPool, clientId, testUser }),
  };
}

const TOOL = { name: 'agentcore-doctor', version };

/** https://aws.amazon.com/bedrock/agentcore/pricing/ and https://aws.amazon.com/cognito/pricing/ (verified 2026-11-26) */
const COSTS = [
  'Costs: a runtime that nobody calls costs nothing; a session costs CPU and memory by the second, until 15 minutes after its last request.',
  'The code in the bucket and the logs cost cents; a pool is free for the first users of a month, tokens of programs are not.',
];

function wishOf(given: Given, place: DeployPlace): DeployWish {
  const testUser = given.text('test-user');
  const auth = authOf(given, place);
  if (testUser !== undefined && auth.kind !== 'cognito')
    throw new Failure('`--test-user` makes a user in the pool of this deployment, which has none.', 'Leave it out.');
  if (testUser !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(testUser))
    throw new Failure(`\`${testUser}\` is no e-mail address.`, 'Users of the pool sign in with one.');
  return {
    name: given.text('name') ?? '',
    place,
    auth,
    testUser,
    guardrail: given.text('guardrail'),
    model: given.text('model'),
    tags: tagsIn(given.list('tags')),
  };
}

function authOf(given: Given, { region }: DeployPlace): DeployAuth {
  const [kind, pool, url, clients] = [
    given.text('auth'),
    given.text('user-pool'),
    given.text('discovery-url'),
    given.list('client-id'),
  ];
  if (kind === 'iam') return { kind };
  if (kind === 'cognito' && pool === undefined) {
    if (clients.length > 0)
      throw new Failure('`--client-id` names a client of an existing pool.', 'Name the pool with `--user-pool`.');
    return { kind, programs: given.flag('m2m'), trigger: given.flag('pre-token-lambda') };
  }
  const discoveryUrl = kind === 'oidc' ? url : cognitoDiscovery(region, pool ?? '');
  if (discoveryUrl === undefined || !/^https:\/\/.+\/\.well-known\/openid-configuration$/.test(discoveryUrl))
    throw new Failure(
      '`--auth oidc` needs the address of an issuer.',
      'Give `--discovery-url https://…/.well-known/openid-configuration`.',
    );
  if (clients.length === 0)
    throw new Failure('Every client of that issuer could call the server.', 'Name those that may with `--client-id`.');
  return { kind: 'oidc', discoveryUrl, clients };
}

function tagsIn(list: readonly string[]): { readonly [name: string]: string } {
  return Object.fromEntries(
    list.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new Failure(`\`${text}\` is no tag.`, 'Write `name=value`.');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function template(): string {
  return shipped('mcp-server.yaml', 'templates/mcp-server.yaml').toString('utf8');
}

/** The reference server as it was built with this program: nothing is compiled on the user's machine. */
function referenceServer(): Deployment['bundle'] {
  const file = (name: string): Buffer => shipped(`server/${name}`, `dist/server/${name}`);
  return bundleOf(
    { 'main.js': file('main.js'), 'package.json': file('package.json') },
    { runtime: 'NODE_22', entryPoint: ['main.js'] },
  );
}
