import { endpointOf } from '../domain/probe/endpoint.ts';
import type { Around } from '../domain/probe/address.ts';
import { listing } from '../domain/words.ts';
import { collect, type Sheet } from '../engine/collect.ts';
import { collectors } from '../facts/index.ts';
import type { CloudTarget } from '../model/cloud.ts';
import { Failure } from '../model/failure.ts';
import type { Endpoint } from '../model/probe.ts';
import { hasSignsOfCredentials } from '../world/credentials.ts';
import { openWorld } from '../world/index.ts';
import { openAccount } from './account.ts';
import type { Given, Io } from './command.ts';
import { collectAll, rootOf } from './examine.ts';

/** What the call says beside the word that names an endpoint. */
export function addressesOf(given: Given, { environment }: Io): Around {
  return {
    qualifier: given.text('qualifier'),
    region: given.text('region') ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'],
    account: given.text('account'),
    custom: environment['AWS_ENDPOINT_URL_BEDROCK_AGENTCORE'] ?? environment['AWS_ENDPOINT_URL'],
  };
}

/** The endpoint that the files of a project name: by an ARN, or by a name under which the account has a runtime. */
export async function endpointOfProject(
  given: Given,
  io: Io,
  addresses: Around,
): Promise<{ readonly endpoint: Endpoint; readonly project: Sheet }> {
  const root = rootOf(given.text('project') ?? '.');
  const world = openWorld({ root, agent: given.text('agent') });
  const project = await collectAll(world);
  const targets = project.targets?.ok === true ? project.targets.value.targets : [];
  const endpoint = await endpointOfTargets(targets, given, io, { project, addresses, world });
  return { endpoint, project };
}

/** The one runtime among the targets; a `Failure` where there is none, or several. */
export async function endpointOfTargets(
  targets: readonly CloudTarget[],
  given: Given,
  io: Io,
  {
    project,
    addresses,
    world,
  }: { readonly project: Sheet; readonly addresses: Around; readonly world: ReturnType<typeof openWorld> },
): Promise<Endpoint> {
  const [target, ...others] = targets.filter(
    ({ runtime, runtimeName }) => runtime !== undefined || runtimeName !== undefined,
  );
  if (target === undefined)
    throw new Failure('The files here name no agent runtime.', 'Name one: `agentcore-doctor probe <ARN, id or URL>`.');
  if (others.length > 0)
    throw new Failure(
      `Several runtimes are named here: ${listing([target, ...others].map(({ agent }) => `\`${agent}\``))}.`,
      'Pick one with `--agent`.',
    );
  const word = target.runtime?.value ?? (await arnByName(given, io, project, world));
  const around = {
    ...addresses,
    region: target.region?.value ?? addresses.region,
    account: target.account?.value ?? addresses.account,
  };
  const addressed = endpointOf(word, around);
  if (!addressed.ok) throw new Failure(addressed.gap.because, addressed.gap.hint);
  return addressed.endpoint;
}

/** Only the account knows the id of a runtime that the files know by its name. */
async function arnByName(given: Given, io: Io, project: Sheet, world: ReturnType<typeof openWorld>): Promise<string> {
  const hint = 'Name it: `agentcore-doctor probe <ARN, id or URL>`.';
  if (given.flag('offline') || (given.text('profile') === undefined && !hasSignsOfCredentials(io.environment)))
    throw new Failure(
      'The files here name a runtime without its id, and there are no AWS credentials to look for it with.',
      hint,
    );
  const { runtimes } = await collect(
    ['runtimes'],
    collectors,
    { ...world, aws: await openAccount(given, io) },
    project,
  );
  if (runtimes?.ok !== true)
    throw new Failure(runtimes?.gap.because ?? 'The account was not asked.', runtimes?.gap.hint ?? hint);
  const [found] = runtimes.value.runtimes;
  if (found?.state.kind === 'unread') throw new Failure(found.state.gap.because, found.state.gap.hint);
  if (found?.state.kind !== 'there')
    throw new Failure('The account has no runtime of the name that the files give.', hint);
  return found.state.value.arn;
}
