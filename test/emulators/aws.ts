import type { Emulator } from './start.ts';

/** Where calls of some services go instead: `{ COGNITO_IDENTITY_PROVIDER: url }`, named as the AWS SDKs name them. */
export type Elsewhere = { readonly [service: string]: string };

export const REGION = 'eu-west-1';
export const ACCOUNT = '111122223333';

/**
 * The variables that send every AWS tool to an emulator and nowhere else. An access key of twelve digits is the account
 * in ministack, which keeps accounts apart.
 */
export function environmentFor(
  { url }: Pick<Emulator, 'url'>,
  { account = ACCOUNT, elsewhere = {} }: { readonly account?: string; readonly elsewhere?: Elsewhere } = {},
): { readonly [name: string]: string } {
  return {
    AWS_ENDPOINT_URL: url,
    // Neither emulator has X-Ray, and ministack stands still for seconds until it knows. Nobody listens here.
    AWS_ENDPOINT_URL_XRAY: 'http://127.0.0.1:1',
    ...Object.fromEntries(Object.entries(elsewhere).map(([service, to]) => [`AWS_ENDPOINT_URL_${service}`, to])),
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'test',
  };
}

/** What an AWS SDK client is made with to speak to an emulator. */
export function clientFor({ url }: Pick<Emulator, 'url'>, account: string = ACCOUNT) {
  return {
    endpoint: url,
    region: REGION,
    credentials: { accessKeyId: account, secretAccessKey: 'test' },
    // The SDK would put a prefix before the host, which no loopback address has.
    disableHostPrefix: true,
    maxAttempts: 1,
  };
}
