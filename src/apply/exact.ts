import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { Failure } from '../model/failure.ts';

const BOM = '\uFEFF';

/** A file as it lies on the disk, with all that is needed to write it back byte for byte. */
export interface ExactFile {
  /** Where it really is, links followed. */
  readonly target: string;
  /** Its text without a byte order mark. */
  readonly text: string;
  readonly mark: boolean;
  readonly mode: number;
  readonly owner: { readonly user: number; readonly group: number };
  readonly hash: string;
}

/**
 * Reads a file below `root` that can be written back as it was. Throws a `Failure` where a link leads out of the root,
 * or where its text is not what its bytes are.
 */
export function readExact(root: string, path: string): ExactFile {
  const target = targetOf(root, path);
  const bytes = readFileSync(target);
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes))
    throw new Failure(`\`${path}\` is not written in UTF-8.`, 'Only files in UTF-8 are changed; convert it first.');
  const { mode, uid, gid } = statSync(target);
  const mark = text.startsWith(BOM);
  return {
    target,
    text: mark ? text.slice(1) : text,
    mark,
    mode: mode & 0o7777,
    owner: { user: uid, group: gid },
    hash: hashOf(bytes),
  };
}

/** The same for a file that is about to be written: also refuses where the user may not write. */
export function openExact(root: string, path: string): ExactFile {
  const file = readExact(root, path);
  try {
    accessSync(file.target, constants.W_OK);
    accessSync(dirname(file.target), constants.W_OK);
    return file;
  } catch (error) {
    throw cannot(path, 'written', error);
  }
}

/** The bytes of a text in a file that begins with a byte order mark, or does not. */
export function bytesOf(text: string, mark: boolean): Buffer {
  return Buffer.from(mark ? BOM + text : text, 'utf8');
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function targetOf(root: string, path: string): string {
  try {
    const target = realpathSync(join(root, path));
    const inside = relative(realpathSync(root), target);
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
      throw new Failure(`\`${path}\` leads out of \`${root}\`.`, 'Nothing outside the project is changed.');
    accessSync(target, constants.R_OK);
    return target;
  } catch (error) {
    throw error instanceof Failure ? error : cannot(path, 'read', error);
  }
}

function cannot(path: string, done: string, error: unknown): Failure {
  return new Failure(`\`${path}\` cannot be ${done}: ${reasonOf(error)}.`, undefined, { cause: error });
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'it is gone';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EROFS') return 'the file system is read-only';
  return error instanceof Error ? error.message : String(error);
}
