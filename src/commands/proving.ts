import { endpointOf } from '../domain/probe/endpoint.ts';
import { familyOf } from '../domain/probe/seen.ts';
import { exitCodeOf } from '../engine/verdict.ts';
import { Failure } from '../model/failure.ts';
import type { Endpoint } from '../model/probe.ts';
import type { Outcome } from '../model/report.ts';
import type { DeployProof } from '../report/deployed.ts';
import type { ProbeCall } from './probing.ts';
import { probeEndpoint } from './probing.ts';

/** The endpoint of a runtime that was deployed. */
export function endpointOfDeployed(
  arn: string,
  environment: { readonly [name: string]: string | undefined },
): Endpoint {
  const custom = environment['AWS_ENDPOINT_URL_BEDROCK_AGENTCORE'] ?? environment['AWS_ENDPOINT_URL'];
  const addressed = endpointOf(arn, { qualifier: undefined, region: undefined, account: undefined, custom });
  if (!addressed.ok) throw new Failure(addressed.gap.because, addressed.gap.hint);
  return addressed.endpoint;
}

/** Calls a deployed server as its clients will; without a token, what is proved is that it asks for one. */
export async function proveEndpoint(call: ProbeCall): Promise<DeployProof> {
  const { probe, outcomes, isHealthy } = await probeEndpoint(call);
  const { client } = probe;
  const tools = client?.tools?.map(({ name }) => name);
  if (isHealthy && tools !== undefined)
    return { state: 'works', says: `The official MCP client lists its tools: ${tools.join(', ')}.`, tools };
  const cause = causeIn(outcomes);
  if (cause !== undefined) return { state: 'fails', says: cause };
  if (probe.with.length === 0 && familyOf(probe) === 'jwt')
    return {
      state: 'locked',
      says: 'It asks for a token, as it is to; with one, `agentcore-doctor probe` proves the rest.',
    };
  return {
    state: 'unclear',
    says: 'What it answers does not tell whether it works; `agentcore-doctor probe` says more.',
  };
}

function causeIn(outcomes: readonly Outcome[]): string | undefined {
  const errors = outcomes.flatMap((outcome) =>
    outcome.status === 'fail' && exitCodeOf({ outcomes: [outcome], unread: [] }, 'error') === 1 ? outcome.findings : [],
  );
  const [first] = errors;
  return first === undefined ? undefined : `${first.message}${first.remedy === undefined ? '' : ` ${first.remedy}`}`;
}
