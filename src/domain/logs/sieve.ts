import { isAtLeast, type Level } from './level.ts';

/** Which lines are wanted; what is absent lets everything through. */
export interface Sieve {
  readonly level?: Level;
  /** One of these is in the text. */
  readonly grep: readonly RegExp[];
  /** None of these is. */
  readonly exclude: readonly RegExp[];
  /** The raw messages or the name of the stream hold each of these ids. */
  readonly ids: readonly string[];
}

/** What the sieve looks at. `marked`: the line shows a known fault, and is grave whatever it says of itself. */
export interface Sieved {
  readonly text: string;
  readonly raw: string;
  readonly stream: string;
  readonly level: Level | undefined;
  readonly marked: boolean;
}

/** Whether a line is wanted. */
export function passes(
  { text, raw, stream, level, marked }: Sieved,
  { level: least, grep, exclude, ids }: Sieve,
): boolean {
  if (least !== undefined && !isAtLeast(level, least) && !(marked && isAtLeast('error', least))) return false;
  if (grep.length > 0 && !grep.some((pattern) => pattern.test(text))) return false;
  if (exclude.some((pattern) => pattern.test(text))) return false;
  return ids.every((id) => raw.includes(id) || stream.includes(id));
}

/** A pattern as people type it: capitals count only where there are any. Nothing for what is no pattern. */
export function patternIn(text: string, global = false): RegExp | undefined {
  try {
    return new RegExp(text, `${global ? 'g' : ''}${/[A-Z]/.test(text.replaceAll(/\\./g, '')) ? '' : 'i'}u`);
  } catch {
    return undefined;
  }
}
