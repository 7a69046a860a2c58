import type { Dockerfile } from '../../model/image.ts';
import { startedBy, type Started } from './command-line.ts';
import { contextPathsOf, imagePath } from './image-copies.ts';
import { ancestorsOf, baseOf, folderOf, isBelow, joinPath } from '../paths.ts';
import { rememberedOf } from '../remembered.ts';

/** Which file of the project a container starts. */
export type ImageStart =
  | { readonly kind: 'file'; readonly path: string; readonly started: Started }
  /** No file of the project is meant, though one of this name would have to be there. */
  | { readonly kind: 'missing'; readonly wanted: string; readonly started: Started }
  /** An installed program, a built file, a variable: nothing that the list of files can answer. */
  | { readonly kind: 'elsewhere'; readonly started?: Started };

/** Looks a container's command up among the files of the project. */
export function imageStartOf(image: Dockerfile, files: readonly string[]): ImageStart {
  const started = image.starts === undefined ? undefined : startedBy(image.starts.argv, workdirOf(image));
  if (started === undefined) return { kind: 'elsewhere' };
  const wanted = wantedBy(started);
  if (wanted.length === 0 || wanted.some((path) => /[$`*]/.test(path))) return { kind: 'elsewhere', started };
  const known = setOf(files);
  for (const path of wanted) {
    const found = findIn(image, path, known);
    if (found !== undefined) return { kind: 'file', path: found, started };
  }
  return isMissing(image, started, wanted, files)
    ? { kind: 'missing', wanted: wanted[0] ?? '', started }
    : { kind: 'elsewhere', started };
}

function workdirOf({ workdir }: Dockerfile): string {
  return workdir?.value ?? '/';
}

/** The files that would satisfy a command, as seen from the working directory. */
function wantedBy({ kind, target, folder }: Started): readonly string[] {
  const inside = (path: string): string => (folder === undefined ? path : `${folder}/${path}`);
  switch (kind) {
    case 'python-script':
    case 'fastmcp-run':
    case 'mcp-run':
      return target.endsWith('.py') ? [target] : [];
    case 'python-module':
    case 'uvicorn':
    case 'gunicorn': {
      const path = inside(target.replaceAll('.', '/'));
      return /^[\w./]+$/.test(path) ? [`${path}.py`, `${path}/__main__.py`, `${path}/__init__.py`] : [];
    }
    case 'node':
      // What lies in such a folder is made by a build and is not among the files.
      return /^(?:dist|build|out|lib|\.output|\.next)\//.test(target) || !/\.[cm]?[jt]s$/.test(target) ? [] : [target];
    case 'npm-script':
    case 'console-script':
    case 'other':
      return [];
  }
}

function findIn(image: Dockerfile, path: string, known: ReadonlySet<string>): string | undefined {
  const candidates = contextPathsOf(image.copies, imagePath(workdirOf(image), path));
  for (const context of ancestorsOf(folderOf(image.path))) {
    for (const candidate of candidates) {
      const found = joinPath(context, candidate);
      if (found !== undefined && known.has(found)) return found;
    }
  }
  return undefined;
}

/** Sure only where the image's files are all known and no file of that name lies anywhere in the project. */
function isMissing(image: Dockerfile, started: Started, wanted: readonly string[], files: readonly string[]): boolean {
  const path = imagePath(workdirOf(image), wanted[0] ?? '');
  if (
    image.makesFiles ||
    image.copies.length === 0 ||
    image.creates.some(({ to }) => wanted.some((want) => to === imagePath(workdirOf(image), want)))
  )
    return false;
  if (image.copies.some(({ from, to }) => from.length === 0 && isBelow(path, to.replace(/\/$/, '')))) return false;
  if (
    !/^(?:\S*\/)?(?:python|node|uv|debian|ubuntu|alpine|amazonlinux|al2023)(?:[:@-]|$)/.test(
      image.stages.at(-1)?.base.value ?? '',
    ) &&
    image.stages.length === 1
  )
    return false;
  if (
    files.some((file) =>
      wanted.some(
        (want) => baseOf(file) === baseOf(want) && baseOf(want) !== '__init__.py' && baseOf(want) !== '__main__.py',
      ),
    )
  )
    return false;
  return !isModule(started) || isOurs(started.target, files);
}

function isModule({ kind }: Started): boolean {
  return kind === 'python-module' || kind === 'uvicorn' || kind === 'gunicorn';
}

/** A module may come with an installed package: only one whose first part lies in the project is ours for sure. */
function isOurs(module: string, files: readonly string[]): boolean {
  const [top = '', ...rest] = module.split('.');
  return rest.length > 0 && files.some((file) => file.startsWith(`${top}/`) || file.includes(`/${top}/`));
}

/** The list as a set: every image of a project is asked about the same list. */
const setOf = rememberedOf((files: readonly string[]): ReadonlySet<string> => new Set(files));
