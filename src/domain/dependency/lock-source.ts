import type { DependencyFileKind, Requirement } from '../../model/dependency.ts';
import { npmPackages, pnpmPackages, yarnPackages } from './javascript-locks.ts';
import type { LockedPackage } from './locked-package.ts';
import { folderOf, joinPath } from '../paths.ts';
import { pipfilePackages, pythonPackages } from './python-locks.ts';
import { linesOf } from '../text.ts';

/** What a lock file decides. It may hold thousands of packages: it is searched, not parsed. */
export interface LockFile {
  /** The packages on whose version a verdict can rest. */
  readonly requirements: readonly Requirement[];
  /** Every package; not told of npm's, which are many and serve nobody. */
  readonly names: readonly string[];
}

export type LockKind = Extract<DependencyFileKind, `${string}-lock`>;

/** Packages that decide what a server does, and those that hold them back or break them. */
const TELLING =
  /^(mcp|fastmcp|fastmcp-slim|fastapi-mcp|strands-agents|bedrock-agentcore|pydantic|starlette|uvicorn|@modelcontextprotocol\/.+|express)$/;

/** The lock file of a web page is large and has none of them. */
const NPM_TELLING = /@modelcontextprotocol\/|\bfastmcp\b/;

const SEARCHES: Record<LockKind, (text: string) => Iterable<LockedPackage>> = {
  'uv-lock': pythonPackages,
  'poetry-lock': pythonPackages,
  'pdm-lock': pythonPackages,
  'pipfile-lock': pipfilePackages,
  'package-lock': npmPackages,
  'pnpm-lock': pnpmPackages,
  'yarn-lock': yarnPackages,
};

/** Reads a lock file of a known kind. */
export function readLock(kind: LockKind, path: string, text: string): LockFile {
  if (isNpmLock(kind) && !NPM_TELLING.test(text)) return { requirements: [], names: [] };
  const lines = linesOf(path, text);
  const names = new Set<string>();
  const requirements: Requirement[] = [];
  for (const { name, version, start, end, development, folder } of SEARCHES[kind](text)) {
    if (!isNpmLock(kind)) names.add(name);
    if (!TELLING.test(name)) continue;
    const at = lines.at(start, end);
    const specifier = isNpmLock(kind) ? version : `==${version}`;
    const decidedFor = folder === undefined ? undefined : joinPath(folderOf(path), folder);
    requirements.push({
      name,
      specifier,
      at,
      development,
      ...(decidedFor === undefined ? {} : { folder: decidedFor }),
    });
  }
  return { requirements, names: [...names] };
}

function isNpmLock(kind: LockKind): boolean {
  return kind === 'package-lock' || kind === 'pnpm-lock' || kind === 'yarn-lock';
}

/** Whether a dependency file is a lock file. */
export function isLockKind(kind: DependencyFileKind): kind is LockKind {
  return kind.endsWith('-lock');
}
