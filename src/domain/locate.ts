import { ancestorsOf, baseOf, folderOf, isBelow, joinPath } from './paths.ts';

/** How a path written in a configuration was matched with a file of the project. */
export interface Located {
  readonly path: string;
  /** `suffix`: the path is absolute, and its end names a file here. `name`: only the file's name does. */
  readonly by: 'path' | 'suffix' | 'name';
}

/** Where the files of a project are, for questions that are asked often. */
export interface FileIndex {
  has(path: string): boolean;
  named(name: string): readonly string[];
}

/** Indexes the list of files by path and by name. */
export function indexFiles(files: readonly string[]): FileIndex {
  const all = new Set(files);
  const byName = new Map<string, string[]>();
  for (const path of files) {
    const name = baseOf(path);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [path]);
    else known.push(path);
  }
  return { has: (path) => all.has(path), named: (name) => byName.get(name) ?? [] };
}

/** Whether a path is absolute on any system: `/a`, `C:\a`, `C:/a`, `\\server\a`. */
export function isAbsolute(path: string): boolean {
  return /^([A-Za-z]:[\\/]|[\\/])/.test(path);
}

/** An entry point without the object behind it: `src/main.py:app` is the file `src/main.py`. */
export function withoutAttribute(entrypoint: string): string {
  return entrypoint.replace(/(\.\w+):[\w.]+$/, '$1');
}

/**
 * The file that an entry point names, seen from `folder`. An absolute path is somebody's own machine: its longest end
 * that exists here is meant, else the one file of its name nearest to the folder.
 */
export function findEntry(entrypoint: string, folder: string, index: FileIndex): Located | undefined {
  const written = withoutAttribute(entrypoint).replaceAll('\\', '/');
  if (!isAbsolute(entrypoint)) return findRelative(written, folder, index);
  const parts = written.split('/').filter((part) => part !== '' && !/^[A-Za-z]:$/.test(part));
  for (let from = 0; from < parts.length; from++) {
    for (const base of ancestorsOf(folder)) {
      const path = joinPath(base, parts.slice(from).join('/'));
      if (path !== undefined && index.has(path)) return { path, by: from < parts.length - 1 ? 'suffix' : 'name' };
    }
  }
  return onlyNamed(parts.at(-1) ?? '', folder, index);
}

function findRelative(written: string, folder: string, index: FileIndex): Located | undefined {
  for (const candidate of [written, `${written}/main.py`, `${written}/__main__.py`]) {
    const path = joinPath(folder, candidate);
    if (path !== undefined && index.has(path)) return { path, by: 'path' };
  }
  return undefined;
}

function onlyNamed(name: string, folder: string, index: FileIndex): Located | undefined {
  const below = index.named(name).filter((path) => isBelow(path, folder));
  const [only] = below.length > 0 ? below.toSorted((a, b) => depth(a) - depth(b)) : [];
  return only === undefined ? undefined : { path: only, by: 'name' };
}

function depth(path: string): number {
  return folderOf(path).split('/').length;
}

/** The file of a Python module seen from a folder: `pkg.server` is `pkg/server.py` or `pkg/server/__init__.py`. */
export function findModule(module: string, folders: readonly string[], index: FileIndex): string | undefined {
  const relative = module.replaceAll('.', '/');
  for (const folder of folders) {
    for (const ending of ['.py', '/__main__.py', '/__init__.py']) {
      const path = joinPath(folder, relative + ending);
      if (path !== undefined && index.has(path)) return path;
    }
  }
  return undefined;
}
