import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Template } from '../src/model/template.ts';
import { stringsOf } from '../src/domain/template/cloudformation-text.ts';
import { intrinsicOf, itemsOf, look } from '../src/domain/template/cloudformation.ts';
import { entryOf } from '../src/domain/config/tree.ts';
import { isForMachines, type RuntimePool, runtimePools } from '../src/domain/template/user-pools.ts';
import { isSynthesised } from '../src/domain/template/written.ts';

export default defineCheck({
  id: 'open-sign-up',
  title: 'Strangers can sign themselves up and call the runtime',
  severity: 'error',
  why: 'A user pool lets everybody who knows the app client create an account unless `AllowAdminCreateUserOnly` is true, and the runtime accepts the tokens of every account.',
  remedy:
    'Set `AdminCreateUserConfig: {AllowAdminCreateUserOnly: true}` on the user pool and create its users yourself.',
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cognito-userpool-admincreateuserconfig.html',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html',
  ],
  fix: 'review',
  needs: ['templates'],

  // A client of machines has a secret that signing up asks for.
  subjects: ({ templates }) =>
    templates.files
      .flatMap(runtimePools)
      .filter(({ clients, template }) => clients.some((client) => !isForMachines(client, template))),

  judge({ pool, template, runtime }: RuntimePool) {
    const name = `\`${pool.logicalId.value}\``;
    const settings = look(pool.properties, 'AdminCreateUserConfig.AllowAdminCreateUserOnly');
    const texts = settings.flatMap((tree) => stringsOf(tree, template));
    const open = texts.find(({ source }) => source === 'open');
    if (open !== undefined)
      return { unclear: `Whether user pool ${name} lets strangers sign up depends on \`${open.text}\`.`, at: open.at };
    if (texts.length > 0 && texts.every(({ text }) => text === 'true')) return undefined;
    const [config] = look(pool.properties, 'AdminCreateUserConfig');
    if (config !== undefined && intrinsicOf(config) !== undefined)
      return { unclear: `The sign-up settings of user pool ${name} are computed.`, at: config.at };
    const screened = look(pool.properties, 'LambdaConfig.PreSignUp').length > 0;
    if (screened)
      return {
        unclear: `User pool ${name} lets everybody sign up, and its PreSignUp trigger decides who passes.`,
        at: pool.logicalId.at,
      };
    const verifies = look(pool.properties, 'AutoVerifiedAttributes').flatMap(itemsOf).length > 0;
    const how = texts.length > 0 ? 'has `AllowAdminCreateUserOnly: false`' : 'does not set `AllowAdminCreateUserOnly`';
    const then = verifies
      ? 'everybody can sign up, confirm an address and get a token'
      : 'everybody can sign up, although an administrator has to confirm the account';
    return {
      message: `User pool ${name} ${how}, so ${then}.`,
      at: settings[0]?.at ?? pool.logicalId.at,
      ...(verifies ? {} : { severity: 'warning' as const }),
      related: runtime === undefined ? [] : [{ ...runtime.logicalId.at, label: 'the runtime that accepts its tokens' }],
      ...fixOf(pool, template),
    };
  },
});

function fixOf({ tree, properties, logicalId }: RuntimePool['pool'], template: Template): { readonly fix?: Fix } {
  const written = entryOf(entryOf(properties, 'AdminCreateUserConfig')?.value, 'AllowAdminCreateUserOnly')?.value;
  const isComputed = written !== undefined && intrinsicOf(written) !== undefined;
  if (isComputed || isSynthesised(template)) return {};
  const path = ['Properties', 'AdminCreateUserConfig', 'AllowAdminCreateUserOnly'];
  const title = `Let only administrators create users in user pool \`${logicalId.value}\``;
  return { fix: { title, safety: 'review', edits: [{ kind: 'set', at: tree.at, path, value: true }] } };
}
