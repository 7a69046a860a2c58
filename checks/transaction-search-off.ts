import { mayWriteSpans } from '../src/domain/cloud/span-policies.ts';
import { placeOfTraces } from '../src/domain/cloud/traced-regions.ts';
import { defineCheck } from '../src/model/check.ts';
import type { TracedRegion } from '../src/model/observability.ts';

export default defineCheck({
  id: 'transaction-search-off',
  title: 'Traces of the runtime cannot be searched',
  severity: 'note',
  why: 'The spans of AgentCore show in CloudWatch only where Transaction Search sends them to CloudWatch Logs: without it, the list of traces stays empty while the runtime works.',
  remedy:
    'Turn Transaction Search on, once for the account and region: `aws xray update-trace-segment-destination --destination CloudWatchLogs`.',
  references: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Enable-TransactionSearch.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/observability-configure.html',
  ],
  fix: 'none',
  needs: ['observability'],

  subjects: ({ observability: { regions } }) => regions,

  judge(traced: TracedRegion) {
    const { region, account, destination, policies, indexedPercentage } = traced;
    const at = placeOfTraces(traced);
    if (destination.kind === 'unread')
      return {
        unclear: `Where \`${region}\` sends traces of account \`${account}\` cannot be read: ${destination.gap.because}`,
        at,
      };
    if (destination.kind === 'missing') return undefined;
    const { to, status } = destination.value;
    if (to === 'XRay')
      return {
        message: `Account \`${account}\` sends its traces in \`${region}\` to X-Ray, not to CloudWatch Logs.`,
        at,
      };
    if (status === 'PENDING')
      return {
        message: `Transaction Search of account \`${account}\` in \`${region}\` is \`PENDING\`.`,
        at,
        remedy: 'Wait a quarter of an hour.',
      };
    if (policies.kind === 'there' && mayWriteSpans(traced, policies.value) === 'no')
      return {
        message: `No resource policy of CloudWatch Logs in \`${region}\` lets X-Ray write to \`aws/spans\`.`,
        at,
        severity: 'warning' as const,
        remedy:
          'Allow `xray.amazonaws.com` `logs:PutLogEvents` on `aws/spans` and `/aws/application-signals/data`: `aws logs put-resource-policy`.',
      };
    if (indexedPercentage.kind === 'there' && indexedPercentage.value === 0)
      return {
        message: `Of the spans in \`${region}\`, 0 % are indexed as traces.`,
        at,
        remedy: 'Raise the percentage: `aws xray update-indexing-rule --name Default`.',
      };
    return undefined;
  },
});
