import type { LockedPackage } from './locked-package.ts';

/** The packages of package-lock.json in its three versions, without those that lie below another package. */
export function* npmPackages(text: string): Iterable<LockedPackage> {
  for (const found of text.matchAll(/"([^"\r\n]+)"\s*:\s*\{\s*"version"\s*:\s*"([^"\r\n]+)"/g)) {
    const [whole, key = '', version = ''] = found;
    const [folder = '', name, ...deeper] = key.split('node_modules/');
    if (deeper.length > 0) continue;
    const end = found.index + whole.length;
    const close = text.indexOf('}', end);
    yield {
      name: name ?? key,
      version,
      start: found.index,
      end,
      development: /"dev"\s*:\s*true/.test(text.slice(end, close === -1 ? end : close)),
      ...(name === undefined || folder === '' ? {} : { folder: folder.replace(/\/$/, '') }),
    };
  }
}

/** The packages of pnpm-lock.yaml: what each importer asked for, then all that was found. */
export function* pnpmPackages(text: string): Iterable<LockedPackage> {
  const keys: { readonly key: string; readonly start: number }[] = [];
  for (const found of text.matchAll(
    /^( *)(?:'([^'\r\n]+)'|"([^"\r\n]+)"|([^\s'"#-][^:\r\n]*(?::[^\s:][^:\r\n]*)*)):(?: +([^\r\n]+))?\r?$/gm,
  )) {
    const [whole, spaces = '', single, double, plain, value = ''] = found;
    const depth = spaces.length / 2;
    const start = found.index + spaces.length;
    keys.splice(depth, Infinity, { key: single ?? double ?? plain ?? '', start });
    const locked = pnpmPackage(keys.slice(0, depth + 1), value, found.index + whole.trimEnd().length);
    if (locked !== undefined) yield locked;
  }
}

/** `importers` → folder → kind → name → `version`; older versions leave the first two out, or the last. */
function pnpmPackage(
  path: readonly { key: string; start: number }[],
  value: string,
  end: number,
): LockedPackage | undefined {
  const [first, second] = path;
  if (first?.key === 'packages' && second !== undefined && path.length === 2) {
    const [, name, version] = /^\/?(@?[^@]+?)[@/](\d[^(_]*)/.exec(second.key) ?? [];
    if (name === undefined || version === undefined) return undefined;
    return { name, version, start: second.start, end, development: false };
  }
  const importer = first?.key === 'importers' ? second?.key : undefined;
  const [kind, wish, last] = importer === undefined ? path : path.slice(2);
  if (kind === undefined || wish === undefined || !/^(d|devD|optionalD)ependencies$/.test(kind.key)) return undefined;
  if (value === '' || (last !== undefined && last.key !== 'version')) return undefined;
  // `1.12.0(zod@3.25.76)` and `1.12.0_zod@3` say with which peers a package was installed.
  const version = value.replace(/^['"]|['"]$/g, '').replace(/[(_].*$/, '');
  const development = kind.key === 'devDependencies';
  return {
    name: wish.key,
    version,
    start: wish.start,
    end,
    development,
    ...(importer === undefined ? {} : { folder: importer }),
  };
}

/** The packages of yarn.lock, of both its languages. */
export function* yarnPackages(text: string): Iterable<LockedPackage> {
  for (const found of text.matchAll(/^"?(@?[^@"\s,]+)@[^\r\n]*:\r?\n {2}version:? "?([^"\r\n]+)"?/gm)) {
    const [whole, name = '', version = ''] = found;
    yield {
      name,
      version,
      start: found.index,
      end: found.index + whole.length,
      development: false,
    };
  }
}
