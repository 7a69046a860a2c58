import type { TextChange } from '../model/change.ts';
import { Failure } from '../model/failure.ts';
import { bytesOf, type ExactFile, hashOf, openExact } from './exact.ts';
import { dropEntry, type Journal, type JournalFile, keepEntry, lastEntry } from './journal.ts';
import { applyText, invertText } from './text.ts';
import { writeWhole } from './write.ts';

/** What is to be done to one file: sets of changes, each described for the text that the one before left. */
export interface FileChanges {
  readonly path: string;
  /** The text that the first set was described for. */
  readonly text: string;
  readonly rounds: readonly (readonly TextChange[])[];
}

interface Prepared {
  readonly file: ExactFile;
  readonly bytes: Buffer;
  readonly entry: JournalFile;
}

/**
 * Writes changes to the files of a project: all are compared and computed first, then recorded, then written one whole
 * file after the other. Throws a `Failure` and writes nothing when a file is not what it was when it was read.
 */
export function commitTexts(root: string, changes: readonly FileChanges[], journal: Journal): readonly string[] {
  const prepared = distinctTargets(changes.map((one) => prepare(root, one)));
  if (prepared.length === 0) return [];
  keepEntry(
    journal,
    prepared.map(({ entry }) => entry),
  );
  for (const [index, one] of prepared.entries()) writeOne(one, prepared.slice(0, index));
  return prepared.map(({ entry }) => entry.path);
}

/** Takes the last run back, byte for byte. Throws a `Failure`, and changes nothing, when a file has changed since. */
export function undoLast(root: string, journal: Journal): readonly string[] {
  const last = lastEntry(journal);
  if (last === undefined)
    throw new Failure(
      `No run of \`fix\` on \`${root}\` is on record.`,
      'Only the last runs on this machine can be taken back.',
    );
  const prepared = last.entry.files.flatMap((file) => prepareUndo(root, file) ?? []);
  for (const { file, bytes } of prepared) writeWhole(file.target, bytes, file.mode, file.owner);
  dropEntry(journal, last.name);
  return last.entry.files.map(({ path }) => path);
}

function prepare(root: string, { path, text, rounds }: FileChanges): Prepared {
  const file = openExact(root, path);
  if (file.text !== text)
    throw new Failure(`\`${path}\` has changed since it was read, so nothing was written.`, 'Run `fix` again.');
  const undo: (readonly TextChange[])[] = [];
  let after = text;
  for (const changes of rounds) {
    undo.unshift(invertText(after, changes));
    after = applyText(after, changes);
  }
  const bytes = bytesOf(after, file.mark);
  return { file, bytes, entry: { path, mark: file.mark, before: file.hash, after: hashOf(bytes), undo } };
}

/** Two paths can lead to one file: then both must want the same of it. */
function distinctTargets(prepared: readonly Prepared[]): readonly Prepared[] {
  const byTarget = new Map<string, Prepared>();
  for (const one of prepared) {
    const other = byTarget.get(one.file.target);
    if (other !== undefined && !other.bytes.equals(one.bytes))
      throw new Failure(`\`${one.entry.path}\` and \`${other.entry.path}\` are one file, and are to become two.`);
    if (other === undefined) byTarget.set(one.file.target, one);
  }
  return [...byTarget.values()];
}

function writeOne({ file, bytes, entry }: Prepared, before: readonly Prepared[]): void {
  try {
    writeWhole(file.target, bytes, file.mode, file.owner);
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new Failure(
      `\`${entry.path}\` could not be written: ${because}.`,
      before.length === 0 ? 'Nothing was changed.' : '`fix --undo` takes back what was written before it.',
      { cause: error },
    );
  }
}

function prepareUndo(
  root: string,
  entry: JournalFile,
): { readonly file: ExactFile; readonly bytes: Buffer } | undefined {
  const { path, mark, before, after, undo } = entry;
  const file = openExact(root, path);
  // The run was interrupted before it came to this file, or it was taken back by hand.
  if (file.hash === before) return undefined;
  const text = file.hash === after ? undo.reduce((now, changes) => applyText(now, changes), file.text) : undefined;
  const bytes = text === undefined ? undefined : bytesOf(text, mark);
  if (bytes === undefined || hashOf(bytes) !== before)
    throw new Failure(
      `\`${path}\` has changed since \`fix\` wrote it, so nothing is taken back.`,
      'Take the later changes back first, or restore the file by hand.',
    );
  return { file, bytes };
}
