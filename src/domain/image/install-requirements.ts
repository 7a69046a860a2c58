import type { Requirement } from '../../model/dependency.ts';
import type { CreatedFile, Install } from '../../model/image.ts';
import type { Located } from '../../model/location.ts';
import { readRequirements } from '../dependency/requirements-source.ts';
import { linesOf } from '../text.ts';
import { imagePath } from './image-copies.ts';
import { type Arguments, npmRequirement, pipRequirement } from './install-arguments.ts';

/** Where the Dockerfile's own text is read again: as requirements that stand in a heredoc. */
export interface DockerfileSource {
  readonly path: string;
  readonly text: string;
}

/** The files that the Dockerfile has written so far. */
interface Made {
  readonly workdir: string;
  readonly creates: readonly CreatedFile[];
}

/** The packages that a command names as words. */
export function namedRequirements(
  tool: Install['tool'],
  packages: readonly Located<string>[],
  source: DockerfileSource,
): readonly Requirement[] {
  if (packages.length === 0) return [];
  const read = tool === 'npm' || tool === 'pnpm' || tool === 'yarn' ? npmRequirement : pipRequirement;
  const lines = linesOf(source.path, source.text);
  return packages.flatMap((word) => {
    const [start, end] = [lines.offset(word.at.range.start), lines.offset(word.at.range.end)];
    const written = writingOf(word.value, source.text.slice(start, end), source.text[start - 1]);
    return read({ ...word, ...(written === undefined ? {} : { written }) }) ?? [];
  });
}

/** The strings of the exec form are placed between their quotes. */
function writingOf(value: string, raw: string, before: string | undefined): Requirement['word'] {
  if (raw === value) return before === '"' ? 'json' : 'bare';
  return raw === `"${value}"` || raw === `'${value}'` ? 'quoted' : undefined;
}

/** The requirements of a file that the Dockerfile writes itself; their places are in the Dockerfile. */
export function createdRequirements(
  { files }: Arguments,
  surface: Made,
  source: DockerfileSource,
): readonly Requirement[] {
  return files.flatMap((file) => {
    const created = surface.creates.find(({ to }) => to === imagePath(surface.workdir, file));
    return created === undefined ? [] : readInPlace(created, source);
  });
}

function readInPlace({ text, at }: CreatedFile, source: DockerfileSource): readonly Requirement[] {
  const start = linesOf(source.path, source.text).offset(at.range.start);
  const above = source.text.slice(0, start).replaceAll(/[^\n]/g, ' ');
  return readRequirements(source.path, above + text).requirements;
}
