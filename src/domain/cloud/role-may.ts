import type { Fix } from '../../model/change.ts';
import type { Gap } from '../../model/fact.ts';
import type { Finding, Unclear } from '../../model/check.ts';
import type { Location } from '../../model/location.ts';
import type { NamedRole, RolePolicy, RoleState } from '../../model/role.ts';
import { roleNameOf } from './arns.ts';
import { evaluate, type Verdict } from '../iam/evaluate.ts';
import type { Policies, UnreadPolicy } from '../iam/policies.ts';
import { listing } from '../words.ts';

/** Something that a principal has to be allowed; of several resources one is enough. */
export interface Need {
  readonly action: string;
  readonly resources: readonly string[];
  readonly context?: { readonly [key: string]: string };
  /** What a policy would name; the first of the resources, where nothing else is said. */
  readonly grant?: string;
}

/** The policies of a principal, as the evaluator takes them. */
export function policiesFor({
  policies,
  unread,
  boundary,
}: Pick<RoleState, 'policies' | 'unread' | 'boundary'>): Policies {
  const document = boundary?.document;
  return {
    identity: policies.flatMap(readable),
    ...(boundary !== undefined && document?.kind === 'there'
      ? { boundary: { name: boundary.name, document: document.value } }
      : {}),
    unread: [
      ...policies.flatMap((policy) => unreadable(policy, 'identity')),
      ...unread.map(({ gap }): UnreadPolicy => ({
        name: 'not listed',
        kind: 'identity',
        because: ended(gap),
      })),
      ...(boundary === undefined ? [] : unreadable(boundary, 'boundary')),
    ],
  };
}

function readable({ name, document }: RolePolicy): Policies['identity'] {
  return document.kind === 'there' ? [{ name, document: document.value }] : [];
}

function unreadable({ name, document }: RolePolicy, kind: UnreadPolicy['kind']): readonly UnreadPolicy[] {
  if (document.kind === 'there') return [];
  return [{ name, kind, ...(document.kind === 'unread' ? { because: ended(document.gap) } : {}) }];
}

function ended({ because }: Gap): string {
  return because.replace(/\.$/, '');
}

/** Whether a principal may do what it needs: the best answer over the resources of the need. */
export function mayDo(arn: string, policies: Policies, { action, resources, context = {} }: Need): Verdict {
  const verdicts = resources.map((resource) =>
    evaluate({ principal: { kind: 'iam', arn }, action, resource, context }, policies),
  );
  const best =
    verdicts.find(({ answer }) => answer === 'allowed') ??
    verdicts.find(({ answer }) => answer === 'unknown') ??
    verdicts[0];
  return best ?? { answer: 'unknown', keys: [], reason: 'Nothing is asked.' };
}

/** Where a role is, for a finding: in IAM, once it was read; else where it is named. */
export function placeOfRole({ named, state }: NamedRole): Location {
  if (state.kind === 'there') return { kind: 'resource', arn: state.value.arn, pointer: '' };
  return named.at ?? { kind: 'resource', arn: named.value, pointer: '' };
}

/**
 * What a role lacks of what it needs: a finding that begins with the role and ends with what the policies say, or what
 * cannot be told. A role that is not there is the business of `role-missing`.
 */
export function roleLacks(role: NamedRole, needs: readonly Need[]): Finding | Unclear | undefined {
  if (role.state.kind === 'unread') return unreadRole(role, role.state.gap);
  if (role.state.kind === 'missing' || needs.length === 0) return undefined;
  const { arn, name } = role.state.value;
  const policies = policiesFor(role.state.value);
  const answers = needs.map((need) => ({ need, verdict: mayDo(arn, policies, need) }));
  const at = placeOfRole(role);
  const denied = answers.filter(({ verdict }) => verdict.answer === 'denied');
  const [first] = denied;
  if (first !== undefined)
    return {
      message: `Role \`${name}\` may not call ${actionsIn(denied)}. ${first.verdict.reason}`,
      at: { kind: 'resource', arn, pointer: pointerOf(first.verdict) },
    };
  const open = answers.filter(({ verdict }) => verdict.answer === 'unknown');
  const [doubt] = open;
  if (doubt === undefined) return undefined;
  return { unclear: `Whether role \`${name}\` may call ${actionsIn(open)} is not known. ${doubt.verdict.reason}`, at };
}

/** What is said of a role that cannot be read. */
export function unreadRole(role: NamedRole, { because }: Gap): Unclear {
  return { unclear: `Role \`${roleNameOf(role.named.value)}\` cannot be read: ${because}`, at: placeOfRole(role) };
}

function actionsIn(answers: readonly { readonly need: Need }[]): string {
  return listing(
    answers.map(({ need }) => `\`${need.action}\``),
    'or',
  );
}

/** Into the role: the policy that decides, by its name, and the statement in it. */
function pointerOf({ by }: Verdict): string {
  if (by === undefined) return '';
  return `/policies/${by.policy.replaceAll('~', '~0').replaceAll('/', '~1')}${by.pointer}`;
}

/** A finding with its fix, where it is one and has one. */
export function withFix(verdict: Finding | Unclear | undefined, fix: Fix | undefined): Finding | Unclear | undefined {
  return verdict === undefined || 'unclear' in verdict || fix === undefined ? verdict : { ...verdict, fix };
}
