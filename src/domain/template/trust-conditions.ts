import type { Place } from '../../model/location.ts';
import type { Template } from '../../model/template.ts';
import type { Entry, Tree } from '../../model/tree.ts';
import { type Possible, stringsOf } from './cloudformation-text.ts';
import { intrinsicOf, itemsOf } from './cloudformation.ts';
import { overlaps, SEGMENT } from '../iam/pattern.ts';
import { opened } from './iam.ts';

/** What AgentCore sends along when it assumes a role for a runtime, as far as it is known; `undefined`: not known. */
export interface Caller {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/** A condition that AgentCore can never meet, and the end of a sentence that says why. */
export interface Impossible {
  readonly at: Place;
  readonly because: string;
  /** As written: `StringEquals`. */
  readonly operator: string;
  readonly entry: Entry;
  /** It is met as soon as its wildcard is one. */
  readonly literal: boolean;
}

/** The operators that compare texts; the rest (`Null`, `Bool`, `IpAddress`) is not judged. */
const OPERATOR = /^(?:ForAnyValue:|ForAllValues:)?(StringEquals|StringLike|ArnEquals|ArnLike)(?:IfExists)?$/;

/**
 * The conditions of a trust statement that no runtime of this account and region can meet. Both keys are documented at
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html (verified 2026-11-23).
 */
export function impossibleConditions(condition: Tree, caller: Caller, template: Template): readonly Impossible[] {
  if (condition.kind !== 'map' || intrinsicOf(condition) !== undefined) return [];
  return condition.entries.flatMap(({ key, value }) => {
    const operator = OPERATOR.exec(key)?.[1];
    if (operator === undefined || value.kind !== 'map' || intrinsicOf(value) !== undefined) return [];
    return value.entries.flatMap((entry) => impossible(key, operator, entry, caller, template));
  });
}

function impossible(
  written: string,
  operator: string,
  entry: Entry,
  caller: Caller,
  template: Template,
): readonly Impossible[] {
  const { key, value, at } = entry;
  const patterns = itemsOf(value).flatMap((item) => stringsOf(item, template));
  const wanted = wantedOf(key, caller);
  if (wanted === undefined || patterns.length === 0 || patterns.some((pattern) => fits(operator, pattern, wanted)))
    return [];
  const shown = patterns.map(({ text }) => `\`${text}\``).join(' or ');
  const literal = operator === 'StringEquals' && patterns.some((pattern) => fits('StringLike', pattern, wanted));
  const because = literal
    ? `\`StringEquals\` compares \`${key}\` with ${shown} character by character, and \`*\` is not a wildcard there`
    : `\`${key}\` has to be ${shown}, and AgentCore sends \`${wanted.replaceAll(SEGMENT, '…')}\``;
  return [{ at, because, operator: written, entry, literal }];
}

function wantedOf(key: string, { account = SEGMENT, region = SEGMENT }: Caller): string | undefined {
  if (/^aws:SourceAccount$/i.test(key)) return account === SEGMENT ? undefined : account;
  return /^aws:SourceArn$/i.test(key) ? `arn:${SEGMENT}:bedrock-agentcore:${region}:${account}:${SEGMENT}` : undefined;
}

/** Whether a pattern can match what is sent; parts that the deployment fills in can be anything. */
function fits(operator: string, { text }: Possible, wanted: string): boolean {
  if (operator !== 'StringEquals') return overlaps(opened(text), wanted);
  // A wildcard in `StringEquals` is a character; an open part may still be filled with anything.
  const plain = text.replaceAll(/\$\{[^}]*\}/g, '');
  return !/[*?]/.test(plain) && overlaps(opened(text), wanted);
}
