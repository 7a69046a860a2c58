import type { Json } from '../../model/json.ts';
import type { TokenContent, TokenHeader, Wrapping } from '../../model/token.ts';
import { memberAt, textAt } from '../cloud/documents.ts';
import { claimsIn } from './claims.ts';
import { familyOf, sealedFamilyOf } from './family.ts';

/** Every claim of a token, for whoever has to compare one; nobody keeps them. */
export type AllClaims = { readonly [name: string]: Json };

/** What a token holds, and all of its claims where it is a JWT. */
export interface ReadToken {
  readonly content: TokenContent;
  readonly all: AllClaims;
}

/** Takes a bearer token apart; whatever the text is, it says what it can and never throws. */
export function readToken(text: string): ReadToken {
  const { bare, around } = unwrapped(text);
  if (bare === '') return without({ kind: 'malformed', because: 'is empty' });
  const answer = answerIn(bare);
  if (answer !== undefined) return without({ kind: 'malformed', because: answer });
  const parts = bare.split('.');
  if (parts.length === 5) return without(sealedIn(parts[0] ?? ''));
  if (parts.length !== 3) return without(oddOne(bare, parts));
  const [header, claims, signature = ''] = parts;
  const head = headerIn(header ?? '');
  if (head === undefined) return without({ kind: 'malformed', because: 'has a first part that is no header of a JWT' });
  const body = objectIn(claims ?? '');
  if (body === undefined) return without({ kind: 'malformed', because: 'has a second part that is no JSON object' });
  if (signature === '' && head.alg !== 'none')
    return without({ kind: 'malformed', because: 'ends behind its second part: the signature is missing' });
  if (!/^[\w-]*$/.test(signature))
    return without({ kind: 'malformed', because: 'has a third part that is no signature: it is not base64url' });
  const kept = claimsIn(body);
  return { content: { kind: 'jwt', header: head, claims: kept, family: familyOf(body, kept), around }, all: body };
}

function without(content: TokenContent): ReadToken {
  return { content, all: {} };
}

/** A line break at the end is the file's; what else is around the token would be sent with it. */
function unwrapped(text: string): { readonly bare: string; readonly around: readonly Wrapping[] } {
  const around: Wrapping[] = [];
  let bare = text.replace(/^\uFEFF/, '').trim();
  const quoted = /^(["'])([^]*)\1$/.exec(bare);
  if (quoted !== null) {
    around.push('quotes');
    bare = (quoted[2] ?? '').trim();
  }
  const named = /^(?:authorization:\s*)?bearer\s+/i.exec(bare);
  if (named !== null) {
    around.push('Bearer');
    bare = bare.slice(named[0].length);
  }
  // Only base64url goes on behind a line break; words of a sentence do not.
  if (/^[\w.\-\s]+$/.test(bare) && /\s/.test(bare) && bare.replaceAll(/\s/g, '').split('.').length === 3) {
    around.push('line breaks');
    bare = bare.replaceAll(/\s/g, '');
  }
  return { bare, around };
}

const IN_ANSWERS: readonly (readonly string[])[] = [
  ['AuthenticationResult', 'AccessToken'],
  ['AccessToken'],
  ['access_token'],
  ['accessToken'],
];

/** People save the whole answer of the token endpoint. */
function answerIn(text: string): string | undefined {
  if (!text.startsWith('{')) return undefined;
  const document = parsed(text);
  const path = IN_ANSWERS.find((steps) => textAt(document, ...steps) !== undefined);
  if (path === undefined) return 'is a JSON document, and no token';
  return `is the whole answer of the issuer; the token is its member \`${path.join('.')}\``;
}

function sealedIn(part: string): TokenContent {
  const raw = objectIn(part);
  if (raw === undefined || textAt(raw, 'enc') === undefined)
    return { kind: 'malformed', because: 'has five parts, and the first is no header of an encrypted token' };
  return { kind: 'sealed', header: headerOf(raw), family: sealedFamilyOf(raw) };
}

function oddOne(bare: string, parts: readonly string[]): TokenContent {
  if (/^(?:FwoG|IQoJ)/.test(bare) && parts.length === 1)
    return { kind: 'malformed', because: 'looks like a session token of AWS credentials, which are no bearer token' };
  if (headerIn(parts[0] ?? '') !== undefined)
    return { kind: 'malformed', because: `is cut off: it has ${parts.length} of the three parts of a JWT` };
  if (/\s/.test(bare)) return { kind: 'malformed', because: 'holds blanks or line breaks' };
  return { kind: 'opaque' };
}

function headerIn(part: string): TokenHeader | undefined {
  const raw = objectIn(part);
  return textAt(raw, 'alg') === undefined || raw === undefined ? undefined : headerOf(raw);
}

function headerOf(raw: AllClaims): TokenHeader {
  return Object.fromEntries(
    ['alg', 'kid', 'typ'].flatMap((name) => {
      const text = textAt(raw, name);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** The JSON object in one part of a token. */
function objectIn(part: string): AllClaims | undefined {
  if (part === '' || !/^[\w-]+$/.test(part) || part.length % 4 === 1) return undefined;
  const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (letter) => letter.codePointAt(0) ?? 0);
  const value = parsed(new TextDecoder().decode(bytes));
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  // Neither null, nor a list, nor a scalar.
  return value as AllClaims;
}

function parsed(text: string): Json | undefined {
  try {
    // JSON.parse gives nothing but JSON.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A custom claim by its name; inherited members of objects are none. */
export function claimOf(all: AllClaims, name: string): Json | undefined {
  return Object.hasOwn(all, name) ? memberAt(all, name) : undefined;
}
