import type { Fix } from '../../model/change.ts';
import type { Dockerfile, Install } from '../../model/image.ts';
import { ancestorsOf, baseOf, folderOf, joinPath } from '../paths.ts';

/**
 * Brings a lock file into the image beside the file it is made of; `undefined`: the project has none, or that file comes
 * in another way.
 */
export function lockCopy(
  { path: dockerfile }: Dockerfile,
  { manifest }: Install,
  lock: string,
  files: readonly string[],
): Fix | undefined {
  const { written, at, mountedBeside } = manifest?.copy ?? {};
  if (manifest === undefined || written === undefined || at === undefined) return undefined;
  const path = joinPath(folderOf(manifest.path), lock) ?? lock;
  const exists = ancestorsOf(folderOf(dockerfile)).some(
    (context) => has(files, context, manifest.path) && has(files, context, path),
  );
  if (!exists) return undefined;
  const title = `Copy \`${path}\` along with \`${manifest.path}\``;
  const fix = { title, safety: 'safe' } as const;
  const { head, target } = written;
  const folder = /(?:^|\/)\.$/.test(target.value) ? target.value : target.value.replace(/[^/]*$/, '') || './';
  if (mountedBeside !== undefined) {
    const end = { ...at, range: { start: at.range.end, end: at.range.end } };
    const put = `${mountedBeside}${head},source=${path},target=${target.value.replace(/[^/]*$/, '')}${baseOf(lock)}`;
    return { ...fix, edits: [{ kind: 'replace', at: end, put }] };
  }
  // Builders before BuildKit take several sources only where the target ends in a slash.
  if (!target.value.endsWith('/'))
    return { ...fix, edits: [{ kind: 'line', at, where: 'after', put: `${head} ${path} ${folder}` }] };
  const start = { ...target.at, range: { start: target.at.range.start, end: target.at.range.start } };
  return { ...fix, edits: [{ kind: 'replace', at: start, put: `${path} ` }] };
}

function has(files: readonly string[], context: string, path: string): boolean {
  const inside = joinPath(context, path);
  return inside !== undefined && files.includes(inside);
}
