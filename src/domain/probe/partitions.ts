interface Partition {
  readonly id: string;
  readonly regions: RegExp;
  /** What hosts end in: the usual one first, then the one that speaks IPv6, too. */
  readonly suffixes: readonly string[];
}

/** The partitions of AWS, as its SDK for JavaScript has them (@aws-sdk/core 3.981.1; verified 2026-11-26). */
const PARTITIONS: readonly Partition[] = [
  { id: 'aws', regions: /^(?:us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/, suffixes: ['amazonaws.com', 'api.aws'] },
  { id: 'aws-cn', regions: /^cn-\w+-\d+$/, suffixes: ['amazonaws.com.cn', 'api.amazonwebservices.com.cn'] },
  { id: 'aws-eusc', regions: /^eusc-de-\w+-\d+$/, suffixes: ['amazonaws.eu', 'api.amazonwebservices.eu'] },
  { id: 'aws-iso', regions: /^us-iso-\w+-\d+$/, suffixes: ['c2s.ic.gov', 'api.aws.ic.gov'] },
  { id: 'aws-iso-b', regions: /^us-isob-\w+-\d+$/, suffixes: ['sc2s.sgov.gov', 'api.aws.scloud'] },
  { id: 'aws-iso-e', regions: /^eu-isoe-\w+-\d+$/, suffixes: ['cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk'] },
  { id: 'aws-iso-f', regions: /^us-isof-\w+-\d+$/, suffixes: ['csp.hci.ic.gov', 'api.aws.hci.ic.gov'] },
  { id: 'aws-us-gov', regions: /^us-gov-\w+-\d+$/, suffixes: ['amazonaws.com', 'api.aws'] },
];

/** The partition that a region belongs to; nothing for what is no region. */
export function partitionOf(region: string): string | undefined {
  return PARTITIONS.find(({ regions }) => regions.test(region))?.id;
}

/** What the hosts of a region end in; nothing for what is no region. */
export function hostSuffixOf(region: string): string | undefined {
  return PARTITIONS.find(({ regions }) => regions.test(region))?.suffixes[0];
}

/** The host of the data plane in a region; nothing for what is no region. */
export function dataPlaneHost(region: string): string | undefined {
  const suffix = hostSuffixOf(region);
  return suffix === undefined ? undefined : `bedrock-agentcore.${region}.${suffix}`;
}

/**
 * The region of a host of the data plane: the usual one, the one for FIPS, the one for IPv6, and that of a VPC endpoint
 * (https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/vpc-interface-endpoints.html; its host has the form that PrivateLink gives all of
 * them). Whoever
 * gets a request there is AWS; nothing is returned for any other host.
 */
export function regionOfHost(host: string): string | undefined {
  for (const { regions, suffixes } of PARTITIONS) {
    for (const suffix of suffixes) {
      if (!host.endsWith(`.${suffix}`)) continue;
      const words = host.slice(0, -suffix.length - 1).split('.');
      const region = regionIn(words);
      if (region !== undefined && regions.test(region)) return region;
    }
  }
  return undefined;
}

const SERVICE = /^bedrock-agentcore(?:-fips)?$/;

function regionIn(words: readonly string[]): string | undefined {
  const [first = '', second = '', third = '', fourth] = words;
  if (words.length === 2 && SERVICE.test(first)) return second;
  return words.length === 4 && /^vpce-[\w-]+$/.test(first) && SERVICE.test(second) && fourth === 'vpce'
    ? third
    : undefined;
}
