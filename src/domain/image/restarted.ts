import type { Fix } from '../../model/change.ts';
import type { Dockerfile } from '../../model/image.ts';
import type { Started } from './command-line.ts';
import { ancestorsOf, baseOf, folderOf, isBelow } from '../paths.ts';
import { type ImageStart, imageStartOf } from './image-start.ts';

/** Lets the command of an image start another file of the project; `undefined`: its words do not lead there. */
export function restarted(
  image: Dockerfile,
  { started }: ImageStart,
  path: string,
  files: readonly string[],
): Fix | undefined {
  const { starts } = image;
  if (starts === undefined || started === undefined) return undefined;
  const before = started.target;
  const same = starts.argv.filter(({ value }) => value === before);
  const [word, ...others] = same.length > 0 ? same : starts.argv.filter(({ value }) => value.includes(before));
  if (word === undefined || others.length > 0) return undefined;
  const after = namesOf(image, path, started).find((name) => {
    const argv = starts.argv.map((one) =>
      one === word ? { ...one, value: one.value.replace(before, () => name) } : one,
    );
    const start = imageStartOf({ ...image, starts: { ...starts, argv } }, files);
    return start.kind === 'file' && start.path === path;
  });
  if (after === undefined) return undefined;
  return {
    title: `Start \`${after}\` in \`${baseOf(word.at.path)}\``,
    safety: 'review',
    edits: [{ kind: 'swap', at: word.at, from: before, to: after }],
  };
}

/** What a file may be called where a command starts another one, by its path or as a module: beside that, or in full. */
function namesOf({ path: dockerfile }: Dockerfile, path: string, { kind, target }: Started): readonly string[] {
  const contexts = ancestorsOf(folderOf(dockerfile)).filter((folder) => isBelow(path, folder));
  const below = contexts.map((folder) => (folder === '' ? path : path.slice(folder.length + 1)));
  if (kind !== 'python-module' && kind !== 'uvicorn' && kind !== 'gunicorn')
    return [target.replace(/[^/]*$/, baseOf(path)), ...below];
  const module = (file: string): string => file.replace(/(?:\/__main__)?\.py$/, '').replaceAll('/', '.');
  return [target.replace(/[^.]*$/, module(baseOf(path))), ...below.map(module)];
}
