import { z } from 'zod';

/** The kinds of findings that Automated Reasoning checks have, and one for kinds that AWS may add. */
export const KINDS = [
  'invalid',
  'impossible',
  'satisfiable',
  'translation_ambiguous',
  'too_complex',
  'valid',
  'no_translations',
  'unknown',
] as const;

const statement = z.object({
  logic: z.string().optional().describe('The statement in logic'),
  natural_language: z.string().optional().describe('The statement in words'),
});
const rule = z.object({ id: z.string().optional(), policy_version_arn: z.string().optional() });
const translation = z.object({
  premises: z.array(statement).optional(),
  claims: z.array(statement).optional(),
  untranslated_premises: z.array(z.string()).optional().describe('Parts of the text that were left out'),
  untranslated_claims: z.array(z.string()).optional().describe('Parts of the text that were left out'),
  confidence: z.number().optional().describe('How certain the translation is, from 0 to 1'),
});

/** A finding as the tools hand it out: flat, with its kind by name and what it means in a sentence. */
export const finding = translation.extend({
  kind: z.enum(KINDS),
  meaning: z.string(),
  supporting_rules: z.array(rule).optional(),
  contradicting_rules: z.array(rule).optional(),
  claims_true_scenario: z.array(statement).optional().describe('A case in which the claims are true'),
  claims_false_scenario: z.array(statement).optional().describe('A case in which the claims are false'),
  logic_warning: z
    .object({
      type: z.string().optional(),
      premises: z.array(statement).optional(),
      claims: z.array(statement).optional(),
    })
    .optional()
    .describe('The statements are always true, or always false, whatever the policy says'),
  interpretations: z.array(z.array(translation)).optional().describe('What the text may mean, each by itself'),
  difference_scenarios: z.array(z.array(statement)).optional().describe('Cases in which the interpretations differ'),
});

export const verdict = z
  .enum([...KINDS, 'not_checked'])
  .describe('The gravest kind among the findings; not_checked: the guardrail made no Automated Reasoning check');

export type Finding = z.infer<typeof finding>;
export type Kind = Finding['kind'];
export type Verdict = z.infer<typeof verdict>;
export type Statement = z.infer<typeof statement>;
export type Translation = z.infer<typeof translation>;
export type Rule = z.infer<typeof rule>;
