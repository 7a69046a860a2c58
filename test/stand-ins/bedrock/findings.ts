/** The kinds of finding of an Automated Reasoning check. API reference of ApplyGuardrail (2026-11-25). */
export const FINDING_KINDS = [
  'valid',
  'invalid',
  'satisfiable',
  'impossible',
  'translationAmbiguous',
  'tooComplex',
  'noTranslations',
] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

/** A finding: a union of which one member is set. */
export type Finding = { readonly [kind in FindingKind]?: object };

const POLICY = 'arn:aws:bedrock:eu-west-1:111122223333:automated-reasoning-policy/tidepolicy12:1';

/** A finding of a kind about a claim, with every member that the kind has. */
export function finding(kind: FindingKind, claim = 'High water is at noon.'): Finding {
  return { [kind]: CONTENTS[kind](claim) };
}

const statement = (logic: string, naturalLanguage: string): object => ({ logic, naturalLanguage });
const rules = [{ identifier: 'tiderule0001', policyVersionArn: POLICY }];
const scenario = (logic: string): object => ({ statements: [statement(logic, `It holds that ${logic}.`)] });

function translation(claim: string): object {
  return {
    premises: [statement('moon = full', 'The moon is full.')],
    claims: [statement('high_water = 12', claim)],
    untranslatedPremises: [],
    untranslatedClaims: [{ text: 'That is nice.' }],
    confidence: 0.97,
  };
}

const logicWarning = { type: 'ALWAYS_TRUE', premises: [], claims: [statement('true', 'It is always so.')] };

const CONTENTS: { readonly [kind in FindingKind]: (claim: string) => object } = {
  valid: (claim) => ({
    translation: translation(claim),
    claimsTrueScenario: scenario('high_water = 12'),
    supportingRules: rules,
    logicWarning,
  }),
  invalid: (claim) => ({ translation: translation(claim), contradictingRules: rules, logicWarning }),
  satisfiable: (claim) => ({
    translation: translation(claim),
    claimsTrueScenario: scenario('high_water = 12'),
    claimsFalseScenario: scenario('high_water = 13'),
    logicWarning,
  }),
  impossible: (claim) => ({ translation: translation(claim), contradictingRules: rules, logicWarning }),
  translationAmbiguous: (claim) => ({
    options: [{ translations: [translation(claim)] }, { translations: [translation(`${claim} (at sea)`)] }],
    differenceScenarios: [scenario('place = sea')],
  }),
  tooComplex: () => ({}),
  noTranslations: () => ({}),
};
