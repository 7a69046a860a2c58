import type { AwsService } from '../../model/aws.ts';
import { certificateAgent } from './certificates.ts';
import type { AwsOptions } from './index.ts';

/** Whether requests go to an address of the user's own: an emulator, mostly. */
export function isCustomIn(environment: AwsOptions['environment']): boolean {
  return Object.keys(environment).some((name) => name.startsWith('AWS_ENDPOINT_URL') && environment[name]);
}

/** How often the SDK may send one call before it gives up. */
export type Times = 'once' | 'several';

/** What the SDK's client of a service is made with; `where`: the region. */
export function clientConfig(
  options: AwsOptions,
  name: AwsService,
  where: string | undefined,
  times: Times = 'several',
): object {
  const { profile, environment } = options;
  const isCustom = isCustomIn(environment);
  return {
    ...(where === undefined ? {} : { region: where }),
    ...(profile === undefined ? {} : { profile }),
    maxAttempts: times === 'once' ? 1 : 4,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 3000, requestTimeout: 6000, ...certificateAgent(environment) },
    // A prefix before the host of a custom endpoint is a host that nobody knows.
    ...(isCustom && name === 'logs' ? { disableHostPrefix: true } : {}),
    ...(isCustom && name === 's3' ? { forcePathStyle: true } : {}),
  };
}
