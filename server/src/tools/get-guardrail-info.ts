import type { GetGuardrailResponse } from '@aws-sdk/client-bedrock';
import { z } from 'zod';
import { ask } from '../bedrock/ask.ts';
import { defineTool } from '../calls/tool.ts';
import { guardrailId, guardrailOf, guardrailVersion } from './inputs.ts';

const info = z.object({
  id: z.string(),
  arn: z.string(),
  name: z.string(),
  version: z.string(),
  status: z.string(),
  description: z.string().optional(),
  policies: z.array(z.string()).describe('The kinds of policies that the guardrail has'),
  automated_reasoning: z
    .object({ policies: z.array(z.string()), confidence_threshold: z.number().optional() })
    .optional()
    .describe('Absent: the guardrail has no Automated Reasoning policy, so `valid` stays null'),
  cross_region_profile: z.string().optional(),
  status_reasons: z.array(z.string()).optional(),
  failure_recommendations: z.array(z.string()).optional(),
  created_at: z.string().optional(),
  updated_at: z.string().optional(),
});
type Info = z.infer<typeof info>;

export const getGuardrailInfo = defineTool({
  name: 'get_guardrail_info',
  title: 'Get guardrail info',
  description: 'Shows a guardrail: its state, which kinds of policies it has, and which Automated Reasoning policies.',
  input: z.object({ guardrail_id: guardrailId, version: guardrailVersion }),
  output: info,

  async run({ guardrail_id, version }, { settings, signal }) {
    const asked = { guardrailIdentifier: guardrailOf(guardrail_id, settings), guardrailVersion: version };
    const read = readInfo(await ask('GetGuardrail', asked, signal));
    return {
      structured: read,
      text: describe(read),
      noted: { status: read.status, policies: read.policies.join(' ') },
    };
  },
});

function readInfo(from: GetGuardrailResponse): Info {
  const { automatedReasoningPolicy: reasoning, crossRegionDetails: region } = from;
  return {
    id: from.guardrailId ?? '',
    arn: from.guardrailArn ?? '',
    name: from.name ?? '',
    version: from.version ?? '',
    status: from.status ?? '',
    description: from.description,
    policies: policiesOf(from),
    automated_reasoning: reasoning && {
      policies: reasoning.policies ?? [],
      confidence_threshold: reasoning.confidenceThreshold,
    },
    cross_region_profile: region?.guardrailProfileArn,
    status_reasons: from.statusReasons,
    failure_recommendations: from.failureRecommendations,
    created_at: from.createdAt?.toISOString(),
    updated_at: from.updatedAt?.toISOString(),
  };
}

function policiesOf(from: GetGuardrailResponse): string[] {
  const kinds = {
    topic: from.topicPolicy?.topics,
    content: from.contentPolicy?.filters,
    word: [...(from.wordPolicy?.words ?? []), ...(from.wordPolicy?.managedWordLists ?? [])],
    sensitive_information: [
      ...(from.sensitiveInformationPolicy?.piiEntities ?? []),
      ...(from.sensitiveInformationPolicy?.regexes ?? []),
    ],
    contextual_grounding: from.contextualGroundingPolicy?.filters,
    automated_reasoning: from.automatedReasoningPolicy?.policies,
  };
  return Object.entries(kinds).flatMap(([kind, rules]) => ((rules ?? []).length > 0 ? [kind] : []));
}

function describe({ id, name, version, status, policies, automated_reasoning: reasoning, ...more }: Info): string {
  return [
    `${name} (\`${id}\`, version ${version}) is ${status}.`,
    `Policies: ${policies.join(', ') || 'none'}.`,
    ...(reasoning?.policies.map((arn) => `Automated Reasoning policy: ${arn}`) ?? [
      'It has no Automated Reasoning policy.',
    ]),
    ...(more.status_reasons ?? []),
    ...(more.failure_recommendations ?? []),
  ].join('\n');
}
