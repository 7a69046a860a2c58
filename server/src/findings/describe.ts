import { MEANINGS } from './meanings.ts';
import type { Finding, Statement, Translation } from './schema.ts';
import type { Validation } from './validation.ts';

/** A validation in words for people and models. */
export function describeValidation(validation: Validation): string {
  const { findings, interventions, action, outputs, fully_checked: whole } = validation;
  const lines = [headline(validation), ...findings.flatMap(describeFinding)];
  if (findings.length > 0 && !whole) lines.push('Parts of the text were left out of the check.');
  if (action !== 'NONE') lines.push(`Other policies of the guardrail intervened (\`${action}\`).`);
  for (const { policy, what, action: done } of interventions) lines.push(`- ${policy}: ${what} (${done})`);
  if (outputs.length > 0) lines.push('The guardrail lets this through:', ...outputs);
  return lines.join('\n');
}

function headline({ verdict, valid }: Validation): string {
  if (verdict === 'not_checked')
    return 'Not checked: the guardrail has no Automated Reasoning policy, or made no check of this text.';
  const answer = valid === null ? 'Undecided' : valid ? 'Valid' : 'Not valid';
  return `${answer}: ${MEANINGS[verdict]}`;
}

/** A finding with what it rests on, a line each. */
export function describeFinding(finding: Finding): readonly string[] {
  const { contradicting_rules: against = [], supporting_rules: by = [], logic_warning: warning } = finding;
  const lines = [`- ${finding.kind}: ${finding.meaning}`, ...describeTranslation(finding)];
  if (against.length > 0) lines.push(`  Contradicted by ${against.map(({ id = '?' }) => id).join(', ')}`);
  if (by.length > 0) lines.push(`  Supported by ${by.map(({ id = '?' }) => id).join(', ')}`);
  const { claims_true_scenario: whenTrue = [], claims_false_scenario: whenFalse = [] } = finding;
  if (whenTrue.length > 0) lines.push(`  True if ${inWords(whenTrue)}`);
  if (whenFalse.length > 0) lines.push(`  False if ${inWords(whenFalse)}`);
  if (warning?.type !== undefined) lines.push(`  By logic alone: ${warning.type}`);
  for (const [index, option] of (finding.interpretations ?? []).entries())
    lines.push(`  It may mean (${index + 1}):`, ...option.flatMap(describeTranslation).map((line) => `  ${line}`));
  for (const scenario of finding.difference_scenarios ?? [])
    lines.push(`  It makes a difference if ${inWords(scenario)}`);
  return lines;
}

function describeTranslation(translation: Translation): string[] {
  const { premises = [], claims = [], untranslated_premises = [], untranslated_claims = [] } = translation;
  const leftOut = [...untranslated_premises, ...untranslated_claims];
  return [
    ...(premises.length > 0 ? [`  Given that ${inWords(premises)}`] : []),
    ...(claims.length > 0 ? [`  it claims that ${inWords(claims)}`] : []),
    ...(leftOut.length > 0 ? [`  Left out: ${leftOut.join(' / ')}`] : []),
  ];
}

function inWords(statements: readonly Statement[]): string {
  return statements.map(({ natural_language: words, logic }) => words ?? logic ?? '?').join('; ');
}
