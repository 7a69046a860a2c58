import type { Json } from '../../model/json.ts';

/** A policy: an inline policy by its name, a managed one by its ARN, with its document. */
export interface Policy {
  readonly name: string;
  readonly document: Json;
}

/** Where a statement stands. */
export interface StatementPlace {
  /** The name or the ARN of the policy. */
  readonly policy: string;
  /** Counted from 0. */
  readonly index: number;
  readonly sid?: string;
  /** Inside the document: `/Statement/0`. */
  readonly pointer: string;
}

/** Patterns that one has to match, or, `negated`, that none may. */
export interface Patterns {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** The principals of a statement, by kind (`AWS`, `Service`, …); `*` alone is everybody. */
export interface Principals {
  readonly negated: boolean;
  readonly everybody: boolean;
  readonly named: readonly { readonly kind: string; readonly text: string }[];
}

/** A statement as IAM reads it. */
export interface Statement {
  readonly place: StatementPlace;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  /** Absent in trust policies and in repository policies, which are about the thing that they are attached to. */
  readonly resources?: Patterns;
  /** Present in resource policies only. */
  readonly principals?: Principals;
  readonly condition?: Json;
  /** Whether `${…}` is a variable in it. */
  readonly variables: boolean;
}

/** A part of a document that IAM would not take, and why; what it does cannot be told. */
export interface Malformed {
  readonly place: StatementPlace;
  readonly malformed: string;
}

/** What kind of policy is read: one of an identity (or its boundary), or one of a resource. */
export type PolicyKind = 'identity' | 'resource';

/**
 * The statements of a policy document, each in good order or not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html (verified 2026-11-25)
 */
export function statementsOf({ name, document }: Policy, kind: PolicyKind): readonly (Statement | Malformed)[] {
  const whole = { policy: name, index: 0, pointer: '' };
  if (!isObject(document)) return [{ place: whole, malformed: 'the document is no object' }];
  const { Version: version = '2008-10-17', Statement: statement } = document;
  if (version !== '2008-10-17' && version !== '2012-10-17')
    return [{ place: whole, malformed: `\`Version\` is ${shown(version)}` }];
  if (statement === undefined) return [{ place: whole, malformed: 'the document has no `Statement`' }];
  const variables = version === '2012-10-17';
  if (!isList(statement))
    return [statementOf(statement, { policy: name, index: 0, pointer: '/Statement' }, kind, variables)];
  return statement.map((one, index) =>
    statementOf(one, { policy: name, index, pointer: `/Statement/${index}` }, kind, variables),
  );
}

function statementOf(json: Json, bare: StatementPlace, kind: PolicyKind, variables: boolean): Statement | Malformed {
  if (!isObject(json)) return { place: bare, malformed: 'the statement is no object' };
  const { Sid: sid, Effect: effect, Condition: condition } = json;
  const place = typeof sid === 'string' && sid !== '' ? { ...bare, sid } : bare;
  const actions = patternsOf(json, 'Action');
  const resources = patternsOf(json, 'Resource');
  const principals = principalsOf(json);
  const wrong =
    (effect !== 'Allow' && effect !== 'Deny' ? `\`Effect\` is ${shown(effect)}` : undefined) ??
    (actions === undefined ? 'it has neither `Action` nor `NotAction`' : textIn(actions)) ??
    (typeof actions === 'object' ? actionFault(actions) : undefined) ??
    textIn(resources) ??
    textIn(principals) ??
    (kind === 'identity' && resources === undefined ? 'it has neither `Resource` nor `NotResource`' : undefined) ??
    (kind === 'identity' && principals !== undefined ? 'it has a principal' : undefined) ??
    (kind === 'resource' && principals === undefined ? 'it has neither `Principal` nor `NotPrincipal`' : undefined);
  if (wrong !== undefined || typeof actions !== 'object') return { place, malformed: wrong ?? 'it has no action' };
  return {
    place,
    effect: effect === 'Deny' ? 'Deny' : 'Allow',
    actions,
    ...(typeof resources === 'object' ? { resources } : {}),
    ...(typeof principals === 'object' ? { principals } : {}),
    ...(condition === undefined ? {} : { condition }),
    variables,
  };
}

/** The patterns of an element or of its opposite; a text says what is wrong with them. */
function patternsOf(statement: JsonObject, name: 'Action' | 'Resource'): Patterns | string | undefined {
  const [given, negated] = [statement[name], statement[`Not${name}`]];
  if (given !== undefined && negated !== undefined) return `it has \`${name}\` and \`Not${name}\``;
  const written = given ?? negated;
  if (written === undefined) return undefined;
  const patterns = textsOf(written);
  const label = given === undefined ? `Not${name}` : name;
  return patterns === undefined || patterns.length === 0
    ? `\`${label}\` holds something else than texts`
    : { negated: given === undefined, patterns };
}

function actionFault({ patterns }: Patterns): string | undefined {
  const wrong = patterns.find((pattern) => !/^(?:\*|[\w-]+:[\w*?-]+)$/.test(pattern));
  return wrong === undefined ? undefined : `\`${wrong}\` is no action`;
}

function principalsOf(statement: JsonObject): Principals | string | undefined {
  const { Principal: given, NotPrincipal: excluded } = statement;
  if (given !== undefined && excluded !== undefined) return 'it has `Principal` and `NotPrincipal`';
  const written = given ?? excluded;
  if (written === undefined) return undefined;
  const negated = given === undefined;
  if (written === '*') return { negated, everybody: true, named: [] };
  if (!isObject(written)) return `its principal is ${shown(written)}`;
  const kinds = Object.entries(written).map(([kind, value]) => ({ kind, texts: textsOf(value) }));
  if (kinds.some(({ texts }) => texts === undefined)) return 'its principal holds something else than texts';
  return {
    negated,
    everybody: false,
    named: kinds.flatMap(({ kind, texts = [] }) => texts.map((text) => ({ kind, text }))),
  };
}

interface JsonObject {
  readonly [key: string]: Json;
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

function textsOf(json: Json): readonly string[] | undefined {
  const items = isList(json) ? json : [json];
  return items.every((item) => typeof item === 'string') ? items : undefined;
}

function textIn(part: object | string | undefined): string | undefined {
  return typeof part === 'string' ? part : undefined;
}

function shown(json: Json | undefined): string {
  return json === undefined ? 'missing' : `\`${JSON.stringify(json)}\``;
}
