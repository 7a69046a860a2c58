import type { Sheet } from '../engine/collect.ts';
import type { Aws } from '../model/aws.ts';
import { Failure } from '../model/failure.ts';
import type { RealWorld } from '../world/index.ts';
import type { Given, Io } from './command.ts';
import { awsMeans, tokenMeans } from './probe-means.ts';
import { probeIn, PROBE_FACTS, seeEndpoint } from './probing.ts';
import type { Progress } from './progress.ts';
import { addressesOf, endpointOfTargets } from './project-endpoint.ts';

/** What a run of `doctor` knows when it comes to the deployed endpoint. */
interface Looked {
  readonly sheet: Sheet;
  readonly world: RealWorld;
  readonly aws: Aws | undefined;
  readonly progress: Progress;
}

/** Adds to a sheet what the endpoint answers that the project has deployed, and what explains it. */
export async function lookAtEndpoint(given: Given, io: Io, { sheet, world, aws, progress }: Looked): Promise<Sheet> {
  if (given.flag('offline'))
    throw new Failure('`--live` asks an endpoint, and `--offline` asks nobody.', 'Leave one of them out.');
  const targets = sheet.targets?.ok === true ? sheet.targets.value.targets : [];
  const addresses = addressesOf(given, io);
  const endpoint = await endpointOfTargets(targets, given, io, { project: sheet, addresses, world });
  const { signer, signsAnyway } = await awsMeans(given, io, endpoint);
  const seen = await seeEndpoint({
    endpoint,
    token: await tokenMeans(given, io),
    signer,
    signsAnyway: signsAnyway === true,
    aws,
    project: sheet,
    onStep: (what) => progress.tell(`asking ${new URL(endpoint.url).host}: ${what}`),
    signal: io.interruption?.(),
  });
  probeIn(seen);
  // What was to explain an answer and cannot be had makes no answer uncertain.
  const own = PROBE_FACTS.flatMap((name) =>
    name in sheet || seen[name]?.ok !== true ? [] : [[name, seen[name]] as const],
  );
  return { ...sheet, ...Object.fromEntries(own) };
}
