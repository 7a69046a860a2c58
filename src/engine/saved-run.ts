import { textAt } from '../domain/cloud/documents.ts';
import { withoutSecrets } from '../domain/secret/secret-free.ts';
import { Failure } from '../model/failure.ts';
import type { Json } from '../model/json.ts';
import type { SavedRun } from '../model/saved-run.ts';
import { joined, parted } from './shared-parts.ts';

const FORMAT: SavedRun['format'] = 'agentcore-doctor run';
const SCHEMA: SavedRun['schemaVersion'] = 1;

/** A run as the text of a file; `known` are secrets that are not to be in it, whatever they look like. */
export function savedRunText(
  { command, root, tool }: Pick<SavedRun, 'command' | 'root' | 'tool'>,
  content: object,
  known: readonly string[],
): string {
  const free = withoutSecrets({ root, content }, known);
  const parts = parted(free.content);
  const run: SavedRun = { format: FORMAT, schemaVersion: SCHEMA, tool, command, root: free.root, ...parts };
  return `${JSON.stringify(run, undefined, 1)}\n`;
}

/** A saved run that was read: what its command kept, with its parts as they were, and the version that saved it. */
export interface OpenedRun {
  readonly content: object;
  readonly version: string;
}

/** Reads the text of a file; a `Failure` says what is wrong with it. */
export function openSavedRun(text: string, file: string, command: string): OpenedRun {
  const run = runIn(text, file);
  if (run.command !== command)
    throw new Failure(
      `\`${file}\` holds a run of \`${run.command}\`.`,
      `\`agentcore-doctor ${run.command} --from ${file}\` reports it.`,
    );
  const whole = joined(run);
  if (typeof whole?.value !== 'object' || whole.value === null) throw damaged(file);
  return { content: whole.value, version: run.tool.version };
}

function runIn(text: string, file: string): SavedRun {
  const members = membersOf(text, file);
  const { format, schemaVersion, command, content, shared, tool } = members;
  if (format !== FORMAT) throw noRun(file);
  if (schemaVersion !== SCHEMA)
    throw new Failure(
      `\`${file}\` is a saved run of schema version ${JSON.stringify(schemaVersion)}, and this version of the doctor reads ${SCHEMA}.`,
      'Read it with the version that `tool` in the file names, or save the run again.',
    );
  const version = textAt(tool, 'version');
  if (typeof command !== 'string' || content === undefined || !Array.isArray(shared) || version === undefined)
    throw damaged(file);
  // Each member of the form that is used here was looked at above.
  return { ...members, command, content, shared, tool } as unknown as SavedRun;
}

function membersOf(text: string, file: string): { readonly [name: string]: Json } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw text.includes(FORMAT) ? damaged(file) : noRun(file);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw noRun(file);
  // JSON.parse gives nothing but JSON.
  return value as { readonly [name: string]: Json };
}

function noRun(file: string): Failure {
  return new Failure(`\`${file}\` is no saved run.`, 'Save one with `--save <file>`.');
}

/** A file that is one of ours and does not hold together. */
export function damaged(file: string): Failure {
  return new Failure(`\`${file}\` is a saved run that is damaged.`, 'Copy it again, or save the run again.');
}
