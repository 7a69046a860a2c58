import { type JudgedAuthorizer, judgedAuthorizers } from '../domain/token/authorizers.ts';
import { collect, type Sheet } from '../engine/collect.ts';
import { collectors } from '../facts/index.ts';
import { Failure } from '../model/failure.ts';
import type { GivenToken, Issuers, TokenFacts } from '../model/token.ts';
import { openWorld } from '../world/index.ts';
import { accountOptions, namedIn, openAccount } from './account.ts';
import type { Command, Given, Io } from './command.ts';
import { rootOf } from './examine.ts';
import { rulesIn } from './given-token.ts';
import { isSaving } from './reporting.ts';

/** What says how to find the authorizer that a call is about. */
export const placeOptions = {
  arn: { type: 'string', describe: 'the deployed runtime whose authorizer is meant: its ARN or id' },
  profile: accountOptions.profile,
  region: accountOptions.region,
  agent: { type: 'string', describe: 'the agent whose authorizer is meant' },
} as const;

/** Without an option that names a runtime, nobody looks at the account. */
const NO_RUNTIMES: Sheet = { runtimes: { ok: true, value: { runtimes: [] } } };
/** Nor does anybody read the project, where the call spells the authorizer out. */
const NO_MANIFESTS: Sheet = { manifests: { ok: true, value: { files: [], secrets: [] } } };
const NO_ISSUERS: Sheet = { issuers: { ok: true, value: { issuers: [] } } };

/** What is explained about a token: what it is, who judges it, and what its issuers say. */
export interface SeenToken {
  readonly token: TokenFacts;
  readonly issuers: Issuers;
  readonly authorizers: readonly JudgedAuthorizer[];
}

/** What a call sees of a token or of authorizers alone, or what the run saw that it names. */
export async function seenFor<T extends object>(
  command: Command,
  { given, io }: { readonly given: Given; readonly io: Io },
  members: readonly (keyof T)[],
  look: () => Promise<T>,
): Promise<T> {
  if (!isSaving(given)) return look();
  const { savedMembers } = await import('./saved-members.ts');
  return savedMembers({ command, given, io }, members, look);
}

/** The facts about a token, or about authorizers alone, with whatever of the account the call names. */
export async function tokenSheet(given: Given, io: Io, token?: GivenToken): Promise<Sheet> {
  const root = rootOf(given.positionals[0] ?? '.');
  const isDeployed = given.text('arn') !== undefined;
  const world = openWorld({ root, agent: given.text('agent'), named: namedIn(given), token });
  const outside = isDeployed ? { ...world, aws: await openAccount(given, io) } : world;
  const isSpelt = rulesIn(given) !== undefined && !isDeployed;
  const before = {
    ...(isDeployed ? {} : NO_RUNTIMES),
    ...(isSpelt ? NO_MANIFESTS : {}),
    ...(given.flag('offline') ? NO_ISSUERS : {}),
  };
  const wanted = token === undefined ? [] : (['token', 'issuers'] as const);
  const sheet = await collect(['manifests', 'runtimes', ...wanted], collectors, outside, before);
  if (sheet.runtimes?.ok === false) throw new Failure(sheet.runtimes.gap.because, sheet.runtimes.gap.hint);
  const state = sheet.runtimes?.value.runtimes[0]?.state;
  if (state?.kind === 'missing') throw new Failure(`There is no runtime \`${given.text('arn') ?? ''}\`.`);
  if (state?.kind === 'unread') throw new Failure(state.gap.because, state.gap.hint);
  return sheet;
}

/** The authorizers that a call is about; a `Failure` when it names an agent that has none. */
export function authorizersIn(sheet: Sheet, given: Given): readonly JudgedAuthorizer[] {
  const { manifests, runtimes } = sheet;
  if (manifests?.ok !== true || runtimes?.ok !== true)
    throw new Failure('The manifests of the project cannot be read.');
  const all = judgedAuthorizers(rulesIn(given), manifests.value, runtimes.value);
  const agent = given.text('agent');
  const own = agent === undefined ? all : all.filter((one) => one.agent === agent || one.agent === '');
  if (agent !== undefined && own.length === 0)
    throw new Failure(`No agent \`${agent}\` with a JWT authorizer is declared here.`);
  if (own.length === 0 && runtimes.value.runtimes.length > 0)
    throw new Failure(
      'The runtime has no JWT authorizer, so no bearer token opens it.',
      'AWS credentials do: requests signed with SigV4.',
    );
  return own;
}
