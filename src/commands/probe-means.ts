import { Failure } from '../model/failure.ts';
import type { Endpoint } from '../model/probe.ts';
import type { GivenToken } from '../model/token.ts';
import { hasSignsOfCredentials } from '../world/credentials.ts';
import { openAccount } from './account.ts';
import type { Given, Io } from './command.ts';
import { givenToken } from './given-token.ts';
import type { ProbeCall } from './probing.ts';

/** A token is read from where it is expected: what is piped in may be meant for others. */
export async function tokenMeans(given: Given, io: Io): Promise<GivenToken | undefined> {
  const isNamed = given.text('token-file') !== undefined || (io.environment['BEARER_TOKEN'] ?? '').trim() !== '';
  return isNamed ? givenToken(given, io) : undefined;
}

/** Credentials of AWS, where there are signs of any: to sign with, and to look at the account with. */
export async function awsMeans(
  given: Given,
  io: Io,
  { kind, region }: Endpoint,
): Promise<Pick<ProbeCall, 'aws' | 'signer' | 'signsAnyway'>> {
  const { environment } = io;
  const signsAnyway = given.flag('sigv4');
  const hasCredentials = given.text('profile') !== undefined || hasSignsOfCredentials(environment);
  const where = region ?? given.text('region') ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  if (signsAnyway && where === undefined)
    throw new Failure('Requests are signed for a region, and nothing names one.', 'Name it with `--region`.');
  if (where === undefined || (!signsAnyway && (!hasCredentials || kind === 'server'))) return {};
  const { openSigner } = await import('../world/aws/index.ts');
  const signer = (): ReturnType<typeof openSigner> =>
    openSigner({ profile: given.text('profile'), region: where, environment }, where);
  // Without credentials nothing would be asked, so the run ends before it began.
  if (signsAnyway) await signer();
  const looks = hasCredentials && !given.flag('offline') && kind === 'runtime';
  return { signer, signsAnyway, ...(looks ? { aws: await openAccount(given, io) } : {}) };
}
