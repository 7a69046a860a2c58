import type { Command, Handler } from './service.ts';

/** Operations whose answer is worth something from AWS only: emulators allow what they do not evaluate. */
export const GENUINE: ReadonlySet<string> = new Set(['SimulatePrincipalPolicy']);

/** The name of the error that a request to another address ends with, before it is sent. */
export const NOT_AWS = 'EndpointNotOfAws';

/** The domains of all partitions, those of dual-stack endpoints included (partitions.js of @aws-sdk/core; verified 2026-11-26). */
const DOMAINS = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
  'api.aws',
  'api.amazonwebservices.com.cn',
  'api.amazonwebservices.eu',
  'api.aws.ic.gov',
  'api.aws.scloud',
  'api.cloud-aws.adc-e.uk',
  'api.aws.hci.ic.gov',
];

/** Sends a command to AWS or nowhere, whatever variables and configuration files say of endpoints. */
export function demandAws(command: Command): void {
  const middleware =
    (next: Handler): Handler =>
    async (given) => {
      const { hostname = '', protocol } = given.request as { hostname?: string; protocol?: string };
      if (protocol === 'https:' && DOMAINS.some((domain) => hostname.endsWith(`.${domain}`))) return next(given);
      const error = new Error(`IAM is not asked at \`${hostname}\`, which is no address of AWS.`);
      throw Object.assign(error, { name: NOT_AWS });
    };
  command.middlewareStack.add(middleware, { step: 'build', priority: 'low', name: 'demandAws' });
}
