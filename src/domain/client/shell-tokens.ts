import type { TokenPick, TokenUse } from '../../model/client.ts';
import type { Place } from '../../model/location.ts';
import { type AwsCall, type Curl, exactly, type Word } from './client-commands.ts';
import { code, type Script } from './shell-script.ts';

/** How a token leaves a script: in variables, or, when there are none, by being printed. */
export interface Handed {
  readonly variables: readonly string[];
}

/** The ID tokens that a script takes; `runtimes` are its requests to a runtime. */
export function tokensOf(
  script: Script,
  runtimes: readonly Curl[],
  logins: readonly AwsCall[],
): readonly (TokenUse & Handed)[] {
  const cognito = /cognito/i.test(script.text);
  const sends = runtimes.flatMap(({ headers }) => bearerOf(headers));
  const held = [...script.variables].filter(([, { value }]) => isIdToken(value));
  const named = held.map(([variable, word]) => {
    const sent = sends.find(({ value }) => value === variable || aliases(value, variable, script));
    const use = sent === undefined ? { sent: 'no' as const } : { sent: 'yes' as const, sentAt: sent.at };
    const variables = [variable, ...[...script.variables.keys()].filter((name) => aliases(name, variable, script))];
    const picks = picksOf(variable, word, sends, script);
    const renamed = picks.some(({ access }) => access !== undefined);
    const alone = sent !== undefined && (renamed || variables.every((name) => usesOf(name, script) === 1));
    return { ...code(word.at, script), key: 'IdToken' as const, cognito, variables, picks, alone, ...use };
  });
  // A command that nothing catches prints the token, for somebody to paste.
  const printed =
    held.length > 0 ? [] : logins.flatMap(({ at, options }) => printedBy(at, options.get('--query')?.[0]));
  return [
    ...named,
    ...printed.map(({ at, query }) => ({
      ...code(at, script),
      key: 'IdToken' as const,
      cognito,
      variables: [],
      picks: script.text.includes('AccessToken') ? [] : [{ value: 'IdToken', at: exactly(query) }],
      alone: false,
      sent: 'no' as const,
    })),
  ];
}

/** The word that picks the token; where the access token is at hand, too, the variable where it is sent. */
function picksOf(
  variable: string,
  word: Word,
  sends: readonly Word[],
  { text, variables }: Script,
): readonly TokenPick[] {
  if (!text.includes('AccessToken')) return [{ value: 'IdToken', at: exactly(word) }];
  const own = sends.filter(({ value }) => value === variable);
  const [access, ...others] = [...variables].filter(([, { value }]) => /\bAccessToken\b/.test(value));
  if (access === undefined || others.length > 0) return [];
  return own.map((sent) => ({ value: variable, at: exactly(sent), access: access[0] }));
}

function printedBy(at: Place, query: Word | undefined): readonly { readonly at: Place; readonly query: Word }[] {
  return query !== undefined && isIdToken(query.value) ? [{ at, query }] : [];
}

function usesOf(name: string, { text }: Script): number {
  return [...text.matchAll(new RegExp(`\\$\\{?${name}\\b`, 'g'))].length;
}

/** `TOKEN="$ID_TOKEN"` */
function aliases(name: string, variable: string, script: Script, depth = 0): boolean {
  const inner = /^\$\{?(\w+)\}?$/.exec(script.variables.get(name)?.value ?? '')?.[1];
  return inner !== undefined && depth < 5 && (inner === variable || aliases(inner, variable, script, depth + 1));
}

function isIdToken(value: string): boolean {
  return /(?:AuthenticationResult|\.|\[|["'])\W{0,3}IdToken\b/.test(value) && !/AccessToken/.test(value);
}

/** The variables that are sent as bearer tokens. */
export function bearerOf(headers: readonly Word[]): readonly Word[] {
  return headers.flatMap((word) => {
    const name = /^authorization\s*:\s*bearer\s+\$\{?(\w+)/i.exec(word.value)?.[1];
    return name === undefined ? [] : [{ ...word, value: name }];
  });
}
