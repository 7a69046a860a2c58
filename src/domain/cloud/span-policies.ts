import type { LogsPolicy, TracedRegion } from '../../model/observability.ts';
import { evaluate } from '../iam/evaluate.ts';

/**
 * Whether the resource policies of CloudWatch Logs let X-Ray write spans. One policy is enough; a denial in any holds.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Enable-TransactionSearch.html (verified 2026-11-25)
 */
export function mayWriteSpans(
  { region, account, partition }: Pick<TracedRegion, 'region' | 'account' | 'partition'>,
  policies: readonly LogsPolicy[],
): 'yes' | 'no' | 'unknown' {
  const resource = `arn:${partition}:logs:${region}:${account}:log-group:aws/spans:log-stream:default`;
  const verdicts = policies.map(({ name, document }) =>
    evaluate(
      {
        principal: { kind: 'service', name: 'xray.amazonaws.com' },
        action: 'logs:PutLogEvents',
        resource,
        context: {
          'aws:SourceAccount': account,
          'aws:SourceArn': `arn:${partition}:xray:${region}:${account}:*`,
        },
      },
      { identity: [], resource: { account, name, document } },
    ),
  );
  if (verdicts.some((one) => one.answer === 'denied' && one.how === 'explicitly')) return 'no';
  if (verdicts.some(({ answer }) => answer === 'allowed')) return 'yes';
  return verdicts.some(({ answer }) => answer === 'unknown') ? 'unknown' : 'no';
}
