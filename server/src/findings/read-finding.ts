import type {
  GuardrailAutomatedReasoningFinding,
  GuardrailAutomatedReasoningLogicWarning,
  GuardrailAutomatedReasoningRule,
  GuardrailAutomatedReasoningScenario,
  GuardrailAutomatedReasoningStatement,
  GuardrailAutomatedReasoningTranslation,
} from '@aws-sdk/client-bedrock-runtime';
import { MEANINGS } from './meanings.ts';
import type { Finding, Kind, Rule, Statement, Translation } from './schema.ts';

/** A finding comes as a union with one member, named by its kind. */
export function readFinding(from: GuardrailAutomatedReasoningFinding): Finding {
  if (from.valid !== undefined) {
    const { translation, supportingRules, claimsTrueScenario, logicWarning } = from.valid;
    return finding('valid', {
      ...translated(translation),
      supporting_rules: rules(supportingRules),
      claims_true_scenario: scenario(claimsTrueScenario),
      logic_warning: warning(logicWarning),
    });
  }
  if (from.satisfiable !== undefined) {
    const { translation, claimsTrueScenario, claimsFalseScenario, logicWarning } = from.satisfiable;
    return finding('satisfiable', {
      ...translated(translation),
      claims_true_scenario: scenario(claimsTrueScenario),
      claims_false_scenario: scenario(claimsFalseScenario),
      logic_warning: warning(logicWarning),
    });
  }
  if (from.translationAmbiguous !== undefined) {
    const { options, differenceScenarios } = from.translationAmbiguous;
    return finding('translation_ambiguous', {
      interpretations: options?.map(({ translations = [] }) => translations.map(translated)),
      difference_scenarios: differenceScenarios?.map(({ statements = [] }) => statements.map(stated)),
    });
  }
  if (from.invalid !== undefined) return contradicted('invalid', from.invalid);
  if (from.impossible !== undefined) return contradicted('impossible', from.impossible);
  if (from.tooComplex !== undefined) return finding('too_complex', {});
  if (from.noTranslations !== undefined) return finding('no_translations', {});
  return finding('unknown', {});
}

interface Contradiction {
  readonly translation?: GuardrailAutomatedReasoningTranslation | undefined;
  readonly contradictingRules?: GuardrailAutomatedReasoningRule[] | undefined;
  readonly logicWarning?: GuardrailAutomatedReasoningLogicWarning | undefined;
}

function contradicted(
  kind: 'invalid' | 'impossible',
  { translation, contradictingRules, logicWarning }: Contradiction,
): Finding {
  return finding(kind, {
    ...translated(translation),
    contradicting_rules: rules(contradictingRules),
    logic_warning: warning(logicWarning),
  });
}

function finding(kind: Kind, details: Omit<Finding, 'kind' | 'meaning'>): Finding {
  return { kind, meaning: MEANINGS[kind], ...details };
}

function translated(from: GuardrailAutomatedReasoningTranslation | undefined): Translation {
  return {
    premises: from?.premises?.map(stated),
    claims: from?.claims?.map(stated),
    untranslated_premises: from?.untranslatedPremises?.map(({ text = '' }) => text),
    untranslated_claims: from?.untranslatedClaims?.map(({ text = '' }) => text),
    confidence: from?.confidence,
  };
}

function stated({ logic, naturalLanguage }: GuardrailAutomatedReasoningStatement): Statement {
  return { logic, natural_language: naturalLanguage };
}

function rules(from: readonly GuardrailAutomatedReasoningRule[] | undefined): Rule[] | undefined {
  return from?.map(({ identifier, policyVersionArn }) => ({ id: identifier, policy_version_arn: policyVersionArn }));
}

function scenario(from: GuardrailAutomatedReasoningScenario | undefined): Statement[] | undefined {
  return from?.statements?.map(stated);
}

function warning(from: GuardrailAutomatedReasoningLogicWarning | undefined): Finding['logic_warning'] {
  if (from === undefined) return undefined;
  return { type: from.type, premises: from.premises?.map(stated), claims: from.claims?.map(stated) };
}
