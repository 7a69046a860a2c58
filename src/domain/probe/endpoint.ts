import type { Endpoint } from '../../model/probe.ts';
import { arnOf } from '../cloud/arns.ts';
import { type Addressed, type Around, refused } from './address.ts';
import { dataPlaneHost, partitionOf } from './partitions.ts';
import { endpointOfUrl } from './url.ts';

/**
 * Where a runtime is invoked that is named by its ARN, its id or its URL. An address that a secret must not be sent to is
 * refused here, before there is one.
 */
export function endpointOf(word: string, around: Around): Addressed {
  const text = word.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return endpointOfUrl(text, around);
  if (text.startsWith('arn:')) return endpointOfArn(text, around);
  return endpointOfId(text, around);
}

/** The id of a runtime: its name, a minus, and ten letters or digits. */
export const RUNTIME_ID = /^[A-Za-z]\w{0,99}-[A-Za-z0-9]{10}$/;
const LOOKS_LIKE = 'It looks like `arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/weather-a1b2c3d4e5`.';

function endpointOfArn(text: string, around: Around): Addressed {
  const arn = arnOf(text);
  const parts = /^runtime\/([^/]+)(?:\/runtime-endpoint\/([^/]+))?$/.exec(arn?.resource ?? '');
  if (arn === undefined || arn.service !== 'bedrock-agentcore' || parts === null)
    return refused(`\`${text}\` is no ARN of an agent runtime.`, LOOKS_LIKE);
  const { region, account, partition } = arn;
  const [, id = '', named] = parts;
  if (!RUNTIME_ID.test(id)) return refused(`\`${id}\` is no id of an agent runtime.`, LOOKS_LIKE);
  if (!/^\d{12}$/.test(account)) return refused(`\`${account}\` is no number of an account.`, LOOKS_LIKE);
  if (partitionOf(region) !== partition)
    return refused(
      `Region \`${region}\` is not in partition \`${partition}\`.`,
      'Take the ARN from the console or from GetAgentRuntime.',
    );
  const own = `arn:${partition}:bedrock-agentcore:${region}:${account}:runtime/${id}`;
  return placed(`/runtimes/${encodeURIComponent(own)}/invocations`, { arn: own, id, account, region }, named, around);
}

function endpointOfId(text: string, around: Around): Addressed {
  if (!RUNTIME_ID.test(text))
    return refused(`\`${text}\` is neither an ARN, nor an id, nor a URL of an agent runtime.`, LOOKS_LIKE);
  const { region, account } = around;
  if (region === undefined)
    return refused(`In which region \`${text}\` is, nothing says.`, 'Name it with `--region`, or give the ARN.');
  if (partitionOf(region) === undefined) return refused(`\`${region}\` is no region of AWS.`);
  if (account === undefined || !/^\d{12}$/.test(account))
    return refused(`In which account \`${text}\` is, nothing says.`, 'Name it with `--account`, or give the ARN.');
  const arn = `arn:${partitionOf(region)}:bedrock-agentcore:${region}:${account}:runtime/${text}`;
  return placed(
    `/runtimes/${encodeURIComponent(arn)}/invocations`,
    { arn, id: text, account, region },
    undefined,
    around,
  );
}

function placed(
  path: string,
  known: Required<Pick<Endpoint, 'arn' | 'id' | 'account' | 'region'>>,
  named: string | undefined,
  { qualifier = named ?? 'DEFAULT', custom }: Around,
): Addressed {
  if (!QUALIFIER.test(qualifier))
    return refused(
      `\`${qualifier}\` is no name of an endpoint.`,
      'A qualifier is the name of an endpoint: `DEFAULT`, unless others were made.',
    );
  const query = `?qualifier=${encodeURIComponent(qualifier)}`;
  if (custom !== undefined) {
    const made = endpointOfUrl(`${custom.replace(/\/+$/, '')}${path}${query}`, { custom });
    return made.ok ? { ok: true, endpoint: { ...made.endpoint, ...known } } : made;
  }
  const host = dataPlaneHost(known.region);
  if (host === undefined) return refused(`\`${known.region}\` is no region of AWS.`);
  return {
    ok: true,
    endpoint: { kind: 'runtime', url: `https://${host}${path}${query}`, ...known, qualifier, host: 'aws' },
  };
}

/** https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntimeEndpoint.html (verified 2026-11-26) */
const QUALIFIER = /^[A-Za-z]\w{0,47}$/;
