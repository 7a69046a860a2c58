import type { Located } from '../src/model/location.ts';
import { defineCheck } from '../src/model/check.ts';
import { stringsOf } from '../src/domain/template/cloudformation-text.ts';
import { look } from '../src/domain/template/cloudformation.ts';
import { idleTriggerFix } from '../src/domain/template/trigger-fix.ts';
import { type Trigger, triggersOf } from '../src/domain/template/user-pools.ts';

export default defineCheck({
  id: 'trigger-cannot-add-client-id',
  title: 'A pre-token trigger tries to add the claim `client_id`',
  severity: 'warning',
  why: 'Cognito lists `client_id` among the claims that a trigger can neither add nor replace, so an ID token still fails the check of `allowedClients`; access tokens carry the claim by themselves.',
  remedy: 'Remove the trigger and send the access token (`AuthenticationResult.AccessToken`) to the runtime.',
  references: ['https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html'],
  fix: 'review',
  needs: ['templates'],

  *subjects({ templates }) {
    for (const template of templates.files) {
      for (const trigger of triggersOf(template)) {
        const [code] = trigger.event === 'PreTokenGeneration' ? inlineCodeOf(trigger) : [];
        if (code !== undefined) yield { ...trigger, code };
      }
    }
  },

  judge(trigger: Trigger & { readonly code: Located<string> }) {
    const { lambda, version, target, code, pool } = trigger;
    const adds =
      /claims(?:ToAddOrOverride|AndScopeOverrideDetails|OverrideDetails)/i.test(code.value) &&
      /['"]client_id['"]\s*(?::(?!:)|\]\s*=(?!=))/.test(withoutComments(code.value));
    if (!adds) return undefined;
    const fix = lambda === undefined ? undefined : idleTriggerFix({ ...trigger, lambda });
    const kind =
      version === undefined || version.text === 'V1_0' ? ', a trigger of version 1 that edits ID tokens only,' : '';
    return {
      message: `Function \`${lambda?.logicalId.value ?? ''}\`${kind} adds \`client_id\` to the tokens of \`${pool.logicalId.value}\`.`,
      at: target.at,
      related: [{ ...code.at, label: 'the code that adds the claim' }],
      ...(fix === undefined ? {} : { fix }),
    };
  },
});

function inlineCodeOf({ lambda, template }: Trigger): readonly Located<string>[] {
  return ['Code.ZipFile', 'InlineCode'].flatMap((path) =>
    look(lambda?.properties, path).flatMap((tree) =>
      stringsOf(tree, template).map(({ text }) => ({ value: text, at: tree.at })),
    ),
  );
}

function withoutComments(code: string): string {
  return code.replaceAll(/(^|\s)(#|\/\/).*$/gm, '');
}
