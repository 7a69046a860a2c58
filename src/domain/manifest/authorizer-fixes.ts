import type { Edit, Fix } from '../../model/change.ts';
import type { Tree } from '../../model/tree.ts';
import { itemsOf, textOf, valueAt } from '../config/tree.ts';
import { type Authorizer, memberOf, type RULES, textsOfMember } from './authorizer.ts';

/** Which tokens are let in is for a person to say. */
export function withoutRules(authorizer: Authorizer, keys: readonly (typeof RULES)[number][], title: string): Fix {
  const { body } = authorizer;
  const edits = keys.flatMap((key): readonly Edit[] => {
    const entry = memberOf(authorizer, key);
    return entry === undefined || body === undefined
      ? []
      : [{ kind: 'unset', at: body.at, path: [entry.key], shared: true }];
  });
  return { title, safety: 'review', edits };
}

/** The claim's own values become clients. Where clients are listed already, both rules held at once. */
export function asAllowedClients(authorizer: Authorizer, index: number, claim: Tree): Fix | undefined {
  const { body } = authorizer;
  const claims = memberOf(authorizer, 'customClaims');
  const matched = valueAt(claim, 'authorizingClaimMatchValue', 'claimMatchValue');
  const wanted = [valueAt(matched, 'matchValueString'), ...itemsOf(valueAt(matched, 'matchValueStringList'))].flatMap(
    (one) => textOf(one) ?? [],
  );
  if (body === undefined || claims === undefined || wanted.length === 0) return undefined;
  const clients = memberOf(authorizer, 'allowedClients');
  const listed = textsOfMember(authorizer, 'allowedClients').map(({ value }) => value);
  const added = wanted.filter((one) => !listed.includes(one));
  const only = itemsOf(claims.value).length === 1;
  const edit = { at: body.at, shared: true } as const;
  const key = clients?.key ?? 'allowedClients';
  return {
    title: 'List the client of the claim in `allowedClients`',
    safety: listed.length === 0 ? 'safe' : 'review',
    edits: [
      { ...edit, kind: 'unset', path: only ? [claims.key] : [claims.key, index] },
      ...(listed.length === 0
        ? [{ ...edit, kind: 'set', path: [key], value: added } as const]
        : added.map((value) => ({ ...edit, kind: 'set', path: [key, '-'], value }) as const)),
    ],
  };
}

/** `CONTAINS` takes one text and `CONTAINS_ANY` a list: what the claim is compared with decides. */
export function withOperator(
  authorizer: Authorizer,
  index: number,
  claim: Tree,
  allowed: readonly string[],
): Fix | undefined {
  const matched = valueAt(claim, 'authorizingClaimMatchValue', 'claimMatchValue');
  const list = valueAt(matched, 'matchValueStringList') !== undefined;
  const value = allowed.length === 1 ? allowed[0] : list ? 'CONTAINS_ANY' : 'CONTAINS';
  const key = memberOf(authorizer, 'customClaims')?.key;
  // A text is not compared with a list.
  if (authorizer.body === undefined || key === undefined || value === undefined || (list && value === 'EQUALS'))
    return undefined;
  const path = [key, index, 'authorizingClaimMatchValue', 'claimMatchOperator'];
  const { at } = authorizer.body;
  return { title: `Write \`${value}\``, safety: 'review', edits: [{ kind: 'set', at, path, value, shared: true }] };
}
