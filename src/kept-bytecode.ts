import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Failure } from './model/failure.ts';

/** The bytecode of one script. */
export interface Kept {
  readonly bytecode: Buffer;
  /** What the runs did that compiled it: the functions that only other runs call are not in it. */
  readonly covers: readonly string[];
}

/**
 * A name that no other script, no other text of the script, and no other way to run it has. V8 itself compares no more
 * of a text than its length.
 */
export function keptName(script: string, source: Buffer): string {
  const machine = `${process.version}-${process.arch}-${cachedDataVersionTag().toString(16)}`;
  return `${script}-${checksum(source).toString(16)}-${machine}${ENDING}`;
}

const ENDING = '.bytecode';

/** What is kept under a name in a folder, if it is whole: V8 does not look at the content, and runs into the ground with a broken one. */
export function readKept(folder: string, name: string): Kept | undefined {
  try {
    return unpack(readFileSync(join(folder, name)));
  } catch {
    return undefined; // Nothing is kept there.
  }
}

/** The same for a folder in which others could have laid something: whoever writes bytecode says what the program does. */
export function readOwn(folder: string, name: string): Kept | undefined {
  let file: number | undefined;
  try {
    if (!isOwn(lstatSync(folder))) return undefined;
    file = openSync(join(folder, name), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    return isOwn(fstatSync(file)) ? unpack(readFileSync(file)) : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Whether something can be kept in a folder of the user's own, which is made for it. */
export function canKeep(folder: string): boolean {
  try {
    make(folder);
    return isOwn(lstatSync(folder));
  } catch {
    return false;
  }
}

/**
 * Level by level: Node's own way tries for ever where a parent takes no folder, as `/proc` does. What root makes in the
 * home of somebody else would be in the way there.
 */
function make(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) {
    make(dirname(folder));
    mkdirSync(folder, 0o700);
  } else if (process.geteuid !== undefined && found.uid !== process.geteuid()) {
    throw new Failure(`\`${folder}\` is somebody else's.`);
  }
}

/** Keeps bytecode, whole or not at all, and lets go of what was kept longest ago. */
export function writeKept(folder: string, name: string, kept: Kept): void {
  const unfinished = join(folder, `${name}.${process.pid}-${Date.now()}`);
  try {
    writeFileSync(unfinished, pack(kept), { flag: 'wx', mode: 0o600 });
    renameSync(unfinished, join(folder, name));
    tidy(folder);
  } catch {
    rmSync(unfinished, { force: true }); // A full disk, or another run that reads the file just now.
  }
}

/** More than the scripts of two versions of the program. */
const MOST_FILES = 24;

function tidy(folder: string): void {
  // The program itself may lie in the same folder.
  const names = readdirSync(folder).filter((name) => name.includes(ENDING));
  const files = names.map((name) => join(folder, name));
  if (files.length <= MOST_FILES) return;
  const aged = files.map((file) => ({ file, time: statSync(file).mtimeMs })).toSorted((a, b) => b.time - a.time);
  for (const { file } of aged.slice(MOST_FILES / 2)) rmSync(file, { force: true });
}

/** Bytecode comes first, because V8 copies what is not aligned; then what it covers, how long that is, and a checksum of it all. */
function pack({ bytecode, covers }: Kept): Buffer {
  const words = Buffer.from(covers.join(' '));
  const ends = Buffer.alloc(8);
  ends.writeUInt32LE(words.length);
  // One copy is enough: it is megabytes.
  const file = Buffer.concat([bytecode, words, ends]);
  const end = file.length - 4;
  file.writeUInt32LE(checksum(file.subarray(0, end)), end);
  return file;
}

function unpack(file: Buffer): Kept | undefined {
  const end = file.length - 8;
  if (end < 0 || checksum(file.subarray(0, end + 4)) !== file.readUInt32LE(end + 4)) return undefined;
  const start = end - file.readUInt32LE(end);
  return { bytecode: file.subarray(0, start), covers: file.toString('latin1', start, end).split(' ') };
}

function checksum(bytes: Buffer): number {
  return process.getBuiltinModule('node:zlib').crc32(bytes);
}

/** Whether nobody else can have written it. On Windows the folder itself is only the user's. */
function isOwn(found: Stats): boolean {
  if (process.geteuid === undefined) return true;
  return (found.isFile() || found.isDirectory()) && found.uid === process.geteuid() && (found.mode & 0o022) === 0;
}
