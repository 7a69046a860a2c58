import type { Copy } from '../../model/image.ts';
import { baseOf, folderOf, joinPath } from '../paths.ts';

/** A path of an image, absolute: `written` seen from the working directory. A slash at the end stays. */
export function imagePath(workdir: string, written: string): string {
  const absolute = written.startsWith('/') ? written : `${workdir}/${written}`;
  const path = joinPath('', absolute) ?? '';
  const folder = /(?:^|\/)\.{0,2}$/.test(written) && path !== '';
  return `/${path}${folder ? '/' : ''}`;
}

/**
 * The files of the build context that a file of the image may come from, the later `COPY` first. From a `COPY` alone it
 * cannot be told whether its source is a file or a folder; a name with an ending counts as a file.
 */
export function contextPathsOf(copies: readonly Copy[], path: string): readonly string[] {
  return copies.toReversed().flatMap(({ from, to }) => from.flatMap((source) => sourcesOf(source, to, path)));
}

function sourcesOf(source: string, to: string, path: string): readonly string[] {
  const folder = to.endsWith('/') ? to : `${to}/`;
  const named = !to.endsWith('/') && path === to ? [source] : [];
  if (!path.startsWith(folder)) return named;
  const rest = path.slice(folder.length);
  if (/[*?[]/.test(source)) {
    return matches(source, joinPath(folderOf(source), rest) ?? rest) ? [joinPath(folderOf(source), rest) ?? rest] : [];
  }
  if (baseOf(source) === rest) return [source];
  return isFileName(source) ? named : [joinPath(source, rest) ?? rest];
}

/** What of a stage's context files reaches a path that `COPY --from=` takes out of that stage. */
export function copiedOnwards(copies: readonly Copy[], source: string, to: string): readonly Copy[] {
  return copies.flatMap((copy): readonly Copy[] => {
    const inner = copy.to.endsWith('/') ? copy.to.slice(0, -1) : copy.to;
    const outer = source.endsWith('/') ? source.slice(0, -1) : source;
    if (inner === outer) return [{ ...copy, to: copy.to.endsWith('/') ? asFolder(to) : to }];
    if (inner.startsWith(`${outer}/`)) return [{ ...copy, to: asFolder(to) + copy.to.slice(outer.length + 1) }];
    const paths = outer.startsWith(`${inner}/`) ? contextPathsOf([copy], outer) : [];
    return paths.length === 0 ? [] : [{ ...copy, from: paths, to }];
  });
}

function asFolder(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

function isFileName(source: string): boolean {
  return /[^/]\.[A-Za-z]\w*$/.test(baseOf(source)) || /^(?:Pipfile|Makefile|LICENSE|Dockerfile)$/.test(baseOf(source));
}

/** Whether a path matches a pattern of `COPY`: Go's `filepath.Match`. */
function matches(pattern: string, path: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll(/\[(?![^\]]*\])/g, String.raw`\[`);
  try {
    return new RegExp(`^${expression}$`).test(path);
  } catch {
    return false; // `[z-a]`: no pattern to Go either.
  }
}
