import { defineCheck } from '../src/model/check.ts';
import type { Template, TemplateResource } from '../src/model/template.ts';
import { stringsOf } from '../src/domain/template/cloudformation-text.ts';
import { look, resourcesOf } from '../src/domain/template/cloudformation.ts';
import { poolUserFix } from '../src/domain/template/pool-user-fix.ts';
import { USER_POOL } from '../src/domain/template/user-pools.ts';

export default defineCheck({
  id: 'user-pool-user-in-template',
  title: 'A template creates a user who cannot sign in yet',
  severity: 'warning',
  why: 'CloudFormation cannot give a user a permanent password: the user stays in FORCE_CHANGE_PASSWORD, and `initiate-auth` answers with the challenge NEW_PASSWORD_REQUIRED instead of a token.',
  remedy:
    'Leave the user out of the template and run `aws cognito-idp admin-create-user --message-action SUPPRESS …` and `aws cognito-idp admin-set-user-password --permanent …` after the deployment.',
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpooluser.html',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html',
  ],
  fix: 'review',
  needs: ['templates'],

  // A pool whose users are created elsewhere is as it is meant to be.
  *subjects({ templates }) {
    for (const template of templates.files.filter(({ mentionsAgentCore }) => mentionsAgentCore)) {
      const users = resourcesOf(template, 'AWS::Cognito::UserPoolUser');
      for (const user of users) yield { template, user };
      if (users.length === 0 && resourcesOf(template, USER_POOL).length > 0) yield { template };
    }
  },

  judge({ template, user }: { readonly template: Template; readonly user?: TemplateResource }) {
    if (user === undefined) return undefined;
    const name = `\`${user.logicalId.value}\``;
    const silent = look(user.properties, 'MessageAction').some((tree) =>
      stringsOf(tree, template).some(({ text }) => text === 'SUPPRESS'),
    );
    const setter = passwordSetterOf(template);
    if (setter !== undefined) {
      const related = [{ ...setter.logicalId.at, label: 'the function that sets the password' }];
      return {
        message: `User ${name} gets its permanent password from function \`${setter.logicalId.value}\`, so the password passes through the template.`,
        at: user.logicalId.at,
        severity: 'note' as const,
        related,
      };
    }
    const fix = poolUserFix(user, template);
    const created = `User ${name} is created without a permanent password`;
    return {
      message: silent ? `${created}.` : `${created}, and Cognito tries to send it an invitation.`,
      at: user.logicalId.at,
      ...(silent ? { severity: 'note' as const } : {}),
      ...(fix === undefined ? {} : { fix }),
    };
  },
});

/** A function of the template that sets passwords: the usual way around the gap. */
function passwordSetterOf(template: Template): TemplateResource | undefined {
  return template.resources.find(({ properties }) =>
    ['Code.ZipFile', 'InlineCode'].some((path) =>
      look(properties, path).some((tree) =>
        stringsOf(tree, template).some(({ text }) => /admin_?set_?user_?password/i.test(text)),
      ),
    ),
  );
}
