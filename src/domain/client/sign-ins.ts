import type { SignIn, SignInFlow, TokenTrigger } from '../../model/client.ts';
import type { Place } from '../../model/location.ts';

/** A piece of code: a file, or a block of a document that begins at `start`. */
export interface Code {
  readonly text: string;
  readonly start: number;
  readonly language: SignIn['language'];
  readonly document: boolean;
  at(start: number, end: number): Place;
}

const FLOW = /(?:\bAuthFlow["']?\s*[:=]\s*(?:["']|AuthFlowType\.)|--auth-flow[ =]["']?)([A-Z_]+)/g;
const GRANT = /\bgrant_type["']?\s*[:=,]\s*["']?client_credentials\b/g;

/** How the flows of `InitiateAuth` and `AdminInitiateAuth` are called; `ADMIN_NO_SRP_AUTH` is the older name of one. */
const FLOWS: { readonly [name: string]: SignInFlow } = {
  USER_PASSWORD_AUTH: 'USER_PASSWORD_AUTH',
  ADMIN_USER_PASSWORD_AUTH: 'ADMIN_USER_PASSWORD_AUTH',
  ADMIN_NO_SRP_AUTH: 'ADMIN_USER_PASSWORD_AUTH',
  USER_AUTH: 'USER_AUTH',
};

/** The calls in a piece of code that ask Cognito for tokens, with the flow that is written out there. */
export function signInsIn(code: Code): readonly SignIn[] {
  const { text } = code;
  const byFlow = [...text.matchAll(FLOW)].flatMap((match) => {
    const flow = FLOWS[match[1] ?? ''];
    return flow === undefined ? [] : [{ match, flow }];
  });
  // Other providers have the same grant.
  const byGrant = /cognito/i.test(text)
    ? [...text.matchAll(GRANT)].map((match) => ({ match, flow: 'client_credentials' as const }))
    : [];
  return [...byFlow, ...byGrant].filter(({ match }) => !isComment(text, match.index)).map((one) => signIn(one, code));
}

function signIn(
  { match, flow }: { readonly match: RegExpExecArray; readonly flow: SignInFlow },
  { text, start, language, document, at }: Code,
): SignIn {
  const client = clientNear(text, match.index);
  const from = start + match.index;
  return {
    at: at(from, from + match[0].length),
    language,
    document,
    flow,
    ...(client === undefined ? {} : { client }),
    aboutRuntimes: /agent_?core|\bmcp\b/i.test(text),
    hashesSecret: /SECRET_HASH/.test(text),
  };
}

/** The id of an app client that stands as a text within a few lines: Cognito's are 26 letters and digits, mostly. */
function clientNear(text: string, index: number): string | undefined {
  const around = text.slice(Math.max(0, index - 300), index + 300);
  return /(?:\bClientId["']?\s*[:=]\s*["']|--client-id[ =]["']?|\bclient_id["']?\s*[:=]\s*["']?)([a-z0-9]{20,128})\b/.exec(
    around,
  )?.[1];
}

/** What a file does to tokens as a pre-token-generation trigger. */
export function tokenTriggersIn({ text, language, document, at }: Code): readonly TokenTrigger[] {
  const match = [...text.matchAll(/\bclaims(?:AndScope)?OverrideDetails\b/g)].find(
    ({ index }) => !isComment(text, index),
  );
  if (match === undefined) return [];
  const added = [...text.matchAll(/(['"]?)\bclient_id\1\s*(?::(?!:)|\]\s*=(?!=))/g)].find(
    (one) => !isComment(text, one.index) && isAmongClaims(text, one.index),
  );
  return [
    {
      at: at(match.index, match.index + match[0].length),
      language,
      document,
      response: match[0] === 'claimsOverrideDetails' ? match[0] : 'claimsAndScopeOverrideDetails',
      ...(added === undefined ? {} : { addsClientId: at(added.index, added.index + added[0].length) }),
    },
  ];
}

/** Whether a key stands close behind the name of the claims that are added. */
function isAmongClaims(text: string, index: number): boolean {
  return /claimsToAddOrOverride|claimsToAdd|\bclaims\b/.test(text.slice(Math.max(0, index - 400), index));
}

function isComment(text: string, index: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', index - 1) + 1, index);
  return /^\s*(?:#|\/\/|\*)/.test(line);
}
