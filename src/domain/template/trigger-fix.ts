import type { Edit, Fix } from '../../model/change.ts';
import type { Template, TemplateResource } from '../../model/template.ts';
import { entryOf } from '../config/tree.ts';
import { stringsOf } from './cloudformation-text.ts';
import { intrinsicOf, look, resourceOf, resourcesIn, resourcesOf } from './cloudformation.ts';
import { isMadeOf, removalOf } from './resource-removal.ts';
import type { Trigger } from './user-pools.ts';
import { isSynthesised, jsonOf, writtenIn } from './written.ts';

const PERMISSION = 'AWS::Lambda::Permission';

/** A function that Cognito calls, and that is a resource of the same template. */
export type OwnTrigger = Trigger & { readonly lambda: TemplateResource };

/** How Cognito comes to be allowed to call a trigger. */
export function permissionFix({ template, pool, lambda, target }: OwnTrigger): Fix | undefined {
  const id = ['Permission', 'CognitoPermission']
    .map((suffix) => `${lambda.logicalId.value}${suffix}`)
    .find((one) => resourceOf(template, one) === undefined);
  const conditions = new Set([pool.condition, lambda.condition].filter((one) => one !== undefined));
  if (id === undefined || conditions.size > 1 || template.tree === undefined || isSynthesised(template))
    return undefined;
  const [condition] = conditions;
  const value = {
    Type: PERMISSION,
    ...(condition === undefined ? {} : { Condition: condition }),
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: jsonOf(target),
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: writtenIn(template).getAtt(pool.logicalId.value, 'Arn'),
    },
  };
  return {
    title: `Let user pool \`${pool.logicalId.value}\` call function \`${lambda.logicalId.value}\``,
    safety: 'review',
    edits: [{ kind: 'set', at: template.tree.at, path: ['Resources', id], value }],
  };
}

/**
 * How a pre-token trigger goes that adds `client_id` and does nothing else, with its function and what belongs to that
 * alone. `undefined`: it does more, or it is not certain that it does not.
 */
export function idleTriggerFix({ template, pool, lambda }: OwnTrigger): Fix | undefined {
  const codes = ['Code.ZipFile', 'InlineCode'].flatMap((path) => look(lambda.properties, path));
  const texts = codes.flatMap((code) => stringsOf(code, template));
  const released = releasing(pool, lambda, template);
  if (texts.length === 0 || !texts.every(({ text }) => addsNothingElse(text))) return undefined;
  if (released === undefined || isSynthesised(template)) return undefined;
  const removed = removalOf(belongingTo(lambda, template), template, [pool]) ?? [];
  return {
    title: `Take the trigger \`${lambda.logicalId.value}\` out, which adds nothing but a claim that Cognito leaves out`,
    safety: 'review',
    edits: [...released, ...removed],
  };
}

/** The pool without the function among its triggers. */
function releasing(pool: TemplateResource, lambda: TemplateResource, template: Template): readonly Edit[] | undefined {
  const config = entryOf(pool.properties, 'LambdaConfig')?.value;
  if (pool.properties === undefined || config?.kind !== 'map' || intrinsicOf(config) !== undefined) return undefined;
  const own = config.entries.filter(({ value }) => resourcesIn(value, template).includes(lambda));
  if (own.some(({ key }) => !key.startsWith('PreTokenGeneration'))) return undefined;
  return own.length === config.entries.length
    ? [{ kind: 'unset', at: pool.properties.at, path: ['LambdaConfig'] }]
    : own.map(({ key }) => ({ kind: 'unset', at: config.at, path: [key] }));
}

/** A function with the permissions to call it and the role that it alone has. */
function belongingTo(lambda: TemplateResource, template: Template): readonly TemplateResource[] {
  const permissions = resourcesOf(template, PERMISSION).filter(({ properties }) =>
    look(properties, 'FunctionName').some((name) => resourcesIn(name, template).includes(lambda)),
  );
  const gone = [lambda, ...permissions];
  const roles = look(lambda.properties, 'Role').flatMap((role) => resourcesIn(role, template));
  const [role, ...others] = roles.filter(({ type }) => type === 'AWS::IAM::Role');
  const isShared =
    role === undefined ||
    others.length > 0 ||
    template.resources.some((one) => !gone.includes(one) && isMadeOf(one, [role], template)) ||
    template.outputs.some(({ value }) => resourcesIn(value, template).includes(role));
  return isShared ? gone : [...gone, role];
}

/** Whether a handler does nothing but put `client_id` among the claims: no other claim, no other library, no choice. */
function addsNothingElse(code: string): boolean {
  const bare = code.replaceAll(/(^|\s)(#|\/\/).*$/gm, '$1').replaceAll(/^\s*import (?:json|logging)\s*$/gm, '');
  if (/\b(?:import|require|fetch|await|setdefault|assign|claimsToSuppress|groupOverrideDetails)\b/.test(bare))
    return false;
  const keys = [...bare.matchAll(/['"]?(\w+)['"]?\s*:(?!:)|\[['"](\w+)['"]\]\s*=(?!=)|\.(\w+)\s*=(?![=>])/g)].map(
    ([, member, item, property]) => member ?? item ?? property ?? '',
  );
  return keys.every((key) => key === 'client_id' || STRUCTURE.has(key));
}

/** What else is written in such a handler: its own name, and what stands around the claims in an answer. */
const STRUCTURE = new Set([
  'handler',
  'exports',
  'response',
  'claimsOverrideDetails',
  'claimsAndScopeOverrideDetails',
  'claimsToAddOrOverride',
  'idTokenGeneration',
  'accessTokenGeneration',
]);
