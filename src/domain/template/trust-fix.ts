import type { Edit, Fix } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import type { Template, TemplateResource } from '../../model/template.ts';
import type { Tree } from '../../model/tree.ts';
import { entryOf } from '../config/tree.ts';
import { intrinsicOf } from './cloudformation.ts';
import { AGENTCORE_PRINCIPAL, type Trust } from './runtime-role.ts';
import type { Impossible } from './trust-conditions.ts';
import { isSynthesised, jsonOf, writtenIn } from './written.ts';

/** The service of Bedrock's own agents, which is often taken for AgentCore's. */
const BEDROCK = 'bedrock.amazonaws.com';

/** How a role comes to trust AgentCore: in the place of Bedrock, where that is all that it trusts, or in addition. */
export function trustFix(role: TemplateResource, trusts: readonly Trust[], template: Template): Fix | undefined {
  if (isSynthesised(template)) return undefined;
  const title = `Let \`${AGENTCORE_PRINCIPAL}\` assume role \`${role.logicalId.value}\``;
  const list = statementsOf(role);
  const value = {
    Effect: 'Allow',
    Principal: { Service: AGENTCORE_PRINCIPAL },
    Action: 'sts:AssumeRole',
    Condition: conditionIn(template),
  };
  const add: Fix | undefined =
    list === undefined
      ? undefined
      : { title, safety: 'review', edits: [{ kind: 'set', at: list.at, path: ['-'], value }] };
  const [trust, ...others] = trusts;
  const replacement = trust === undefined || others.length > 0 ? undefined : replacing(trust, role, template);
  if (replacement === undefined || add === undefined) return replacement ?? add;
  return { ...replacement, name: 'replace-principal', alternatives: [{ ...add, name: 'add-statement' }] };
}

/** How the conditions of a trust come to be met: each names this account, or AgentCore in it. */
export function conditionFix(
  role: TemplateResource,
  blocked: readonly { readonly condition: Tree; readonly found: readonly Impossible[] }[],
  template: Template,
): Fix | undefined {
  if (isSynthesised(template)) return undefined;
  const edits = blocked.map(({ condition, found }) => {
    const each = found.map((one) => conditionEdits(one, condition, template));
    return each.some((one) => one === undefined) ? undefined : each.flatMap((one) => one ?? []);
  });
  if (edits.some((one) => one === undefined)) return undefined;
  const title = `Let the trust of role \`${role.logicalId.value}\` ask for what AgentCore sends from this account`;
  return { title, safety: 'review', edits: edits.flatMap((one) => one ?? []) };
}

function replacing({ principals, condition, at }: Trust, role: TemplateResource, template: Template): Fix | undefined {
  const [only, ...others] = principals;
  if (only === undefined || others.length > 0 || only.source !== 'written' || only.text !== BEDROCK) return undefined;
  const title = `Let \`${AGENTCORE_PRINCIPAL}\` assume role \`${role.logicalId.value}\` instead of \`${BEDROCK}\``;
  const swap: Edit = { kind: 'swap', at: only.at, from: BEDROCK, to: AGENTCORE_PRINCIPAL };
  const edits: readonly Edit[] =
    condition === undefined ? [swap, { kind: 'set', at, path: ['Condition'], value: conditionIn(template) }] : [swap];
  return { title, safety: 'review', edits };
}

/**
 * What keeps other accounts from using the role through the service (verified 2026-11-25).
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html
 */
function conditionIn(template: Template): { readonly [key: string]: Json } {
  const { ref } = writtenIn(template);
  return {
    StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
    ArnLike: { 'aws:SourceArn': sourceIn(template) },
  };
}

function sourceIn(template: Template): Json {
  return writtenIn(template).sub('arn:${AWS::Partition}:bedrock-agentcore:${AWS::Region}:${AWS::AccountId}:*');
}

function conditionEdits(
  { operator, entry, literal }: Impossible,
  condition: Tree,
  template: Template,
): readonly Edit[] | undefined {
  const { key, value } = entry;
  const inPlace = (put: Json): readonly Edit[] => [
    { kind: 'set', at: condition.at, path: [operator, key], value: put },
  ];
  if (/^aws:SourceAccount$/i.test(key)) return inPlace(writtenIn(template).ref('AWS::AccountId'));
  if (!operator.includes('StringEquals')) return inPlace(sourceIn(template));
  const like = operator.replace('StringEquals', 'ArnLike');
  if (entryOf(entryOf(condition, like)?.value, key) !== undefined) return undefined;
  const before = entryOf(condition, operator);
  const alone = before?.value.kind === 'map' && before.value.entries.length === 1;
  if (before === undefined || (alone && entryOf(condition, like) !== undefined)) return undefined;
  if (alone) {
    const renamed: Edit = { kind: 'swap', at: before.keyAt, from: 'StringEquals', to: 'ArnLike' };
    return literal ? [renamed] : [renamed, ...inPlace(sourceIn(template))];
  }
  return [
    { kind: 'unset', at: condition.at, path: [operator, key] },
    { kind: 'set', at: condition.at, path: [like, key], value: literal ? jsonOf(value) : sourceIn(template) },
  ];
}

/** The statements of a role's trust policy, where they are a list that is written out. */
function statementsOf({ properties }: TemplateResource): Tree | undefined {
  const document = entryOf(properties, 'AssumeRolePolicyDocument')?.value;
  const list = entryOf(document, 'Statement')?.value;
  return list?.kind === 'list' && list.items.length > 0 && intrinsicOf(list) === undefined ? list : undefined;
}
