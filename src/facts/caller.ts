import { arnOf, roleNameOf } from '../domain/cloud/arns.ts';
import { textAt } from '../domain/cloud/documents.ts';
import type { Caller } from '../model/cloud.ts';
import { defineCollector } from '../model/fact.ts';
import { Failure } from '../model/failure.ts';
import { awsOf } from './aws.ts';

/** Asks STS whose credentials these are, and whether they are of the account that the project names. */
export const caller = defineCollector<'caller', 'targets'>({
  source: 'cloud',
  needs: ['targets'],
  permissions: ['sts:GetCallerIdentity'],
  async collect({ targets: { targets } }, world) {
    const aws = awsOf(world);
    const region = aws.region ?? targets.find((one) => one.region !== undefined)?.region?.value;
    const answer = await aws.ask({ service: 'sts', operation: 'GetCallerIdentity', input: {}, region });
    if (!answer.ok) throw new Failure(answer.gap.because, answer.gap.hint);
    const arn = textAt(answer.value, 'Arn') ?? '';
    const account = textAt(answer.value, 'Account') ?? '';
    const accounts = targets.flatMap((one) => one.account ?? []);
    const [first] = accounts;
    if (first !== undefined && accounts.every(({ value }) => value !== account))
      throw new Failure(
        `The credentials are of account \`${account}\`, and ${first.from} is \`${first.value}\`.`,
        'Name a profile of that account with `--profile`.',
      );
    const principal = principalOf(arn);
    return {
      account,
      partition: arnOf(arn)?.partition ?? 'aws',
      arn,
      ...(principal === undefined ? {} : { principal }),
      ...(region === undefined ? {} : { region }),
      isEmulated: aws.isCustom,
    };
  },
});

/** The user or the role behind an ARN of STS: the policies of a session are those of its role. */
function principalOf(arn: string): Caller['principal'] {
  const resource = arnOf(arn)?.resource ?? '';
  const [kind, ...rest] = resource.split('/');
  if (kind === 'assumed-role' && rest[0] !== undefined) return { kind: 'role', name: rest[0] };
  if (kind === 'user') return { kind: 'user', name: roleNameOf(resource) };
  return undefined;
}
