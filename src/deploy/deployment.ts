import { keyOf, runtimeDocumentOf } from '../domain/deploy/runtime.ts';
import { DEPLOYMENT_TAG, namesOf } from '../domain/deploy/names.ts';
import { outputsOf, parametersOf, type StackOutputs, tagsOf } from '../domain/deploy/stack.ts';
import type { WritableAws } from '../model/aws.ts';
import type { CloudResource } from '../model/change.ts';
import type { CodeBundle, DeployPlace, DeployStep, DeployWish } from '../model/deployment-plan.ts';
import { Failure } from '../model/failure.ts';
import { bringCode } from './code.ts';
import { bringRuntime, type DeployedRuntime, isTagged, isUpToDate, runtimeOf } from './runtime.ts';
import { bringStack, type Stack, stackOf } from './stack.ts';
import { bringUser, canSignIn } from './user.ts';
import type { Watch } from './watch.ts';

/** What is there of a deployment. The account is the record: a run that was cut off is gone on with from here. */
export interface Present {
  readonly stack: Stack | undefined;
  readonly runtime: DeployedRuntime | undefined;
}

/** What is to be deployed. */
export interface Deployment {
  readonly wish: DeployWish;
  readonly template: string;
  readonly bundle: CodeBundle;
}

/** What a deployment came to. */
export interface Deployed {
  readonly runtime: DeployedRuntime;
  readonly outputs: StackOutputs;
  /** Whether anything was changed. */
  readonly changed: boolean;
}

/** Looks at what is there under the names of a deployment; a `Failure` where that is somebody else's. */
export async function presentOf(name: string, place: DeployPlace, aws: WritableAws): Promise<Present> {
  const names = namesOf(name, place);
  const [stack, runtime] = await Promise.all([stackOf(names.stack, aws), runtimeOf(name, aws)]);
  for (const [what, tags] of [
    [`Stack \`${names.stack}\``, stack?.tags],
    [`Runtime \`${runtime?.id}\``, runtime?.tags],
  ] as const)
    if (tags !== undefined && tags[DEPLOYMENT_TAG] !== name)
      throw new Failure(
        `${what} is there, and has no tag \`${DEPLOYMENT_TAG}\` = \`${name}\`: it was not made by \`deploy\`.`,
        'Take another name with `--name`.',
      );
  return { stack, runtime };
}

/** The steps of a deployment with their calls, in order. What the template comes to is told by its change set. */
export async function stepsOf(
  deployment: Deployment,
  present: Present,
  aws: WritableAws,
): Promise<readonly DeployStep[]> {
  const { wish, bundle } = deployment;
  const outputs = outputsOf(present.stack?.outputs ?? {});
  const isReady = /^(?:CREATE|UPDATE)(?:_ROLLBACK)?_COMPLETE$/.test(present.stack?.status ?? '');
  const { runtime } = present;
  const document = outputs === undefined ? undefined : runtimeDocumentOf(wish, bundle, outputs);
  const isCurrent = runtime !== undefined && document !== undefined && (await isUpToDate(runtime, document, aws));
  const hasTags = runtime !== undefined && isTagged(runtime, tagsOf(wish));
  const isUnmade = runtime?.status === 'CREATE_FAILED';
  const action = runtime === undefined || isUnmade ? 'Create' : 'Update';
  const user = userOf(wish, outputs);
  const hasUser = user !== undefined && (await canSignIn(user, aws));
  return [
    {
      what: `${isReady ? 'compare' : 'make'} stack \`${namesOf(wish.name, wish.place).stack}\`: a role, a bucket${wish.auth.kind === 'cognito' ? ', a user pool' : ''}${goingOf(wish, outputs)}`,
      calls: ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
      done: false,
    },
    {
      what: `put the code into the bucket: \`${keyOf(wish.name, bundle.digest)}\`, ${Math.ceil(bundle.zip.length / 1024)} KB`,
      calls: ['s3:PutObject'],
      done: isCurrent,
    },
    {
      what: `${isUnmade ? 'delete what could not be made, and make' : action === 'Create' ? 'make' : 'update'} agent runtime \`${wish.name}\` (${bundle.runtime}, MCP)`,
      calls: [
        ...(isUnmade ? ['bedrock-agentcore:DeleteAgentRuntime'] : []),
        ...(isCurrent ? [] : [`bedrock-agentcore:${action}AgentRuntime`]),
        ...(hasTags || action === 'Create' ? [] : ['bedrock-agentcore:TagResource']),
      ],
      done: isCurrent && hasTags,
    },
    ...(wish.testUser === undefined
      ? []
      : [
          {
            what: `make user \`${wish.testUser}\` with a password`,
            calls: ['cognito-idp:AdminCreateUser', 'cognito-idp:AdminSetUserPassword'],
            done: hasUser,
          },
        ]),
  ];
}

/** What goes with the stack's change: whoever is asked for a yes has to know what cannot be had back. */
function goingOf({ auth }: DeployWish, outputs: StackOutputs | undefined): string {
  const { userPool, programClient } = outputs ?? {};
  if (auth.kind !== 'cognito')
    return userPool === undefined ? '' : `; this deletes user pool \`${userPool}\` with all its users`;
  return programClient === undefined || auth.programs
    ? ''
    : `; this deletes the client of programs, \`${programClient}\`, and its secret`;
}

/** Makes what is missing and changes what differs, step by step. Whatever is right is left as it is. */
export async function deploy(
  deployment: Deployment,
  passwordFor: (resource: CloudResource) => Promise<string>,
  aws: WritableAws,
  watch: Watch,
): Promise<Deployed> {
  const { wish, template, bundle } = deployment;
  const tags = tagsOf(wish);
  const { stack: name } = namesOf(wish.name, wish.place);
  const isNew = await bringStack({ name, template, parameters: parametersOf(wish), tags }, aws, watch);
  watch.note(isNew ? `stack \`${name}\` is there` : `stack \`${name}\` has nothing to change`);
  const outputs = outputsOf((await stackOf(name, aws))?.outputs ?? {});
  if (outputs === undefined) throw new Failure(`Stack \`${name}\` does not say what it made.`);
  watch.tell('uploading the code');
  const isUploaded = await bringCode(wish.name, outputs.bucket, wish.place, bundle, aws);
  watch.note(isUploaded ? 'the code is in the bucket' : 'the bucket has this code already');
  const document = runtimeDocumentOf(wish, bundle, outputs);
  const before = await runtimeOf(wish.name, aws);
  const isCurrent = before !== undefined && isTagged(before, tags) && (await isUpToDate(before, document, aws));
  const runtime = await bringRuntime(wish.name, document, tags, aws, watch);
  watch.note(isCurrent ? `runtime \`${runtime.id}\` has nothing to change` : `runtime \`${runtime.id}\` is ready`);
  const isUserMade = await bringTestUser(wish, outputs, passwordFor, aws, watch);
  return { runtime, outputs, changed: isNew || isUploaded || !isCurrent || isUserMade };
}

async function bringTestUser(
  wish: DeployWish,
  outputs: StackOutputs,
  passwordFor: (resource: CloudResource) => Promise<string>,
  aws: WritableAws,
  watch: Watch,
): Promise<boolean> {
  const user = userOf(wish, outputs);
  if (user === undefined || (await canSignIn(user, aws))) return false;
  await bringUser(user, passwordFor, aws);
  watch.note(`user \`${wish.testUser}\` can sign in`);
  return true;
}

/** The user that was asked for, as a thing of the account. */
export function userOf({ testUser, place }: DeployWish, outputs: StackOutputs | undefined): CloudResource | undefined {
  if (testUser === undefined || outputs?.userPool === undefined) return undefined;
  return { type: 'user-password', id: `${outputs.userPool}/${testUser}`, region: place.region };
}
