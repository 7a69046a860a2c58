import { type DeployedValue, deployedValues } from '../src/domain/manifest/deployed-values.ts';
import { isInterpolated, placeholderIn } from '../src/domain/manifest/placeholders.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Place } from '../src/model/location.ts';

export default defineCheck({
  id: 'placeholder-value',
  title: 'A value waits to be filled in',
  severity: 'error',
  why: 'The tools send the value to AWS as it stands; a placeholder for an account, region, role, user pool or client refuses the deployment or every token.',
  remedy: 'Write the value of your own account.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-toolkit.html'],
  fix: 'review',
  needs: ['manifests'],

  subjects: ({ manifests }) => deployedValues(manifests),

  judge({ what, value: { value, at }, kind, account }: DeployedValue) {
    const placeholder = placeholderIn(value);
    const severity = kind === 'unread' ? { severity: 'warning' as const } : {};
    if (placeholder !== undefined) {
      const whole =
        placeholder === value || placeholder === ''
          ? `is the placeholder \`${value}\``
          : `holds the placeholder \`${placeholder}\``;
      return { message: `${what} ${whole}.`, at, ...severity, ...fixOf(placeholder, value, at, account) };
    }
    if (!isInterpolated(value)) return undefined;
    return {
      severity: 'warning' as const,
      message: `${what} is \`${value}\`, and no AgentCore tool replaces variables in its manifest.`,
      remedy: 'Write the value itself, or fill the file in before the tool reads it.',
      at,
    };
  },
});

/** Where the account of an ARN is left open, and the agent names its account: a runtime's own things lie in that one. */
function fixOf(placeholder: string, value: string, at: Place, account: string | undefined): { readonly fix?: Fix } {
  if (account === undefined || placeholder === '' || value.split(':')[4] !== placeholder) return {};
  const title = `Write the account of the agent, \`${account}\``;
  return { fix: { title, safety: 'review', edits: [{ kind: 'swap', at, from: placeholder, to: account }] } };
}
