import { undoLastChanges } from '../apply/cloud/commit.ts';
import { cloudJournal } from '../apply/cloud/journal.ts';
import { count } from '../domain/words.ts';
import { collect } from '../engine/collect.ts';
import { type Found, foundIn } from '../engine/found.ts';
import { exitCodeOf } from '../engine/verdict.ts';
import { collectors } from '../facts/index.ts';
import { Failure } from '../model/failure.ts';
import type { Outcome } from '../model/report.ts';
import type { GivenToken } from '../model/token.ts';
import {
  type AccountFix,
  type AccountFixReport,
  accountFixHuman,
  accountFixJson,
  describePlan,
} from '../report/account-fixed.ts';
import { version } from '../version.ts';
import type { RealAws } from '../world/aws/index.ts';
import { openWorld } from '../world/index.ts';
import { stateFolder } from '../world/state.ts';
import { commitChosen, type Made, NOTHING_MADE } from './account-commit.ts';
import { type Candidate, candidatesIn } from './account-candidates.ts';
import { lookAtAccount, namedIn, openAccount } from './account.ts';
import type { Given, Io } from './command.ts';
import { collectAll, judge, rootOf, type Wanted, wantedChecks } from './examine.ts';
import { paintFor } from './paint.ts';
import { watchReading } from './progress.ts';
import { thresholdIn } from './reporting.ts';

/** What was seen in one look at the account. */
interface Seen {
  readonly outcomes: readonly Outcome[];
  readonly account: string;
  readonly aws: RealAws;
}

/** `fix --cloud`: shows what would change in the account, changes it when told to, looks again, and takes it back. */
export async function mendAccount(given: Given, io: Io): Promise<number> {
  if (given.flag('undo')) return undo(given, io);
  const root = rootOf(given.positionals[0] ?? '.');
  const wanted = wantedChecks(given.list('only'), given.list('skip'));
  const token = await tokenIn(given, io);
  const look = (client?: string): Promise<Seen> => lookAt(root, wanted, { given, io, token, client });
  const seen = await look();
  const candidates = await candidatesIn(seen.outcomes, seen.aws, given);
  const chosen = candidates.filter(({ check, refused }) => refused === undefined && isChosen(check.id, given, io));
  const write = chosen.length > 0 && (await mayWrite(chosen, seen, given, io));
  const made = write ? await commitChosen(chosen, seen, io, asksSomebody(given, io)) : NOTHING_MADE;
  const outcomes = write ? await lookUntilMended(chosen, () => look(made.client)) : seen.outcomes;
  const report = reportOf(root, seen, { candidates, chosen, write, outcomes, made });
  const paint = await paintFor(io, given.flag('no-color'));
  io.out(given.text('format') === 'json' ? accountFixJson(report) : accountFixHuman(report, paint));
  if (report.fixes.some(({ became }) => became === 'remains')) return 4;
  return exitCodeOf({ outcomes, unread: [] }, thresholdIn(given));
}

/** The token of the call, for the checks that can be mended by what a runtime takes. */
async function tokenIn(given: Given, io: Io): Promise<GivenToken | undefined> {
  const isGiven = given.text('token-file') !== undefined || (io.environment['BEARER_TOKEN'] ?? '').trim() !== '';
  return isGiven ? (await import('./given-token.ts')).givenToken(given, io) : undefined;
}

const TOKEN_CHECKS: readonly string[] = ['token-wrong-kind', 'token-client-id-mismatch', 'token-audience-mismatch'];

async function lookAt(
  root: string,
  wanted: Wanted,
  {
    given,
    io,
    token,
    client,
  }: {
    readonly given: Given;
    readonly io: Io;
    readonly token: GivenToken | undefined;
    readonly client: string | undefined;
  },
): Promise<Seen> {
  const progress = watchReading(io);
  try {
    const named = { ...namedIn(given), ...(client === undefined ? {} : { client }) };
    const world = openWorld({ root, agent: given.text('agent'), named, token, onRead: progress.onRead });
    const ofToken = token === undefined ? [] : wanted.token.filter((id) => TOKEN_CHECKS.includes(id));
    const all: Wanted = { ...wanted, cloud: [...wanted.cloud, ...ofToken] };
    const found = await lookAtAccount(all, await collectAll(world), world, { given, io, progress });
    if (!found.ok) throw new Failure(`The AWS account was not asked, ${found.because.replace(/\.$/, '')}.`, found.hint);
    const { caller } = found.sheet;
    if (caller?.ok !== true) throw new Failure(caller?.gap.because ?? 'The caller is not known.', caller?.gap.hint);
    const sheet = token === undefined ? found.sheet : await collect(['token'], collectors, world, found.sheet);
    return { outcomes: judge(found.asked, sheet, world), account: caller.value.account, aws: found.aws };
  } finally {
    progress.done();
  }
}

/** Every change of an account is a matter of a yes: at a terminal it is asked for, elsewhere `--review` names it. */
function isChosen(id: string, given: Given, io: Io): boolean {
  const named = given.list('review');
  if (named.length > 0) return named.includes(id) || named.includes('all');
  return asksSomebody(given, io);
}

function asksSomebody(given: Given, io: Io): boolean {
  const settled = ['yes', 'dry-run'].some((name) => given.flag(name)) || given.text('format') === 'json';
  return io.ask !== undefined && io.isTerminal.out && io.isTerminal.err && !settled;
}

async function mayWrite(chosen: readonly Candidate[], seen: Seen, given: Given, io: Io): Promise<boolean> {
  if (given.flag('dry-run')) return false;
  if (given.flag('yes')) {
    if (given.text('account') !== undefined) return true;
    throw new Failure(
      `These credentials are of account \`${seen.account}\`, and \`--yes\` asks nobody.`,
      `Say which account is meant: \`--account ${seen.account}\`.`,
    );
  }
  if (!asksSomebody(given, io) || io.ask === undefined) return false;
  const paint = await paintFor(io, given.flag('no-color'));
  for (const { fix, planned: plans } of chosen) io.err(`${fix.title}\n${describePlan(plans, paint)}`);
  const calls = chosen.flatMap((one) => one.planned.flatMap((plan) => plan.calls));
  const answer = await io.ask(`Type \`yes\` to make ${count(calls.length, 'call')} in account ${seen.account}: `);
  return answer.trim() === 'yes';
}

/** What AWS was told takes a while to hold: the checks are asked again until they find it, or a minute is over. */
async function lookUntilMended(chosen: readonly Candidate[], again: () => Promise<Seen>): Promise<readonly Outcome[]> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const { outcomes } = await again();
    if (chosen.every((one) => one.fix.proof !== undefined || !isThere(one, outcomes)) || Date.now() > until)
      return outcomes;
    await new Promise((resolve) => void setTimeout(resolve, PACE_MS));
  }
}

const PATIENCE_MS = 60_000;
const PACE_MS = 2000;

/** Whether a check still finds something at the same place. */
function isThere({ check, finding }: Found, outcomes: readonly Outcome[]): boolean {
  const place = ({ at }: Found['finding']): string => (at.kind === 'resource' ? at.arn : JSON.stringify(at));
  return foundIn(outcomes).some((one) => one.check.id === check.id && place(one.finding) === place(finding));
}

function reportOf(
  root: string,
  { account }: Seen,
  {
    candidates,
    chosen,
    write,
    outcomes,
    made,
  }: {
    readonly candidates: readonly Candidate[];
    readonly chosen: readonly Candidate[];
    readonly write: boolean;
    readonly outcomes: readonly Outcome[];
    readonly made: Made;
  },
): AccountFixReport {
  const becameOf = (one: Candidate): AccountFix['became'] => {
    if (one.refused !== undefined) return 'refused';
    if (!chosen.includes(one)) return 'waits';
    if (!write) return 'shown';
    if (one.fix.proof !== undefined) return 'made';
    return isThere(one, outcomes) ? 'remains' : 'mended';
  };
  const fixes = candidates.map((one): AccountFix => ({
    check: one.check,
    finding: one.finding,
    fix: one.fix,
    planned: one.planned,
    became: becameOf(one),
    ...(one.refused === undefined ? {} : { because: one.refused }),
    notes: [
      ...one.planned.flatMap(({ resource }) => made.notes.get(resource) ?? []),
      ...(write && one.fix.proof !== undefined && chosen.includes(one) ? [one.fix.proof] : []),
    ],
  }));
  const others = foundIn(outcomes).filter(({ finding }) => finding.fix?.changes === undefined);
  return {
    tool: { name: 'agentcore-doctor', version },
    root,
    account,
    mode: write ? 'written' : 'dry-run',
    fixes,
    others,
  };
}

async function undo(given: Given, io: Io): Promise<number> {
  const aws = await openAccount(given, io);
  const root = rootOf(given.positionals[0] ?? '.');
  const world = openWorld({ root, named: namedIn(given) });
  const sheet = await collect(['caller'], collectors, { ...world, aws });
  if (sheet.caller?.ok !== true)
    throw new Failure(sheet.caller?.gap.because ?? 'The caller is not known.', sheet.caller?.gap.hint);
  const { account } = sheet.caller.value;
  const undone = await undoLastChanges(cloudJournal(stateFolder(io.environment), account), account, aws);
  const [restored, final] = [undone.restored, undone.final].map((all) => all.map(({ type, id }) => `${type} ${id}`));
  if (given.text('format') === 'json')
    io.out(`${JSON.stringify({ schemaVersion: 1, account, restored, final }, undefined, 2)}\n`);
  else io.out(undoneHuman(restored ?? [], final ?? []));
  return 0;
}

function undoneHuman(restored: readonly string[], final: readonly string[]): string {
  const lines = [
    ...restored.map((name) => `restored ${name}`),
    ...final.map((name) => `cannot be taken back: ${name}`),
    ...(restored.length + final.length === 0 ? ['Nothing was to be taken back.'] : []),
  ];
  return `${lines.join('\n')}\n`;
}
