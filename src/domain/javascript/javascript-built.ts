import { ancestorsOf, baseOf, folderOf, isBelow, joinPath } from '../paths.ts';

/** A configuration file that says where built files come from: a tsconfig or a package.json. */
export interface BuildConfig {
  readonly path: string;
  readonly text: string;
}

type Exists = (path: string) => boolean;

/** What a built file may have been written as. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  js: ['ts', 'tsx', 'mts', 'js', 'jsx', 'mjs'],
  mjs: ['mts', 'ts', 'mjs', 'js'],
  cjs: ['cts', 'ts', 'cjs', 'js'],
};

/** Folders that builds write into, by habit. */
const BUILT = /^(?:dist|build|out|lib|output|compiled|\.build)$/;

/**
 * The source that a built file was made from: `dist/index.js` → `src/index.ts`. The path itself when it exists, or when
 * nothing else does `undefined`. `configs` are the tsconfig and package.json files at or above it, as far as there are.
 */
export function sourceOfBuilt(path: string, configs: readonly BuildConfig[], exists: Exists): string | undefined {
  if (exists(path)) return path;
  const near = configs
    .filter((config) => isBelow(path, folderOf(config.path)))
    .toSorted((a, b) => b.path.length - a.path.length);
  const named = /\.\w+$/.test(baseOf(path)) ? [path] : [`${path}.js`, `${path}/index.js`];
  for (const file of named) {
    const candidates = [...near.flatMap((config) => byConfig(file, config)), ...byHabit(file)];
    const found =
      candidates.flatMap(writtenAs).find(exists) ?? near.flatMap((config) => bundled(file, config)).find(exists);
    if (found !== undefined) return found;
  }
  return undefined;
}

function writtenAs(path: string): readonly string[] {
  const extension = /\.(js|mjs|cjs)$/.exec(path)?.[1];
  return extension === undefined
    ? [path]
    : (WRITTEN[extension] ?? []).map((each) => path.replace(/\.\w+$/, `.${each}`));
}

/** `outDir` and `rootDir` of a tsconfig; without a `rootDir`, the folders that sources usually lie in. */
function byConfig(path: string, { path: config, text }: BuildConfig): readonly string[] {
  if (!/tsconfig[^/]*\.json$/.test(config)) return [];
  const folder = folderOf(config);
  const outDir = settingOf(text, 'outDir');
  const out = outDir === undefined ? undefined : joinPath(folder, outDir);
  if (out === undefined || !isBelow(path, out)) return [];
  const inside = out === '' ? path : path.slice(out.length + 1);
  const rootDir = settingOf(text, 'rootDir');
  const roots = rootDir === undefined ? ['src', '.', 'source'] : [rootDir];
  return roots.map((root) => joinPath(folder, `${root}/${inside}`)).filter((found) => found !== undefined);
}

/** The value of a compiler option; lines that are comments do not count. */
function settingOf(text: string, name: string): string | undefined {
  const lines = text.split('\n').filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line));
  return new RegExp(`"${name}"\\s*:\\s*"([^"]*)"`).exec(lines.join('\n'))?.[1];
}

/** The same name beside it, or in `src` in place of the built folder. */
function byHabit(path: string): readonly string[] {
  const moved = ancestorsOf(folderOf(path))
    .filter((folder) => BUILT.test(baseOf(folder)))
    .flatMap((folder) => {
      const inside = path.slice(folder.length + 1);
      return [`src/${inside}`, inside, inside.replace(/^(?:esm|cjs|src)\//, 'src/')].map((file) =>
        joinPath(folderOf(folder), file),
      );
    });
  return [path, ...moved.filter((file) => file !== undefined)];
}

/** A bundler in a script: `esbuild src/main.ts --bundle --outfile=dist/index.js`, `tsup src/index.ts`. */
function bundled(path: string, { path: config, text }: BuildConfig): readonly string[] {
  if (baseOf(config) !== 'package.json') return [];
  const scripts = text
    .split('\n')
    .filter((line) => /\b(?:esbuild|tsup|rollup|ncc|bun build|vite|tsdown|swc|rolldown)\b/.test(line));
  const mentioned = scripts.some((line) => line.includes(baseOf(path)) || line.includes(baseOf(folderOf(path))))
    ? scripts
    : scripts.filter((line) => /\b(?:tsup|tsdown|ncc)\b/.test(line));
  return mentioned
    .flatMap((line) => [...line.matchAll(/(?:^|[\s"'=])(\.?[\w./-]+\.[mc]?[jt]sx?)(?=$|[\s"'\\])/g)])
    .map((match) => joinPath(folderOf(config), match[1] ?? ''))
    .filter((file) => file !== undefined);
}
