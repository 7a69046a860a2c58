import type { Fix } from '../../model/change.ts';
import type { Template, TemplateResource } from '../../model/template.ts';
import { stringsOf } from './cloudformation-text.ts';
import { look, resourcesIn } from './cloudformation.ts';
import { removalOf } from './resource-removal.ts';
import { isSynthesised } from './written.ts';

/**
 * How a user leaves a template, and the two commands that make it and its password after the deployment. `undefined`:
 * something else of the template is made of the user, a membership of a group for example.
 */
export function poolUserFix(user: TemplateResource, template: Template): Fix | undefined {
  const edits = isSynthesised(template) ? undefined : removalOf([user], template);
  if (edits === undefined) return undefined;
  const whose = `--user-pool-id ${poolOf(user, template)} --username ${nameOf(user, template)}`;
  const create = `aws cognito-idp admin-create-user ${whose} --message-action SUPPRESS`;
  const password = `aws cognito-idp admin-set-user-password ${whose} --password <password> --permanent`;
  return {
    title: `Take user \`${user.logicalId.value}\` out of the template, and make it after the deployment with \`${create}\` and \`${password}\``,
    safety: 'review',
    edits,
  };
}

function poolOf({ properties }: TemplateResource, template: Template): string {
  const [pool, ...others] = look(properties, 'UserPoolId').flatMap((id) => resourcesIn(id, template));
  return pool === undefined || others.length > 0 ? '<user pool>' : `<${pool.logicalId.value}>`;
}

/** The name where it is written out and a shell takes it as it is. */
function nameOf({ properties }: TemplateResource, template: Template): string {
  const [name, ...others] = look(properties, 'Username').flatMap((tree) => stringsOf(tree, template));
  const isPlain = name?.source === 'written' && others.length === 0 && /^[\w.+@-]+$/.test(name.text);
  return isPlain ? name.text : '<user name>';
}
