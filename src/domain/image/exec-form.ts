import type { Located } from '../../model/location.ts';
import type { PlaceOf } from './shell-words.ts';

/**
 * The strings of `["python", "server.py"]`, each with its place between its quotes. `undefined` when it is not a JSON
 * array of strings: Docker then hands the line to a shell.
 */
export function readExecForm(text: string, placeOf: PlaceOf): readonly Located<string>[] | undefined {
  const values = parsed(text);
  if (values === undefined) return undefined;
  const strings = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/gs)];
  return values.map((value, index) => {
    const match = strings[index];
    const start = (match?.index ?? 0) + 1;
    return { value, at: placeOf(start, start + (match?.[1]?.length ?? 0)) };
  });
}

/**
 * Whether a command was meant to be a JSON array, and is none: single quotes, a comma too many, words behind it. The
 * shell's `[ "$MODE" = x ] && …` begins in the same way and is something else.
 */
export function isBrokenExecForm(text: string): boolean {
  return (
    /^\[\s*(["'\u2018-\u201f])[^"'\u2018-\u201f]*["'\u2018-\u201f]\s*(?:["',\u2018-\u201f]|\]\s*(?:#.*)?$)/.test(
      text,
    ) && parsed(text) === undefined
  );
}

function parsed(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
