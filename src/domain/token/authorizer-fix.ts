import type { CloudChange, Fix } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import type { TokenFacts } from '../../model/token.ts';
import { arnOf } from '../cloud/arns.ts';
import { listAt } from '../cloud/documents.ts';
import { deployedRules, type Deployed, type JudgedAuthorizer, POINTER } from './authorizers.ts';
import { audiencesOf } from './claims.ts';
import type { TokenCheck } from './condition.ts';
import { wrongKindOf } from './kinds.ts';
import { judgeRules } from './rules.ts';

type List = 'allowedClients' | 'allowedAudience' | 'allowedScopes';

/** The lists of an authorizer as they are to be; `undefined`: the list is to go. */
type Wish = { readonly [list in List]?: readonly string[] | undefined };

/**
 * Lets a deployed runtime take a token of its issuer that it refuses: the client or the audience on the list, or, for a
 * token of the other kind, the one list in the place of the other. None where that is not enough.
 */
export function authorizerFix(check: TokenCheck, token: TokenFacts, authorizer: JudgedAuthorizer): Fix | undefined {
  const { deployed } = authorizer;
  if (deployed === undefined || token.content.kind !== 'jwt' || !isOfIssuer(token, authorizer)) return undefined;
  const wish = wishOf(check, token, authorizer);
  if (wish === undefined) return undefined;
  const rules = deployedRules(changed(deployed.authorizer, wish.lists));
  if (rules === undefined) return undefined;
  const isRefused = judgeRules(token, { ...authorizer, rules }).some(
    ({ subject, verdict }) => verdict === 'fail' && SUBJECTS.includes(subject),
  );
  return isRefused ? undefined : fixOf(deployed, wish);
}

const SUBJECTS: readonly string[] = ['client_id', 'aud', 'scope'];

interface Wished {
  readonly title: string;
  readonly lists: Wish;
}

function wishOf(check: TokenCheck, { content }: TokenFacts, { deployed, rules }: JudgedAuthorizer): Wished | undefined {
  if (content.kind !== 'jwt' || deployed === undefined) return undefined;
  const { family, claims } = content;
  const client = claims.client_id;
  const [audience, another] = audiencesOf(claims);
  const add = (list: List, value: string): Wished => ({
    title: `Let runtime \`${deployed.id}\` take tokens with \`${value}\` in \`${list}\`, in a new version of it`,
    lists: { [list]: [...(rules[list] ?? []), value] },
  });
  switch (check) {
    case 'token-client-id-mismatch':
      return client === undefined ? undefined : add('allowedClients', client);
    case 'token-audience-mismatch':
      return audience === undefined || another !== undefined ? undefined : add('allowedAudience', audience);
    case 'token-wrong-kind': {
      const lacks = wrongKindOf(family, claims, rules)?.lacks;
      if (lacks === undefined) return undefined;
      const [list, value] =
        family === 'cognito-id' ? (['allowedAudience', audience] as const) : (['allowedClients', client] as const);
      return value === undefined ? undefined : instead(deployed, lacks, { list, value, now: rules[list] ?? [] });
    }
    default:
      return undefined;
  }
}

/** Whoever sends tokens of the kind that was right until now is refused then: that is said. */
function instead(
  { id }: Deployed,
  lacks: readonly string[],
  { list, value, now }: { readonly list: List; readonly value: string; readonly now: readonly string[] },
): Wished {
  const gone = LISTS.filter(([, claim]) => lacks.includes(claim)).map(([name]) => name);
  const kind = list === 'allowedAudience' ? 'ID' : 'access';
  return {
    title: `Let runtime \`${id}\` take ${kind} tokens, by \`${list}\` in the place of ${gone.map((one) => `\`${one}\``).join(' and ')}: it refuses others then`,
    lists: {
      ...Object.fromEntries(gone.map((one) => [one, undefined])),
      [list]: now.includes(value) ? now : [...now, value],
    },
  };
}

const LISTS: readonly (readonly [List, string])[] = [
  ['allowedClients', 'client_id'],
  ['allowedAudience', 'aud'],
  ['allowedScopes', 'scope'],
];

function fixOf({ id, arn, authorizer }: Deployed, { title, lists }: Wished): Fix | undefined {
  const { region = '' } = arnOf(arn) ?? {};
  const changes = LISTS.flatMap(([name]): readonly CloudChange[] => {
    if (!Object.hasOwn(lists, name)) return [];
    const [now, put] = [listAt(authorizer, name), lists[name]];
    return [
      {
        kind: 'cloud',
        resource: { type: 'agent-runtime', id, region },
        pointer: `${POINTER}/${name}`,
        ...(now.length === 0 ? {} : { expect: now }),
        ...(put === undefined ? {} : { put }),
      },
    ];
  });
  return changes.length === 0 ? undefined : { title, safety: 'review', edits: [], changes };
}

/** The authorizer's document with other lists. */
function changed(authorizer: Json, lists: Wish): Json {
  const members = Object.entries({ ...(authorizer as { readonly [member: string]: Json }), ...lists });
  return Object.fromEntries(members.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** To let tokens of another issuer in would take another discovery URL. */
function isOfIssuer({ content }: TokenFacts, { rules }: JudgedAuthorizer): boolean {
  const issuer = content.kind === 'jwt' ? content.claims.iss : undefined;
  return issuer !== undefined && rules.discoveryUrl.startsWith(`${issuer.replace(/\/$/, '')}/.well-known/`);
}
