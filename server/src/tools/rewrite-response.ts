import { z } from 'zod';
import { Refusal } from '../bedrock/refusal.ts';
import { defineTool } from '../calls/tool.ts';
import { describeFinding } from '../findings/describe.ts';
import { KINDS } from '../findings/schema.ts';
import { validation } from '../findings/validation.ts';
import { type Ending, type Outcome, rewrite } from '../rewriting/rewrite.ts';
import { guardrailId, guardrailOf, guardrailVersion, text } from './inputs.ts';

const summary = validation.pick({ valid: true, verdict: true, action: true });

export const rewriteResponse = defineTool({
  name: 'rewrite_response',
  title: 'Rewrite a response',
  description:
    "Checks a model's answer against the Automated Reasoning policy of a guardrail, and has a model correct it by the findings, checked again after each round.",
  input: z.object({
    user_query: text('What the user asked'),
    llm_response: text('What the model answered'),
    guardrail_id: guardrailId,
    guardrail_version: guardrailVersion,
    domain: z.string().min(1).max(200).default('General').describe('What the answer is about'),
    policy_definition: text('The policy in words, for the model that rewrites').optional(),
    max_rounds: z.int().min(1).max(5).default(2).describe('How often to rewrite at the most'),
  }),
  output: z.object({
    original: z.string(),
    rewritten: z.string().describe('The best answer that was found; the original where none is better'),
    changed: z.boolean(),
    ending: z.enum(['valid', 'nothing_to_mend', 'rounds_used', 'model_gave_nothing']),
    ending_reason: z.string().optional(),
    finding_kinds: z.array(z.enum(KINDS)).describe('The kinds of findings about the original'),
    before: validation,
    after: validation,
    rounds: z.array(summary).describe('What the guardrail said after each round'),
    model_id: z.string(),
    tokens: z.number(),
  }),

  async run({ user_query, llm_response, guardrail_id, guardrail_version, domain, ...rest }, call) {
    const { modelId } = call.settings;
    if (modelId === undefined)
      throw new Refusal(
        'no_model',
        'No model is set: set BEDROCK_MODEL_ID where the server runs, to a model or inference profile that its role may invoke.',
      );
    const order = {
      query: user_query,
      answer: llm_response,
      guardrailIdentifier: guardrailOf(guardrail_id, call.settings),
      guardrailVersion: guardrail_version,
      domain,
      modelId,
      policy: rest.policy_definition,
      maxRounds: rest.max_rounds,
    };
    const outcome = await rewrite(order, call);
    const { first, best, rounds, ending, because, tokens } = outcome;
    return {
      structured: {
        original: llm_response,
        rewritten: best.text,
        changed: best !== first,
        ending,
        ...(because === undefined ? {} : { ending_reason: because }),
        finding_kinds: [...new Set(first.validation.findings.map(({ kind }) => kind))],
        before: first.validation,
        after: best.validation,
        rounds: rounds.map(({ validation: { valid, verdict, action } }) => ({ valid, verdict, action })),
        model_id: modelId,
        tokens,
      },
      text: describe(outcome),
      noted: {
        ending,
        rounds: rounds.length,
        before: first.validation.verdict,
        after: best.validation.verdict,
        tokens,
      },
    };
  },
});

const ENDINGS: { readonly [ending in Ending]: string } = {
  valid: 'The answer is valid',
  nothing_to_mend: 'The findings name nothing that a rewriting can mend',
  rounds_used: 'The answer is not valid yet, and the rounds are used up',
  model_gave_nothing: 'The rewriting broke off',
};

function describe({ first, best, rounds, ending, because }: Outcome): string {
  const after = `${rounds.length} ${rounds.length === 1 ? 'round' : 'rounds'}`;
  const line = `${ENDINGS[ending]} after ${after}${because === undefined ? '' : `: ${because}`}. It was \`${first.validation.verdict}\` and is \`${best.validation.verdict}\`.`;
  const findings = best.validation.valid === true ? [] : best.validation.findings.flatMap(describeFinding);
  return [line, ...findings, best === first ? 'The answer stays as it was:' : 'The answer now:', best.text].join('\n');
}
