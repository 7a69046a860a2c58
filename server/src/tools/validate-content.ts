import { z } from 'zod';
import { ask } from '../bedrock/ask.ts';
import { defineTool } from '../calls/tool.ts';
import { describeValidation } from '../findings/describe.ts';
import { readValidation, validation } from '../findings/validation.ts';
import { guardrailId, guardrailOf, guardrailVersion, text } from './inputs.ts';

export const validateContent = defineTool({
  name: 'validate_content',
  title: 'Validate content',
  description:
    'Checks a text against an Amazon Bedrock guardrail. `valid` says what Automated Reasoning proved about its claims; `action` is what the other policies of the guardrail did.',
  input: z.object({
    guardrail_id: guardrailId,
    content: text('The text to check'),
    guardrail_version: guardrailVersion,
    source: z
      .enum(['INPUT', 'OUTPUT'])
      .default('OUTPUT')
      .describe('Whether a user wrote the text (INPUT) or a model did (OUTPUT)'),
  }),
  output: validation.extend({ guardrail_id: z.string(), guardrail_version: z.string(), source: z.string() }),

  async run({ guardrail_id: named, guardrail_version, content, source }, { settings, signal }) {
    const guardrail_id = guardrailOf(named, settings);
    const input = {
      guardrailIdentifier: guardrail_id,
      guardrailVersion: guardrail_version,
      source,
      content: [{ text: { text: content } }],
    };
    const validated = readValidation(await ask('ApplyGuardrail', input, signal));
    const { verdict, action, findings } = validated;
    return {
      structured: { guardrail_id, guardrail_version, source, ...validated },
      text: describeValidation(validated),
      noted: { verdict, action, findings: findings.length },
    };
  },
});
