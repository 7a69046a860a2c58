import type { ApplyGuardrailCommandOutput, GuardrailAssessment } from '@aws-sdk/client-bedrock-runtime';
import { z } from 'zod';
import { validityOf, verdictOf } from './meanings.ts';
import { interventionsIn } from './interventions.ts';
import { readFinding } from './read-finding.ts';
import { finding, type Finding, verdict } from './schema.ts';

/** What a guardrail says about a text, as the tools hand it out. */
export const validation = z.object({
  valid: z
    .boolean()
    .nullable()
    .describe(
      'From the Automated Reasoning findings alone: true where all that was checked is proven; null where they decide nothing',
    ),
  verdict,
  fully_checked: z.boolean().describe('false where parts of the text were left out of the check'),
  findings: z.array(finding),
  action: z
    .string()
    .describe(
      'NONE or GUARDRAIL_INTERVENED, from the other policies of the guardrail; Automated Reasoning findings never change it',
    ),
  action_reason: z.string().optional(),
  interventions: z
    .array(z.object({ policy: z.string(), what: z.string(), action: z.string() }))
    .describe('What the other policies of the guardrail found'),
  outputs: z.array(z.string()).describe('The text as the guardrail lets it through, where it intervened'),
  usage: z.record(z.string(), z.number()).describe('Units that AWS counts'),
  latency_ms: z.number().optional(),
});

export type Validation = z.infer<typeof validation>;

/** Reads the answer of ApplyGuardrail. */
export function readValidation({ assessments = [], ...answer }: ApplyGuardrailCommandOutput): Validation {
  const findings = assessments
    .flatMap(({ automatedReasoningPolicy }) => automatedReasoningPolicy?.findings ?? [])
    .map(readFinding);
  const found = verdictOf(findings.map(({ kind }) => kind));
  const latency = latencyOf(assessments);
  return {
    valid: validityOf(found),
    verdict: found,
    fully_checked: findings.length > 0 && findings.every(isWhole),
    findings,
    action: answer.action ?? 'NONE',
    ...(answer.actionReason === undefined ? {} : { action_reason: answer.actionReason }),
    interventions: assessments.flatMap(interventionsIn),
    outputs: (answer.outputs ?? []).flatMap(({ text }) => text ?? []),
    usage: Object.fromEntries(Object.entries(answer.usage ?? {}).filter(isCount)),
    ...(latency === undefined ? {} : { latency_ms: latency }),
  };
}

function isWhole({ kind, untranslated_premises = [], untranslated_claims = [] }: Finding): boolean {
  const leftOut = untranslated_premises.length + untranslated_claims.length > 0;
  return !leftOut && !['no_translations', 'too_complex', 'translation_ambiguous', 'unknown'].includes(kind);
}

function isCount(entry: [string, unknown]): entry is [string, number] {
  return typeof entry[1] === 'number';
}

/** In milliseconds, as AWS has it; with several assessments the longest, because they run side by side. */
function latencyOf(assessments: readonly GuardrailAssessment[]): number | undefined {
  const all = assessments.flatMap(({ invocationMetrics }) => invocationMetrics?.guardrailProcessingLatency ?? []);
  return all.length === 0 ? undefined : Math.max(...all);
}
