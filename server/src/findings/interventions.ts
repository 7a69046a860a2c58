import type { GuardrailAssessment } from '@aws-sdk/client-bedrock-runtime';

/** What a policy other than Automated Reasoning found in a text. */
interface Intervention {
  readonly policy: string;
  /** A name or a type, never the words that were found: they may be secret. */
  readonly what: string;
  readonly action: string;
}

/** What the policies of a guardrail found; Automated Reasoning is read elsewhere. */
export function interventionsIn(assessment: GuardrailAssessment): readonly Intervention[] {
  const { topicPolicy, contentPolicy, wordPolicy, sensitiveInformationPolicy, contextualGroundingPolicy } = assessment;
  return [
    ...of('topic', topicPolicy?.topics, ({ name }) => name),
    ...of('content', contentPolicy?.filters, ({ type }) => type),
    ...of('word', wordPolicy?.customWords, () => 'a word of the list'),
    ...of('word', wordPolicy?.managedWordLists, ({ type }) => type),
    ...of('sensitive_information', sensitiveInformationPolicy?.piiEntities, ({ type }) => type),
    ...of('sensitive_information', sensitiveInformationPolicy?.regexes, ({ name }) => name),
    ...of('contextual_grounding', contextualGroundingPolicy?.filters, ({ type }) => type),
  ];
}

interface Found {
  readonly action?: string | undefined;
}

function of<Item extends Found>(
  policy: string,
  items: readonly Item[] | undefined,
  nameOf: (item: Item) => string | undefined,
): readonly Intervention[] {
  return (items ?? []).map((item) => ({ policy, what: nameOf(item) ?? 'unnamed', action: item.action ?? 'NONE' }));
}
