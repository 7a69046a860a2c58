import { type DeployedValue, deployedValues } from '../src/domain/manifest/deployed-values.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import { placeholderFix } from '../src/domain/manifest/placeholder-fix.ts';
import { isInterpolated, placeholderIn } from '../src/domain/manifest/placeholders.ts';
import { defineCheck } from '../src/model/check.ts';

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

  judge(deployed: DeployedValue) {
    const {
      what,
      value: { value, at },
      kind,
    } = deployed;
    const placeholder = placeholderIn(value);
    const severity = kind === 'unread' ? { severity: 'warning' as const } : {};
    if (placeholder !== undefined) {
      const whole =
        placeholder === value || placeholder === ''
          ? `is the placeholder \`${value}\``
          : `holds the placeholder \`${placeholder}\``;
      return {
        message: `${what} ${whole}.`,
        at,
        ...severity,
        ...optional('fix', placeholderFix(deployed, placeholder)),
      };
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
