import { readFileSync } from 'node:fs';
import type { JwtRules } from '../model/door.ts';
import { Failure } from '../model/failure.ts';
import type { GivenToken } from '../model/token.ts';
import { verifySignature } from '../world/token/signature.ts';
import type { Given, Io, OptionSpec } from './command.ts';

/** The ways in which a call says what a token is held against, in the place of the project's authorizer. */
export const ruleOptions = {
  'discovery-url': { type: 'string', describe: 'the discovery URL of the authorizer' },
  'allowed-clients': { type: 'string', list: true, describe: 'its `allowedClients`' },
  'allowed-audience': { type: 'string', list: true, describe: 'its `allowedAudience`' },
  'allowed-scopes': { type: 'string', list: true, describe: 'its `allowedScopes`' },
} as const satisfies { readonly [name: string]: OptionSpec };

/** The authorizer that the options spell out; nothing when they name none of its members. */
export function rulesIn(given: Given): GivenToken['against'] {
  const named = Object.keys(ruleOptions).filter((name) => given.text(name) !== undefined);
  if (named.length === 0) return undefined;
  const list = (
    option: 'allowed-clients' | 'allowed-audience' | 'allowed-scopes',
    key: keyof JwtRules,
  ): Partial<JwtRules> => {
    const items = given.list(option);
    return items.length === 0 ? {} : { [key]: items };
  };
  return {
    from: named.map((name) => `--${name}`).join(' '),
    rules: {
      discoveryUrl: given.text('discovery-url') ?? '',
      ...list('allowed-clients', 'allowedClients'),
      ...list('allowed-audience', 'allowedAudience'),
      ...list('allowed-scopes', 'allowedScopes'),
    },
  };
}

/** More than any token has: no server takes a header that is as long. */
const MOST = 64 * 1024;

/** The token of the call: of a file, of the environment, or piped in. */
export async function givenToken(given: Given, io: Io): Promise<GivenToken> {
  const { text, from } = await textOf(given, io);
  const against = rulesIn(given);
  return { ...tokenFrom(from, text), ...(against === undefined ? {} : { against }) };
}

/** A token with where it is from. */
export function tokenFrom(from: string, text: string): GivenToken {
  return {
    from,
    now: Math.floor(Date.now() / 1000),
    text: () => text,
    verify: (jwks) => verifySignature(bareToken(text), jwks),
  };
}

/** What is around a token by mistake is said elsewhere; the signature is that of the token itself. */
function bareToken(text: string): string {
  return /[\w-]+\.[\w-]+\.[\w-]*/.exec(text.replaceAll(/\s/g, (blank) => (blank === ' ' ? ' ' : '')))?.[0] ?? '';
}

async function textOf(given: Given, io: Io): Promise<{ readonly text: string; readonly from: string }> {
  const file = given.text('token-file');
  if (file !== undefined && file !== '-') return { text: secretFile(file), from: `the file \`${file}\`` };
  const held = io.environment['BEARER_TOKEN'];
  if (file === undefined && held !== undefined && held.trim() !== '') return { text: held, from: '`BEARER_TOKEN`' };
  const piped = await io.piped?.(MOST);
  if (piped !== undefined && piped.trim() !== '') return { text: piped, from: 'standard input' };
  throw new Failure(
    'No token was given.',
    'Set `BEARER_TOKEN`, name a file with `--token-file`, or pipe it in. `agentcore-doctor token get` gets one.',
  );
}

/** The text of a file with a secret in it. */
export function secretFile(path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.length <= MOST) return text.trim();
  } catch (cause) {
    throw new Failure(`\`${path}\` cannot be read.`, cause instanceof Error ? cause.message : undefined, { cause });
  }
  throw new Failure(`\`${path}\` is longer than any token or secret.`);
}
