import { describe, expect, it } from 'vitest';
import { clientFor } from './aws.ts';
import { emulator } from './emulators.ts';
import * as about from './questions.ts';
import * as signIn from './sign-in-questions.ts';
import type { EmulatorName } from './start.ts';

// What the emulators do otherwise than AWS, each as a test that holds as long as they do. When one says "gap closed", a
// stand-in or a refusal of the proxy may have become superfluous. Below stands what is relied on.

type Seen = { readonly [name in EmulatorName]?: unknown };
type Row = readonly [does: string, ask: (sdk: about.Sdk) => Promise<unknown>, seen: Seen];

const FOUND = { issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/<pool>', hasKeys: true };
const UPDATES = {
  // What the update left out is still there.
  merged: { status: 'READY', description: 'of noon', first: '1', isArn: true },
  // It is never over, and there is one version only.
  stuck: { status: 'UPDATING', description: 'of noon', first: '2', isArn: false },
};

const GAPS: readonly Row[] = [
  ['takes a trust policy that is none', about.brokenTrust, { ministack: 'done' }],
  ['takes an inline policy of more than 10,240 characters', about.largePolicy, { ministack: 'done', moto: 'done' }],
  ["lacks AWS's own policies", about.managedPolicy, { ministack: 'NoSuchEntityException' }],
  ['does not simulate policies', about.simulation, { moto: 'fails' }],
  ['keeps what an update of a pool leaves out', signIn.poolUpdate, { ministack: 'kept' }],
  ['keeps what an update of a client leaves out', signIn.clientUpdate, { ministack: 'kept', moto: 'kept' }],
  ['takes both validities of temporary passwords', signIn.twoValidities, { ministack: 'done', moto: 'done' }],
  ['lets users sign in by a flow that is not enabled', signIn.disabledFlow, { ministack: 'done', moto: 'done' }],
  ['lets users sign in by a flow that nobody has named', signIn.flowOfNobody, { ministack: 'done', moto: 'done' }],
  ['lets users sign in without the hash of a secret', signIn.missingSecretHash, { ministack: 'done', moto: 'done' }],
  ['gives no token with a page that is not the last', about.smallPage, { ministack: [2, false] }],
  ['does not heed the prefix of a stream (5 of 7 events have it)', about.streamPrefix, { ministack: 7, moto: 7 }],
  ['does not understand a choice of terms (2 of 7 events have one)', about.eitherTerm, { ministack: 0, moto: 7 }],
  ['does not know where traces go', about.traceDestination, { ministack: 'fails', moto: 'fails' }],
  ['has no layers to download', about.layerUrl, { ministack: 'dkr.ecr.eu-west-1.amazonaws.com', moto: 'fails' }],
  ['has no runtimes in CloudFormation', about.agentCoreStack, { ministack: 'ValidationError', moto: 'fails' }],
  ['finds nothing by a guardrail', about.guardrail, { ministack: { isIdOfAws: false, hasFindings: false } }],
  ['wants a network for a runtime', about.runtimeWithoutNetwork, { ministack: 'ValidationException', moto: 'fails' }],
  ['makes two runtimes of one name', about.runtimeTwice, { moto: 'done' }],
  ['takes a runtime with a hyphen in its name', about.runtimeWithHyphen, { moto: 'done' }],
  ['updates runtimes otherwise', about.runtimeUpdate, { ministack: UPDATES.merged, moto: UPDATES.stuck }],
  ['has no DEFAULT endpoint', about.runtimeEndpoint, { moto: 'ResourceNotFoundException' }],
  ['has no tags of runtimes', about.runtimeTags, { ministack: 'fails' }],
  ['lets everybody call a runtime, or nobody', about.invocation, { ministack: 405, moto: 500 }],
];

const RELIED_ON: readonly Row[] = [
  [
    'refuses an inline policy that is none',
    about.brokenPolicy,
    { ministack: 'MalformedPolicyDocumentException', moto: 'MalformedPolicyDocumentException' },
  ],
  ['refuses a trust policy that is none', about.brokenTrust, { moto: 'MalformedPolicyDocumentException' }],
  ["has AWS's own policies", about.managedPolicy, { moto: 'done' }],
  ['simulates policies', about.simulation, { ministack: 'implicitDeny' }],
  ['forgets what an update of a pool leaves out', signIn.poolUpdate, { moto: 'gone' }],
  [
    'refuses a name that is no e-mail address',
    signIn.nameWithoutEmail,
    { ministack: 'InvalidParameterException', moto: 'InvalidParameterException' },
  ],
  ['lets users sign in', signIn.rightSignIn, { ministack: 'done', moto: 'done' }],
  ['has a discovery document with the issuer of AWS', signIn.discovery, { ministack: FOUND, moto: FOUND }],
  ['gives a token with a page that is not the last', about.smallPage, { moto: [2, true] }],
  ['heeds the names of streams', about.streamNames, { ministack: 5, moto: 5 }],
  ['makes one runtime of a name', about.runtimeTwice, { ministack: 'ConflictException' }],
  ['refuses a runtime with a hyphen in its name', about.runtimeWithHyphen, { ministack: 'ValidationException' }],
  ['has a DEFAULT endpoint', about.runtimeEndpoint, { ministack: 'done' }],
];

function casesOf(rows: readonly Row[]) {
  return rows.flatMap(([does, ask, seen]) =>
    // Its members are the emulators' names.
    (Object.keys(seen) as EmulatorName[]).map((name) => ({ name, does, ask, seen: seen[name] })),
  );
}

describe('the gap that', () => {
  it.for(casesOf(GAPS))('$name $does', async ({ name, does, ask, seen }, context) => {
    const answer = await ask(clientFor(await emulator(context, name)));
    expect(answer, `gap closed, or another one: "${name} ${does}"`).toEqual(seen);
  });
});

describe('it is relied on that', () => {
  it.for(casesOf(RELIED_ON))('$name $does', async ({ name, ask, seen }, context) => {
    expect(await ask(clientFor(await emulator(context, name)))).toEqual(seen);
  });
});
