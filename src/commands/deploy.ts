import { brotliDecompressSync } from 'node:zlib';
import { bundleOf } from '../deploy/bundle.ts';
import { deploy as bring, type Deployed, type Deployment, presentOf, stepsOf, userOf } from '../deploy/deployment.ts';
import { checkName } from '../domain/deploy/names.ts';
import { snippetsOf } from '../domain/deploy/snippets.ts';
import type { CloudResource } from '../model/change.ts';
import type { DeployPlace, DeployWish } from '../model/deployment-plan.ts';
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
import { wishOf } from './deploy-wish.ts';
import { endpointOfDeployed, proveEndpoint } from './proving.ts';
import { signIn } from './sign-in.ts';

const deploy: Command = {
  name: 'deploy',
  summary: 'Put the reference MCP server, or your own project, on AgentCore Runtime, and show how to call it.',
  options: {
    ...deployOptions,
    project: { type: 'string', describe: 'the folder of your own project, to deploy that instead' },
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
    ['$0 deploy --project . --name tides', 'your own server, for Node.js or Python'],
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
  const paint = await paintFor(io, given.flag('no-color'));
  const aws = await openAccount(given, io);
  const place = await placeOf(given, aws);
  const { notes, ...deployment } = await deploymentOf(given, io, place);
  const { name } = deployment.wish;
  const present = await presentOf(name, place, aws);
  const steps = await stepsOf(deployment, present, aws);
  const plan: DeployReport = { tool: TOOL, name, place, mode: 'planned', steps, notes: [...notes, ...COSTS] };
  if (!(await mayDo(plan, { given, io, paint }))) {
    writeDeployReport(plan, given, io, paint);
    return 0;
  }
  return bringAndTell(deployment, { ...plan, notes }, aws, { given, io });
}

/** The reference server, or a project; what is wrong with the call is said before anything is built. */
async function deploymentOf(
  given: Given,
  io: Io,
  place: DeployPlace,
): Promise<Deployment & { readonly notes: readonly string[] }> {
  const path = given.text('project');
  const name = given.text('name');
  const wish = wishOf(given, place, name ?? REFERENCE);
  if (path === undefined) return { wish, template: template(), bundle: referenceServer(), notes: [] };
  const watch = watchOf(io);
  const { shippedProject } = await import('./deploy-project.ts');
  const project = await shippedProject(path, given, io, watch).finally(watch.done);
  const own = name ?? project.name;
  if (own === undefined) throw new Failure('Nothing in the project names an agent.', 'Name the runtime with `--name`.');
  checkName(own);
  const { bundle, environment, notes } = project;
  return { wish: { ...wish, name: own, isReference: false, environment }, template: template(), bundle, notes };
}

const REFERENCE = 'bedrock_arc_validator';

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
    const report: DeployReport = { ...plan, mode: done.changed ? 'deployed' : 'unchanged', deployed };
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

function template(): string {
  return shipped('mcp-server.yaml', 'templates/mcp-server.yaml').toString('utf8');
}

/** The reference server as it was built with this program: nothing is compiled on the user's machine. */
function referenceServer(): Deployment['bundle'] {
  const file = (name: string): Buffer => shipped(`server/${name}`, `dist/server/${name}`);
  return bundleOf(
    { 'main.js': brotliDecompressSync(file('main.js.br')), 'package.json': file('package.json') },
    { runtime: 'NODE_22', entryPoint: ['main.js'] },
  );
}
