import { type StructuredPatchHunk, structuredPatch } from 'diff';
import { starred } from '../domain/secret/secret-text.ts';
import type { Paint } from '../model/report.ts';

/** A file before and after, with the byte order mark that it may begin with. */
export interface PatchedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

type Colours = Pick<Paint, 'added' | 'removed' | 'faint' | 'strong'>;

/** A unified diff that `git apply` and `patch -p1` take, from the folder that the paths are relative to. */
export function patchOf(files: readonly PatchedFile[], paint: Colours): string {
  return drawn(files, paint, (line) => line);
}

/** The same for people: secrets in the lines around a change are none of its business. */
export function shownPatchOf(files: readonly PatchedFile[], paint: Colours): string {
  return drawn(files, paint, starred);
}

function drawn(files: readonly PatchedFile[], paint: Colours, shown: (line: string) => string): string {
  return files
    .filter(({ before, after }) => before !== after)
    .map((file) => onePatch(file, paint, shown))
    .join('');
}

function onePatch({ path, before, after }: PatchedFile, paint: Colours, shown: (line: string) => string): string {
  const { hunks } = structuredPatch(path, path, before, after, undefined, undefined, { context: 3 });
  const head = `--- ${nameOf('a', path)}\n+++ ${nameOf('b', path)}\n`;
  return `${paint.strong(head.trimEnd())}\n${hunks.map((hunk) => hunkText({ ...hunk, lines: hunk.lines.map(shown) }, paint)).join('')}`;
}

function hunkText(
  { oldStart, oldLines, newStart, newLines, lines }: StructuredPatchHunk,
  paint: Pick<Paint, 'added' | 'removed' | 'faint'>,
): string {
  const head = paint.faint(`@@ -${span(oldStart, oldLines)} +${span(newStart, newLines)} @@`);
  const body = lines.map(
    (line) => `${line.startsWith('+') ? paint.added(line) : line.startsWith('-') ? paint.removed(line) : line}\n`,
  );
  return `${head}\n${body.join('')}`;
}

function span(start: number, lines: number): string {
  return lines === 1 ? String(start) : `${start},${lines}`;
}

/** As git writes a name: quoted where it holds what would end it, with a tab behind a name that holds blanks. */
function nameOf(side: 'a' | 'b', path: string): string {
  const name = `${side}/${path}`;
  if (!/["\\\p{Cc}]/u.test(name)) return name.includes(' ') ? `${name}\t` : name;
  const escaped = name.replaceAll(/["\\]|\p{Cc}/gu, (character) =>
    /["\\]/.test(character) ? `\\${character}` : `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return `"${escaped}"`;
}
