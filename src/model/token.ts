import type { ClaimRule, JwtRules } from './door.ts';
import type { Collected } from './fact.ts';

/** A bearer token as it was given, and what is known of it. Neither its signature nor its text is in here. */
export interface TokenFacts {
  /** Who gave it, in the middle of a sentence: "`BEARER_TOKEN`", "standard input". */
  readonly from: string;
  /** When it was looked at, in seconds since 1970. */
  readonly now: number;
  readonly content: TokenContent;
  /** Custom claims that an authorizer asks for, and what the token holds in their place; never the value itself. */
  readonly customClaims: readonly ClaimMatch[];
  /** The authorizer that the call itself names; it is judged in the place of the project's. */
  readonly against?: { readonly rules: JwtRules; readonly from: string };
}

/** `sealed`: encrypted (JWE), so that only its issuer reads it. `opaque`: an id without any content of its own. */
export type TokenContent =
  | {
      readonly kind: 'jwt';
      readonly header: TokenHeader;
      readonly claims: TokenClaims;
      readonly family: TokenFamily;
      /** What stands around it and is no part of it. */
      readonly around: readonly Wrapping[];
    }
  | { readonly kind: 'sealed'; readonly header: TokenHeader; readonly family: 'cognito-refresh' | 'auth0' | 'other' }
  | { readonly kind: 'opaque' }
  | { readonly kind: 'malformed'; readonly because: string };

export type Wrapping = 'quotes' | 'Bearer' | 'line breaks';

export interface TokenHeader {
  readonly alg?: string;
  readonly kid?: string;
  readonly typ?: string;
}

/** The claims that authorizers look at or that tell who issued a token; none says who the user is. */
export interface TokenClaims {
  readonly iss?: string;
  readonly aud?: string | readonly string[];
  readonly client_id?: string;
  readonly token_use?: string;
  readonly scope?: string | readonly string[];
  readonly scp?: string | readonly string[];
  readonly exp?: number;
  readonly nbf?: number;
  readonly iat?: number;
  /** What Okta and Entra name the client by. */
  readonly cid?: string;
  readonly appid?: string;
  readonly azp?: string;
  readonly ver?: string;
  /** Claims of these that are there with a value of another type. */
  readonly misshapen: readonly string[];
}

/** Who issued a token, and for which purpose, as far as its claims tell. */
export type TokenFamily =
  | 'cognito-access'
  | 'cognito-id'
  | 'cognito-m2m'
  | 'entra-1'
  | 'entra-2'
  | 'okta'
  | 'auth0'
  | 'other';

export interface ClaimMatch {
  readonly rule: ClaimRule;
  readonly holds: 'yes' | 'no' | 'absent' | 'other type';
}

/** The issuers that authorizers name, as they answer over the network. */
export interface Issuers {
  readonly issuers: readonly Issuer[];
}

export interface Issuer {
  readonly discoveryUrl: string;
  readonly document: Published<DiscoveryDocument>;
  /** Absent when no document says where they are. */
  readonly keys?: Published<readonly PublicKey[]>;
  /** Whether the token that was given is signed by one of those keys; absent when it was not tried. */
  readonly signature?: Collected<SignatureState>;
}

/** `wrong`: the answer came and is of no use. `unread`: whether it would be cannot be told from here. */
export type Published<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'wrong'; readonly because: string }
  | { readonly kind: 'unread'; readonly because: string };

export interface DiscoveryDocument {
  readonly issuer: string;
  readonly jwksUri?: string;
  readonly tokenEndpoint?: string;
}

/** What a JWKS says of a key, without the key itself. */
export interface PublicKey {
  readonly kid?: string;
  readonly kty?: string;
  readonly alg?: string;
  readonly use?: string;
}

/** `no-key`: no key of the issuer fits the header. `unsupported`: the algorithm is none for signatures of issuers. */
export type SignatureState = 'valid' | 'invalid' | 'no-key' | 'unsupported';

/** A token that was given to the program, behind a door that keeps its text. */
export interface GivenToken {
  readonly from: string;
  readonly now: number;
  readonly against?: { readonly rules: JwtRules; readonly from: string };
  /** The text, for the one collector that takes it apart. */
  text(): string;
  /** Checks the signature against the JWKS of an issuer, as it came over the network. */
  verify(jwks: string): Promise<Collected<SignatureState>>;
}
