import type {
  Dependencies,
  DependencyFile,
  DependencyFileKind,
  Ecosystem,
  Requirement,
} from '../../model/dependency.ts';
import type { Install } from '../../model/image.ts';
import { ecosystemOf } from './dependency-files.ts';
import { isLockKind, type LockKind } from './lock-source.ts';
import { ancestorsOf, baseOf, folderOf, joinPath } from '../paths.ts';
import { isConstraints, isForDevelopment } from './requirements-source.ts';
import { rememberedBy, rememberedOf } from '../remembered.ts';

/** What is known about how a server's code is packed and installed. */
export interface BuildScope {
  /** The folder of the server's code; empty for the root. */
  readonly folder: string;
  /** What the Dockerfile that builds it installs; absent: no Dockerfile is known. */
  readonly installs?: readonly Install[];
  /** The build context of that Dockerfile; absent: the server's folder. */
  readonly dockerfileFolder?: string;
  /** The AgentCore tool that installs the packages by itself, when no Dockerfile does. Neither reads `uv.lock`. */
  readonly packagedBy?: 'toolkit' | 'cli';
}

/** What a build installs. */
export interface Build {
  /** The manifests it reads, and what they include. */
  readonly files: readonly DependencyFile[];
  /** The lock files that decide. */
  readonly locks: readonly DependencyFile[];
  /** Everything it asks for: from the files, and from the command lines of the Dockerfile. */
  readonly requirements: readonly Requirement[];
  /** Whether that is all: something was found, and no file that it names is missing. */
  readonly complete: boolean;
}

/** Which files a build reads, and what it asks for. */
export function buildOf(dependencies: Dependencies, scope: BuildScope, ecosystem: Ecosystem): Build {
  return builderOf(scope, dependencies)(ecosystem);
}

/** Every package of a build is asked for alone; a scope belongs to one set of dependencies. */
const builderOf = rememberedOf((scope: BuildScope, dependencies: Dependencies) =>
  rememberedBy(
    (ecosystem: Ecosystem) => ecosystem,
    (ecosystem) => findBuild(dependencies, scope, ecosystem),
  ),
);

function findBuild(dependencies: Dependencies, scope: BuildScope, ecosystem: Ecosystem): Build {
  const index = indexOf(dependencies.files);
  const installs = (scope.installs ?? []).filter(({ tool }) => TOOLS[tool].ecosystem === ecosystem);
  // A Dockerfile that installs nothing copies what was built elsewhere, or leaves it to `uv run`.
  return installs.length > 0 ? dockerBuild(index, scope, installs) : folderBuild(index, scope, ecosystem);
}

interface Tool {
  readonly ecosystem: Ecosystem;
  readonly manifest: DependencyFileKind;
  readonly lock: LockKind;
}

const TOOLS: Record<Install['tool'], Tool> = {
  pip: { ecosystem: 'pypi', manifest: 'pyproject', lock: 'uv-lock' },
  uv: { ecosystem: 'pypi', manifest: 'pyproject', lock: 'uv-lock' },
  poetry: { ecosystem: 'pypi', manifest: 'pyproject', lock: 'poetry-lock' },
  pdm: { ecosystem: 'pypi', manifest: 'pyproject', lock: 'pdm-lock' },
  pipenv: { ecosystem: 'pypi', manifest: 'pipfile', lock: 'pipfile-lock' },
  npm: { ecosystem: 'npm', manifest: 'package-json', lock: 'package-lock' },
  pnpm: { ecosystem: 'npm', manifest: 'package-json', lock: 'pnpm-lock' },
  yarn: { ecosystem: 'npm', manifest: 'package-json', lock: 'yarn-lock' },
};

function dockerBuild(index: FileIndex, scope: BuildScope, installs: readonly Install[]): Build {
  const context = scope.dockerfileFolder ?? scope.folder;
  const found = new Set<DependencyFile>();
  const locks = new Set<DependencyFile>();
  let complete = true;
  for (const install of installs) {
    const named = install.files.map((name) => findNamed(index, name, context, scope.folder));
    complete &&= !named.includes(undefined);
    // What the image gets from the project is not seen: take it that it gets everything.
    const unseen = install.project && install.files.length === 0;
    const manifest = unseen ? nearest(index, TOOLS[install.tool].manifest, scope.folder, context) : undefined;
    for (const file of [...named, manifest]) if (file !== undefined && !isLockKind(file.kind)) found.add(file);
    const lock = lockOf(index, install, named, unseen ? folderOf(manifest?.path ?? `${context}/`) : undefined);
    if (lock !== undefined) locks.add(lock);
    complete &&= !unseen || manifest !== undefined;
  }
  const contents = expanded(index, [...found]);
  const direct = installs.flatMap((install) => install.requirements);
  return {
    files: contents.files,
    locks: [...locks],
    requirements: [...direct, ...contents.requirements],
    complete: complete && contents.complete,
  };
}

/** The lock file that an install obeys: the one it was given, or, where that is not seen, the one of the folder. */
function lockOf(
  index: FileIndex,
  { locked, tool }: Install,
  named: readonly (DependencyFile | undefined)[],
  folder: string | undefined,
): DependencyFile | undefined {
  if (locked) return named.find((file) => file !== undefined && isLockKind(file.kind));
  if (folder === undefined || tool === 'pip') return undefined;
  return lockFor(index, folder, (kind) => kind === TOOLS[tool].lock);
}

/**
 * A file as a `RUN` line calls it: in the build context, which may lie above the Dockerfile's folder; else by the end
 * of its path there or beside the server.
 */
function findNamed(index: FileIndex, name: string, context: string, folder: string): DependencyFile | undefined {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const shorter = parts.map((_, from) => parts.slice(from).join('/'));
  const places = [
    ...ancestorsOf(context).map((base) => joinPath(base, parts.join('/'))),
    ...[context, folder].flatMap((base) => shorter.map((end) => joinPath(base, end))),
  ];
  return places.map((path) => (path === undefined ? undefined : index.at(path))).find((file) => file !== undefined);
}

function nearest(
  index: FileIndex,
  kind: DependencyFileKind,
  folder: string,
  context: string,
): DependencyFile | undefined {
  for (const place of [context, ...ancestorsOf(folder)]) {
    const file = ofKind(index.in(place), kind);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** The lock file of a folder; that of a workspace lies further up. */
function lockFor(index: FileIndex, folder: string, wanted: (kind: LockKind) => boolean): DependencyFile | undefined {
  for (const place of ancestorsOf(folder)) {
    const files = index.in(place);
    const lock = files.find(({ kind }) => isLockKind(kind) && wanted(kind));
    if (lock === undefined) continue;
    const covers =
      files.some(({ workspace }) => workspace === true) || lock.requirements.some((entry) => entry.folder === folder);
    return place === folder || covers ? lock : undefined;
  }
  return undefined;
}

/** Without a Dockerfile: what lies nearest to the code. */
function folderBuild(index: FileIndex, scope: BuildScope, ecosystem: Ecosystem): Build {
  for (const place of ancestorsOf(scope.folder)) {
    const manifest = manifestIn(index.in(place), scope.packagedBy, ecosystem);
    if (manifest === undefined) continue;
    const lock = ignoresLock(scope, manifest)
      ? undefined
      : lockFor(index, place, (kind) => ecosystemOf(kind) === ecosystem);
    return { ...expanded(index, [manifest]), locks: lock === undefined ? [] : [lock] };
  }
  return { files: [], locks: [], requirements: [], complete: false };
}

/**
 * Both AgentCore tools install Python packages with `uv pip install -r`, which passes over `uv.lock` (starter toolkit
 * 0.3, `utils/runtime/package.py` and `templates/Dockerfile.j2`; `@aws/agentcore` 0.30.0, `lib/packaging/python.js`;
 * verified 2026-11-23). Neither does whoever installs a requirements file.
 */
function ignoresLock({ packagedBy }: BuildScope, manifest: DependencyFile): boolean {
  return manifest.kind === 'requirements' || (packagedBy !== undefined && manifest.ecosystem === 'pypi');
}

function manifestIn(
  files: readonly DependencyFile[],
  packagedBy: BuildScope['packagedBy'],
  ecosystem: Ecosystem,
): DependencyFile | undefined {
  if (ecosystem === 'npm') return ofKind(files, 'package-json');
  // The CLI looks for pyproject.toml and nothing else; the toolkit for requirements.txt first.
  if (packagedBy === 'cli') return ofKind(files, 'pyproject');
  const plain = files.find(({ path }) => baseOf(path) === 'requirements.txt');
  if (packagedBy === 'toolkit') return plain ?? ofKind(files, 'pyproject');
  const others = files.filter(
    ({ kind, path }) => kind === 'requirements' && !isForDevelopment(path) && !isConstraints(path),
  );
  return (
    plain ?? ofKind(files, 'pyproject') ?? ofKind(files, 'pipfile') ?? (others.length === 1 ? others[0] : undefined)
  );
}

/** The files, all that they include, and what is asked for there. */
function expanded(index: FileIndex, start: readonly DependencyFile[]): Omit<Build, 'locks'> {
  const seen = new Set<DependencyFile>();
  const requirements: Requirement[] = [];
  let complete = true;
  const visit = (file: DependencyFile | undefined, bounding: boolean): void => {
    complete &&= file !== undefined && file.problem === undefined;
    if (file === undefined || seen.has(file)) return;
    seen.add(file);
    for (const requirement of file.requirements) {
      // A file that is installed by name is meant, whatever it is called.
      const wanted = file.kind === 'requirements' ? { ...requirement, development: false } : requirement;
      requirements.push(bounding ? { ...wanted, constraint: true } : wanted);
    }
    for (const { kind, path } of file.includes) {
      if (kind === 'project') visit(ofKind(index.in(path), 'pyproject'), false);
      else visit(index.at(path), bounding || kind === 'constraints');
    }
  };
  for (const file of start) visit(file, false);
  return { files: [...seen], requirements, complete };
}

function ofKind(files: readonly DependencyFile[], kind: DependencyFileKind): DependencyFile | undefined {
  return files.find((file) => file.kind === kind && (kind !== 'pyproject' || declares(file)));
}

/** Many a pyproject.toml holds nothing but the settings of linters. */
function declares({ requirements, includes, scripts, problem }: DependencyFile): boolean {
  return requirements.length + includes.length + scripts.length > 0 || problem !== undefined;
}

/** The files by folder, because every question is about those of one. */
interface FileIndex {
  in(folder: string): readonly DependencyFile[];
  at(path: string): DependencyFile | undefined;
}

const indexOf = rememberedOf((files: readonly DependencyFile[]): FileIndex => {
  const folders = new Map<string, DependencyFile[]>();
  for (const file of files) {
    const folder = folderOf(file.path);
    const others = folders.get(folder);
    if (others === undefined) folders.set(folder, [file]);
    else others.push(file);
  }
  const within = (folder: string): readonly DependencyFile[] => folders.get(folder) ?? [];
  return { in: within, at: (path) => within(folderOf(path)).find((file) => file.path === path) };
});
