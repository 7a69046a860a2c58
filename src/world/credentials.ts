import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Variables by which AWS tools are given credentials, or told where they are. */
const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
] as const;

/**
 * Whether there may be AWS credentials, at the cost of two looks at the disk: so that nobody without an account waits for
 * the SDK. The metadata service of a virtual machine is not asked, because elsewhere its silence takes seconds.
 */
export function hasSignsOfCredentials(environment: { readonly [name: string]: string | undefined }): boolean {
  if (VARIABLES.some((name) => (environment[name] ?? '') !== '')) return true;
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  const files = [
    environment['AWS_SHARED_CREDENTIALS_FILE'] ?? (home === undefined ? undefined : join(home, '.aws', 'credentials')),
    environment['AWS_CONFIG_FILE'] ?? (home === undefined ? undefined : join(home, '.aws', 'config')),
  ];
  return files.some((file) => file !== undefined && existsSync(file));
}
