import type { FileChanges } from '../apply/commit.ts';
import { type Candidate, cure, type Cured, type Texts, type Ward } from '../engine/cure.ts';
import { count } from '../domain/words.ts';
import { exitCodeOf } from '../engine/verdict.ts';
import type { Check } from '../model/check.ts';
import type { Fix, TextChange } from '../model/change.ts';
import type { Outcome, Paint } from '../model/report.ts';
import { fixHuman, fixJson, type FixReport } from '../report/fixed.ts';
import { type PatchedFile, patchOf, shownPatchOf } from '../report/patch.ts';
import { version } from '../version.ts';
import { openWorld, type RealWorld } from '../world/index.ts';
import { stateFolder } from '../world/state.ts';
import { accountOptions } from './account.ts';
import { chooserAsking, confirm, type Preview } from './asking.ts';
import { chooserFor } from './choices.ts';
import type { Command, Given, Io } from './command.ts';
import {
  collectAll,
  demandAsked,
  demandSomething,
  judge,
  knownChecks,
  rootOf,
  serverNotAsked,
  tokenNotAsked,
  wantedChecks,
} from './examine.ts';
import { mendingOf, textIn } from './mending.ts';
import { paintFor, PLAIN } from './paint.ts';
import { type Progress, watchReading } from './progress.ts';
import { reportOptions, thresholdIn } from './reporting.ts';

const fix: Command = {
  name: 'fix',
  summary: 'Mend the files of a project: shows a diff, writes when told to, looks again, and can take it back.',
  positional: { name: 'path', describe: 'the folder of the project; the current one when left out' },
  options: {
    yes: { type: 'boolean', describe: 'write the safe changes, and those named by --review, without asking' },
    review: {
      type: 'string',
      list: true,
      describe: 'also make the changes of these checks that need a yes, or of `all`',
    },
    choose: { type: 'string', list: true, describe: 'take another way where there are several: <check>=<alternative>' },
    'dry-run': { type: 'boolean', describe: 'write nothing (the default where nobody can be asked)' },
    diff: { type: 'boolean', describe: 'print only a patch for `git apply`; writes nothing without --yes' },
    undo: { type: 'boolean', describe: 'take the last run of fix on this folder back' },
    'token-file': { type: 'string', describe: 'with --cloud: a file with a token that a runtime is to take' },
    cloud: { type: 'boolean', describe: 'mend the AWS account instead of the files; needs --account with --yes' },
    ...reportOptions,
    ...accountOptions,
  },
  examples: [
    ['$0 fix', 'show what would change, and ask'],
    ['$0 fix --yes', 'make every change that keeps what the program means'],
    ['$0 fix --yes --review not-stateless,id-token-sent', 'and those that these two checks propose'],
    ['$0 fix --choose sdk-import-broken=migrate', 'take another way than the first'],
    ['$0 fix --diff --review all | git apply', 'as a patch'],
    ['$0 fix --undo', 'take the last run back'],
    ['$0 fix --cloud --profile dev', 'show what would change in the AWS account, and ask'],
    ['$0 fix --cloud --token-file token.txt --arn weather-a1b2c3d4e5', 'let a runtime take the token that it refuses'],
    ['$0 fix --cloud --undo --profile dev', 'take the last run on the account back'],
  ],
  async run(given, io) {
    if (given.flag('cloud')) return (await import('./fix-account.ts')).mendAccount(given, io);
    return given.flag('undo') ? undo(given, io) : mend(given, io);
  },
};

export default fix;

/** One run: where it looks, what it asks, how it paints. */
interface Run {
  readonly root: string;
  readonly wanted: readonly Check[];
  readonly world: RealWorld;
  readonly mending: Omit<Ward, 'choose'>;
  readonly paint: Paint;
  readonly io: Io;
  readonly given: Given;
}

async function mend(given: Given, io: Io): Promise<number> {
  const root = rootOf(given.positionals[0] ?? '.');
  const { files: wanted, token, live } = wantedChecks(given.list('only'), given.list('skip'));
  demandAsked(wanted, [...tokenNotAsked(token), ...serverNotAsked(live)]);
  const progress = watchReading(io);
  const world = openWorld({ root, agent: given.text('agent'), onRead: progress.onRead });
  const mending = watched(mendingOf(root, wanted, world), progress);
  const run: Run = { root, wanted, world, mending, paint: await paintFor(io, given.flag('no-color')), io, given };
  await demandSomething(await collectAll(world).finally(progress.done), root, given.text('agent'));
  const asks = asksSomebody(run);
  const cured = await cure(wardOf(run, asks));
  const write = cured.applied.length > 0 && (await mayWrite(run, cured, asks));
  if (write) await commit(run, cured);
  const outcomes = write ? await lookAgain(run) : await run.mending.look(new Map());
  return conclude(run, cured, write, outcomes);
}

/** Says which round it is, where a project is so large that one takes long. */
function watched(mending: Omit<Ward, 'choose'>, progress: Progress): Omit<Ward, 'choose'> {
  let looks = 0;
  return {
    ...mending,
    async look(texts) {
      looks += 1;
      progress.tell(`looking for the ${looks === 1 ? 'first' : `${looks}.`} time; ${texts.size} files mended so far`);
      return mending.look(texts).finally(progress.done);
    },
  };
}

/** Somebody is asked only at a terminal, for a report that a person reads, and not when the call says all. */
function asksSomebody({ given, io }: Run): boolean {
  const settled = ['yes', 'dry-run', 'diff'].some((name) => given.flag(name)) || given.text('format') === 'json';
  return io.ask !== undefined && io.isTerminal.out && io.isTerminal.err && !settled;
}

function wardOf(run: Run, asks: boolean): Ward {
  const { given, io, paint } = run;
  const choose =
    asks && io.ask !== undefined
      ? chooserAsking({ ask: io.ask, say: io.err, paint, preview: (candidate, way) => preview(run, candidate, way) })
      : chooserFor({ review: given.list('review'), choose: given.list('choose') }, knownChecks);
  return { ...run.mending, choose };
}

async function preview(run: Run, { texts }: Candidate, way: Fix): Promise<Preview> {
  const planned = await run.mending.plan(way, texts);
  if (!planned.ok) return planned;
  const after = await run.mending.apply(planned.changes, texts);
  return { ok: true, changes: planned.changes, diff: shownPatchOf(await patched(run, texts, after), run.paint) };
}

/** The files that differ between two states of the project. */
async function patched({ root, world }: Run, before: Texts, after: Texts): Promise<readonly PatchedFile[]> {
  const { readExact } = await import('../apply/exact.ts');
  return Promise.all(
    [...after.keys()].toSorted().map(async (path) => {
      const mark = readExact(root, path).mark ? '\uFEFF' : '';
      return { path, before: mark + (await textIn(world, path, before)), after: mark + (after.get(path) ?? '') };
    }),
  );
}

async function mayWrite(run: Run, cured: Cured, asks: boolean): Promise<boolean> {
  const { given, io, paint } = run;
  if (!asks || io.ask === undefined) return given.flag('yes') && !given.flag('dry-run');
  io.err(`\n${shownPatchOf(await patched(run, new Map(), cured.texts), paint)}\n`);
  return confirm(`Write these changes to ${count(filesOf(cured).length, 'file')}? [y]es, [n]o: `, io.ask);
}

async function commit({ root, world, io }: Run, cured: Cured): Promise<void> {
  const [{ commitTexts }, { journalOf }] = await Promise.all([
    import('../apply/commit.ts'),
    import('../apply/journal.ts'),
  ]);
  const files = await Promise.all(
    filesOf(cured).map(async (path): Promise<FileChanges> => ({
      path,
      text: await textIn(world, path, new Map()),
      rounds: roundsOf(cured, path),
    })),
  );
  commitTexts(root, files, journalOf(stateFolder(io.environment), root));
}

function filesOf(cured: Cured): readonly string[] {
  return [...cured.texts.keys()].toSorted();
}

function roundsOf({ applied, rounds }: Cured, path: string): readonly (readonly TextChange[])[] {
  return Array.from({ length: rounds }, (_, index) => {
    const made = applied.filter(({ round }) => round === index + 1).flatMap(({ changes }) => changes);
    const own = made.filter((change) => change.path === path);
    return [...new Map(own.map((change) => [JSON.stringify(change), change])).values()];
  });
}

/** What lies on the disk now, looked at with fresh eyes. */
async function lookAgain({ root, wanted, given }: Run): Promise<readonly Outcome[]> {
  const world = openWorld({ root, agent: given.text('agent') });
  return judge(wanted, await collectAll(world), world);
}

async function conclude(run: Run, cured: Cured, written: boolean, outcomes: readonly Outcome[]): Promise<number> {
  const { root, given, io, paint, world } = run;
  const report: FixReport = {
    tool: { name: 'agentcore-doctor', version },
    root,
    mode: written ? 'written' : 'dry-run',
    rounds: cured.rounds,
    applied: cured.applied,
    left: cured.left,
    files: filesOf(cured),
    choice: choiceIn(given),
  };
  if (given.flag('diff')) io.out(patchOf(await patched(run, new Map(), cured.texts), PLAIN));
  else if (given.text('format') === 'json') io.out(fixJson(report));
  else io.out(`${written || asksSomebody(run) ? '' : await drawn(run, cured)}${fixHuman(report, paint)}`);
  if (written && cured.left.some(({ why }) => why === 'remains')) return 4;
  return exitCodeOf({ outcomes, unread: world.unread() }, thresholdIn(given));
}

/** The words of the call that decide which fixes are made. */
function choiceIn(given: Given): string {
  return ['only', 'skip', 'review', 'choose', 'agent']
    .flatMap((name) => {
      const values = given.list(name);
      return values.length === 0 ? [] : [` --${name} ${values.join(',')}`];
    })
    .join('');
}

async function drawn(run: Run, cured: Cured): Promise<string> {
  const diff = shownPatchOf(await patched(run, new Map(), cured.texts), run.paint);
  return diff === '' ? '' : `${diff}\n`;
}

async function undo(given: Given, io: Io): Promise<number> {
  const root = rootOf(given.positionals[0] ?? '.');
  const [{ undoLast }, { journalOf }] = await Promise.all([
    import('../apply/commit.ts'),
    import('../apply/journal.ts'),
  ]);
  const files = undoLast(root, journalOf(stateFolder(io.environment), root));
  if (given.text('format') === 'json')
    io.out(`${JSON.stringify({ schemaVersion: 1, root, restored: files }, undefined, 2)}\n`);
  else io.out(`${files.map((path) => `restored ${path}`).join('\n')}\n`);
  return 0;
}
