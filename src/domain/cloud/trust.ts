import type { Finding, Unclear } from '../../model/check.ts';
import { evaluate, type Verdict } from '../iam/evaluate.ts';
import { AGENTCORE_PRINCIPAL } from '../template/runtime-role.ts';
import { unreadRole } from './role-may.ts';
import { trustGrantFix } from './role-fix.ts';
import { type RunUnder, sourceArns } from './run-under.ts';

/**
 * Whether AgentCore may assume a role of the account for a runtime. It sends the account and an ARN along, of which only
 * the account and the region are documented: each ARN that it may be is tried.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html (verified 2026-11-25)
 */
export function trustFault(under: RunUnder): Finding | Unclear | undefined {
  const { role, account } = under;
  if (role.state.kind === 'unread') return unreadRole(role, role.state.gap);
  if (role.state.kind === 'missing') return undefined;
  const { arn, name, trust } = role.state.value;
  const at = { kind: 'resource', arn, pointer: '/AssumeRolePolicyDocument' } as const;
  if (trust.kind === 'unread')
    return { unclear: `Whom role \`${name}\` trusts is not known: ${trust.gap.because}`, at };
  if (trust.kind === 'missing') return undefined;
  const document = trust.value;
  const ask = (source: string | undefined): Verdict =>
    evaluate(
      {
        principal: { kind: 'service', name: AGENTCORE_PRINCIPAL },
        action: 'sts:AssumeRole',
        resource: arn,
        context: { 'aws:SourceAccount': account, ...(source === undefined ? {} : { 'aws:SourceArn': source }) },
        absent: ['sts:ExternalId'],
      },
      { identity: [], resource: { name: 'trust policy', document, account, kind: 'trust' } },
    );
  const sources = sourceArns(under);
  const verdicts = (sources.length === 0 ? [undefined] : sources).map(ask);
  if (verdicts.some(({ answer }) => answer === 'allowed')) return undefined;
  const [first] = verdicts;
  if (first === undefined) return undefined;
  const doubt = verdicts.find(({ answer }) => answer === 'unknown');
  if (doubt !== undefined)
    return { unclear: `Whether AgentCore may assume role \`${name}\` is not known. ${doubt.reason}`, at };
  const fix = trustGrantFix(role, {
    Effect: 'Allow',
    Principal: { Service: AGENTCORE_PRINCIPAL },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ...(under.region === undefined
        ? {}
        : { ArnLike: { 'aws:SourceArn': `arn:${under.partition}:bedrock-agentcore:${under.region}:${account}:*` } }),
    },
  });
  const isDenied = first.answer === 'denied' && first.how === 'explicitly';
  return {
    ...(fix === undefined || isDenied ? {} : { fix }),
    message: `Role \`${name}\` does not let \`${AGENTCORE_PRINCIPAL}\` assume it. ${first.reason}`,
    at: { ...at, pointer: `${at.pointer}${first.by?.pointer ?? ''}` },
    remedy: `Allow \`sts:AssumeRole\` to \`${AGENTCORE_PRINCIPAL}\` with \`aws:SourceAccount\` \`${account}\` and \`aws:SourceArn\` like \`arn:${under.partition}:bedrock-agentcore:${under.region ?? '<region>'}:${account}:*\`.`,
  };
}
