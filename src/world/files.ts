import { closeSync, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, relative } from 'node:path';
import type { FileText } from '../model/world.ts';
import { type IgnoreRules, rulesAbove, rulesOf } from './ignore-rules.ts';

/** Larger files are generated or data; reading one would cost more than it could tell. */
const LARGEST = 10 * 1024 * 1024;

/** Folders that hold other people's code, copies, or what a build left behind. */
const FOREIGN =
  /^(\.git|\.hg|\.svn|\.?v?env|\.venv.*|site-packages|node_modules|bower_components|__pycache__|__pypackages__|\.tox|\.nox|\.mypy_cache|\.pytest_cache|\.ruff_cache|\.idea|\.vscode|\.aws-sam|\.serverless|\.terraform|\.next|\.nuxt|\.turbo|\.cache|\.parcel-cache|coverage|htmlcov|dist|build|out|target|.*\.egg-info|.*backups?|.*\.bak|cleanup_archive)$/i;

/**
 * Read even where git ignores them, because the deploying tool reads them there: people ignore manifests for the
 * account ids in them, and the Dockerfile because a tool wrote it.
 */
const DEPLOYED =
  /(^|\/)(\.bedrock_agentcore\.yaml|agentcore\.json|aws-targets\.json|\.agentcore\/config\.(json|ya?ml)|Dockerfile)$/;

/** The folders of the manifests: entered even where git ignores them whole. */
const MANIFESTS = /^\.?agentcore$/;

/** Every file below `root` that is the project's own, `/`-separated and sorted. Links to folders are not followed. */
export function listFiles(root: string): readonly string[] {
  const found: string[] = [];
  walk(root, '', rulesAbove(root), found);
  return found.toSorted();
}

function walk(root: string, folder: string, inherited: IgnoreRules, found: string[]): void {
  const entries = entriesOf(join(root, folder));
  // A virtual environment, whatever it is called.
  if (folder !== '' && entries.some(({ name }) => name === 'pyvenv.cfg')) return;
  const ignoring = entries.some((entry) => entry.name === '.gitignore');
  const rules = ignoring ? rulesOf(root, folder, inherited) : inherited;
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!isForeign(path, entry.name) && (!rules.ignores(`${path}/`) || MANIFESTS.test(entry.name)))
        walk(root, path, rules, found);
    } else if (isFile(root, path, entry) && (!rules.ignores(path) || DEPLOYED.test(path))) {
      found.push(path);
    }
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // A folder that may not be listed holds nothing that we may judge.
  }
}

function isForeign(path: string, name: string): boolean {
  return FOREIGN.test(name) || /(^|\/)cdk\.out\/asset\./.test(path);
}

/** A link counts as a file when what it names is a file inside the root. */
function isFile(root: string, path: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  try {
    const target = realpathSync(join(root, path));
    return !relative(realpathSync(root), target).startsWith('..') && statSync(target).isFile();
  } catch {
    return false; // A link that leads nowhere, or in a circle.
  }
}

/** The text of a file, decoded; or why it cannot be had, as the end of "… : ". */
export function readText(file: string): FileText {
  let opened: number | undefined;
  try {
    opened = openSync(file, 'r');
    const { size } = fstatSync(opened);
    if (size > LARGEST) {
      return {
        ok: false,
        because: `it has ${Math.round(size / 1048576)} MB; nothing above ${LARGEST / 1048576} MB is read`,
      };
    }
    return decode(bytesOf(opened, size));
  } catch (error) {
    return { ok: false, because: reasonOf(error) };
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

/** The size is known already, for which Node's own way asks again: a project has thousands of files. */
function bytesOf(opened: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  for (let read = -1; read !== 0 && filled < size; filled += read)
    read = readSync(opened, bytes, filled, size - filled, null);
  return bytes.subarray(0, filled);
}

function decode(bytes: Buffer): FileText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { ok: true, text: bytes.subarray(2).toString('utf16le') };
  if (bytes.subarray(0, 8192).includes(0)) return { ok: false, because: 'it is not text' };
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { ok: true, text: (marked ? bytes.subarray(3) : bytes).toString('utf8') };
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOENT') return 'it is gone';
  if (code === 'ELOOP') return 'its links lead in a circle';
  return error instanceof Error ? error.message : String(error);
}
