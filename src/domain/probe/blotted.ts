import type { Answer } from '../../model/exchange.ts';
import type { Json } from '../../model/json.ts';
import { HIDDEN, withoutSecretText } from '../secret/secret-text.ts';
import { masked } from '../symptom/masked.ts';

/** Headers whose whole value is a secret, of requests and of answers. */
const SECRET_HEADERS =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|x-amz-security-token|x-api-key|authentication-info|.*(?:token|secret|signature|credential).*)$/;
/** Headers that are no secret, and that say more than they would in a form that takes everything for one. */
const PLAIN_HEADERS = new Set([
  'www-authenticate',
  'location',
  'content-type',
  'accept',
  'mcp-session-id',
  'x-amzn-requestid',
  'x-amzn-errortype',
  'date',
  'x-amz-date',
]);
/** A word of fewer letters stands in too many other words. */
const SHORTEST = 8;

/** Takes secrets out of what is to be kept: those that are known by name, and whatever looks like one. */
export interface Blotter {
  readonly text: (text: string) => string;
  readonly headers: (headers: Headers) => Headers;
  readonly json: (value: Json) => Json;
  readonly answer: (answer: Answer) => Answer;
}

type Headers = { readonly [name: string]: string };

/** A blotter for the secrets that were sent; an answer may repeat them, encoded or not. */
export function blotterFor(secrets: readonly string[]): Blotter {
  const known = [...new Set(secrets.flatMap(formsOf))].toSorted((a, b) => b.length - a.length);
  const without = (text: string): string => known.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
  const text = (given: string): string => masked(without(given));
  const headers = (given: Headers): Headers =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => {
        const key = name.toLowerCase();
        if (SECRET_HEADERS.test(key)) return [key, HIDDEN];
        return [key, PLAIN_HEADERS.has(key) ? sparing(without(value)) : text(value)];
      }),
    );
  const json = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(json);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        text(name),
        SECRET_MEMBER.test(name) && typeof one === 'string' ? HIDDEN : json(one),
      ]),
    );
  };
  const answer = (given: Answer): Answer => {
    if (given.kind === 'none') return { ...given, detail: text(given.detail) };
    const { message } = given;
    return {
      ...given,
      headers: headers(given.headers),
      body: text(given.body),
      ...(message === undefined ? {} : { message: json(message) }),
    };
  };
  return { text, headers, json, answer };
}

/** Without what is certainly a secret, and with all the rest. */
function sparing(text: string): string {
  return withoutSecretText(text.replaceAll(JWT, HIDDEN), () => HIDDEN);
}

const JWT = /\beyJ[\w-]{6,}(?:\.[\w-]*){0,4}/g;
const SECRET_MEMBER =
  /^(?:access_?token|id_?token|refresh_?token|client_?secret|password|authorization|cookie|secret_?access_?key|session_?token)$/i;

/** A token may come back in parts: each of them is one. */
function formsOf(secret: string): readonly string[] {
  const bare = secret.trim();
  const parts = bare.split('.').length >= 3 ? bare.split('.') : [];
  return [bare, encodeURIComponent(bare), ...parts].filter(({ length }) => length >= SHORTEST);
}
