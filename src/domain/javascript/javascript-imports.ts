import type { JavaScriptModule } from './javascript-syntax.ts';
import { folderOf, joinPath } from '../paths.ts';

/** Finds the module that a specifier names, seen from a file; `undefined` for packages and for what is not there. */
export type JavaScriptResolver = (from: string, specifier: string) => JavaScriptModule | undefined;

/** The project's own files that a module imports, and those whose names it passes on. */
export function localJavaScriptImportsOf(
  module: JavaScriptModule,
  exists: (path: string) => boolean,
): readonly string[] {
  const passedOn = module.exports.flatMap(({ from }) => (from === undefined ? [] : [from]));
  const named = module.imports.filter(({ typeOnly }) => !typeOnly).map((site) => site.module);
  const files = [...named, ...passedOn].map((specifier) => javaScriptFileOf(module.path, specifier, exists));
  return [...new Set(files.filter((file) => file !== undefined))];
}

/** What stands on disk for a name with the extension that it will have when it is built. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  js: ['ts', 'tsx', 'js', 'jsx'],
  mjs: ['mts', 'ts', 'mjs'],
  cjs: ['cts', 'ts', 'cjs'],
};
const EXTENSIONS = ['ts', 'tsx', 'mts', 'cts', 'js', 'mjs', 'cjs', 'jsx'];

/** The project's file that a specifier names: `./server.js` may be `server.ts`; `undefined` for packages. */
export function javaScriptFileOf(
  from: string,
  specifier: string,
  exists: (path: string) => boolean,
): string | undefined {
  for (const base of basesOf(from, specifier)) {
    const found = candidatesOf(base).find(exists);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Relative names; and `@/x`, `~/x` and `#x`, which by habit are aliases of the source folder around the file. */
function basesOf(from: string, specifier: string): readonly string[] {
  const folder = folderOf(from);
  if (specifier.startsWith('.')) return [joinPath(folder, specifier)].filter((base) => base !== undefined);
  const alias = /^(?:@|~|#|src)\/(.+)$/.exec(specifier)?.[1] ?? /^#(\w.*)$/.exec(specifier)?.[1];
  if (alias === undefined) return [];
  const top = /^((?:.*\/)?src)(?:\/|$)/.exec(folder)?.[1] ?? folder;
  return [joinPath(top, alias), joinPath(folderOf(top), alias)].filter((base) => base !== undefined);
}

function candidatesOf(base: string): readonly string[] {
  const extension = /\.(js|mjs|cjs)$/.exec(base)?.[1];
  const built = (SOURCES[extension ?? ''] ?? []).map((source) => base.replace(/\.\w+$/, `.${source}`));
  const own = /\.(?:[mc]?[jt]sx?)$/.test(base) ? [base] : [];
  return [
    ...built,
    ...own,
    ...EXTENSIONS.map((each) => `${base}.${each}`),
    ...EXTENSIONS.map((each) => `${base}/index.${each}`),
  ];
}
