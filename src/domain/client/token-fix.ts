import type { Edit, Fix } from '../../model/change.ts';
import type { TokenPick, TokenUse } from '../../model/client.ts';

/** What the access token is called where the ID token is called so. */
const ACCESS: Readonly<Record<string, string>> = {
  IdToken: 'AccessToken',
  idToken: 'accessToken',
  id_token: 'access_token',
};

/** How the access token comes to be taken instead of the ID token. A file that uses the token elsewhere, too, wants a look. */
export function accessTokenFix({ picks, alone }: TokenUse): Fix | undefined {
  const edits = picks.map(editOf);
  if (picks.length === 0 || edits.includes(undefined)) return undefined;
  return {
    title: 'Send the access token instead of the ID token',
    safety: alone ? 'safe' : 'review',
    edits: edits.flatMap((edit) => edit ?? []),
  };
}

function editOf({ value, at, bare, access }: TokenPick): Edit | undefined {
  if (access !== undefined) return { kind: 'swap', at, from: value, to: access };
  const other = ACCESS[value];
  if (other === undefined) return undefined;
  return { kind: 'swap', at, from: value, to: bare === true ? `${other}: ${value}` : other };
}
