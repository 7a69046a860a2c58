import type { Edit } from '../../model/change.ts';
import type { Dependencies } from '../../model/dependency.ts';
import { ancestorsOf, folderOf } from '../paths.ts';
import { listing } from '../words.ts';
import { isLockKind, type LockKind } from './lock-source.ts';

/** The manifest that each lock file is made of. */
const MADE_OF: Readonly<Record<LockKind, 'pyproject' | 'pipfile' | 'package-json'>> = {
  'uv-lock': 'pyproject',
  'poetry-lock': 'pyproject',
  'pdm-lock': 'pyproject',
  'pipfile-lock': 'pipfile',
  'package-lock': 'package-json',
  'pnpm-lock': 'package-json',
  'yarn-lock': 'package-json',
};

/**
 * The lock file that no longer agrees with a manifest once that is edited, whether a build obeys it or not: the nearest
 * one, which in a workspace lies further up.
 */
function lockBeside(path: string, { files }: Dependencies): string | undefined {
  const manifest = files.find((file) => file.path === path)?.kind;
  for (const folder of ancestorsOf(folderOf(path))) {
    const lock = files.find(
      (file) => folderOf(file.path) === folder && isLockKind(file.kind) && MADE_OF[file.kind] === manifest,
    );
    if (lock !== undefined) return lock.path;
  }
  return undefined;
}

/** What the title of a fix says about that lock file: " (renew `uv.lock` afterwards)", or nothing. */
export function renewalAfter(edits: readonly Edit[], dependencies: Dependencies): string {
  const locks = new Set(edits.flatMap(({ at }) => lockBeside(at.path, dependencies) ?? []));
  return locks.size === 0 ? '' : ` (renew ${listing([...locks].map((lock) => `\`${lock}\``))} afterwards)`;
}
