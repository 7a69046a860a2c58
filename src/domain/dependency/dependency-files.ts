import type { DependencyFileKind, Ecosystem } from '../../model/dependency.ts';
import { baseOf, folderOf } from '../paths.ts';

const NAMES: Readonly<Record<string, DependencyFileKind>> = {
  'pyproject.toml': 'pyproject',
  Pipfile: 'pipfile',
  'uv.lock': 'uv-lock',
  'poetry.lock': 'poetry-lock',
  'pdm.lock': 'pdm-lock',
  'Pipfile.lock': 'pipfile-lock',
  'package.json': 'package-json',
  'package-lock.json': 'package-lock',
  'npm-shrinkwrap.json': 'package-lock',
  'pnpm-lock.yaml': 'pnpm-lock',
  'yarn.lock': 'yarn-lock',
};

/** Which kind of dependency file a file is by its name; `undefined` for all others. */
export function dependencyKindOf(path: string): DependencyFileKind | undefined {
  const name = baseOf(path);
  const known = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  if (known !== undefined) return known;
  if (!/\.(txt|in)$/i.test(name)) return undefined;
  return /requirements?|^constraints?/i.test(name) || baseOf(folderOf(path)) === 'requirements'
    ? 'requirements'
    : undefined;
}

/** Whose packages a file of this kind names. */
export function ecosystemOf(kind: DependencyFileKind): Ecosystem {
  return kind === 'package-json' || kind === 'package-lock' || kind === 'pnpm-lock' || kind === 'yarn-lock'
    ? 'npm'
    : 'pypi';
}
