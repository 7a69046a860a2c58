import type { Template, TemplateResource } from '../src/model/template.ts';
import { defineCheck } from '../src/model/check.ts';
import { type DeployedTrigger, deployedTriggers, judgeTrigger } from '../src/domain/cloud/trigger-permission.ts';
import { type Possible, stringsOf } from '../src/domain/template/cloudformation-text.ts';
import { intrinsicOf, look, resourcesIn, resourcesOf } from '../src/domain/template/cloudformation.ts';
import { overlaps } from '../src/domain/iam/pattern.ts';
import { opened } from '../src/domain/template/iam.ts';
import { idleTriggerFix, type OwnTrigger, permissionFix } from '../src/domain/template/trigger-fix.ts';
import { triggersOf } from '../src/domain/template/user-pools.ts';

export default defineCheck({
  id: 'trigger-permission-missing',
  title: 'Cognito may not call the trigger of the user pool',
  severity: 'error',
  why: 'Every sign-in that needs the trigger ends in `UnexpectedLambdaException` with AccessDenied, so nobody gets a token.',
  remedy:
    'Add an `AWS::Lambda::Permission` for the function with `Principal: cognito-idp.amazonaws.com` and `Action: lambda:InvokeFunction`.',
  references: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html',
  ],
  fix: 'review',
  needs: ['templates'],
  also: ['pools'],

  // A function of another stack has its permission there.
  *subjects({ templates, pools }) {
    for (const template of templates.files.filter(({ mentionsAgentCore }) => mentionsAgentCore)) {
      for (const trigger of triggersOf(template))
        if (trigger.lambda !== undefined) yield { ...trigger, lambda: trigger.lambda };
    }
    if (pools !== undefined) yield* deployedTriggers(pools.pools);
  },

  judge(trigger: OwnTrigger | DeployedTrigger) {
    if ('kind' in trigger) return judgeTrigger(trigger);
    const { template, pool, event, target, lambda } = trigger;
    if (hasCognitoEvent(lambda)) return undefined;
    const permissions = resourcesOf(template, 'AWS::Lambda::Permission').filter((permission) =>
      isForCognito(permission, template),
    );
    if (permissions.some((permission) => isFor(permission, lambda, template))) return undefined;
    const open = permissions.find((permission) => isOpen(permission, template));
    const message = `User pool \`${pool.logicalId.value}\` calls function \`${lambda.logicalId.value}\` for ${event}`;
    if (open !== undefined)
      return {
        unclear: `${message}; whether permission \`${open.logicalId.value}\` is for it is not told.`,
        at: open.at,
      };
    // A trigger that is of no use is not called either.
    const fix = idleTriggerFix(trigger) ?? permissionFix(trigger);
    return {
      message: `${message}, and no permission lets it.`,
      at: target.at,
      related: [{ ...lambda.logicalId.at, label: 'the function' }],
      ...(fix === undefined ? {} : { fix }),
    };
  },
});

/** SAM adds the permission by itself for an event of type `Cognito`. */
function hasCognitoEvent(lambda: TemplateResource): boolean {
  return look(lambda.properties, 'Events').some(
    (events) =>
      events.kind === 'map' &&
      (intrinsicOf(events) !== undefined ||
        events.entries.some(({ value }) =>
          look(value, 'Type').some((type) => type.kind === 'scalar' && type.text === 'Cognito'),
        )),
  );
}

function isForCognito(permission: TemplateResource, template: Template): boolean {
  return textsOf(permission, 'Principal', template).some(({ text }) =>
    overlaps(opened(text), 'cognito-idp.amazonaws.com'),
  );
}

function isFor(permission: TemplateResource, lambda: TemplateResource, template: Template): boolean {
  const names = textsOf(lambda, 'FunctionName', template).map(({ text }) => text);
  return look(permission.properties, 'FunctionName').some(
    (tree) =>
      resourcesIn(tree, template).includes(lambda) ||
      stringsOf(tree, template).some(({ text }) =>
        names.some((name) => text === name || text.endsWith(`:function:${name}`)),
      ),
  );
}

function isOpen(permission: TemplateResource, template: Template): boolean {
  return textsOf(permission, 'FunctionName', template).some(
    ({ text }) =>
      /^\$\{[^}.]*\}$/.test(text) && !template.resources.some(({ logicalId }) => text === `\${${logicalId.value}}`),
  );
}

function textsOf(resource: TemplateResource, property: string, template: Template): readonly Possible[] {
  return look(resource.properties, property).flatMap((tree) => stringsOf(tree, template));
}
