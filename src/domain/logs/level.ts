/** How grave a line is, from the least on. */
export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Level = (typeof LEVELS)[number];

const WORDS: ReadonlyMap<string, Level> = new Map(
  (
    [
      ['trace', ['TRACE']],
      ['debug', ['DEBUG']],
      ['info', ['INFO', 'NOTICE']],
      ['warn', ['WARN', 'WARNING']],
      ['error', ['ERROR', 'SEVERE']],
      ['fatal', ['CRITICAL', 'FATAL', 'PANIC']],
    ] as const
  ).flatMap(([level, words]) => words.map((word) => [word, level] as const)),
);

/** Where a logger writes its level: first, or behind a time and a name in brackets. */
const AT_THE_HEAD =
  /^[\s[]{0,40}(?:\d[\d\-/:.,TZ+ ]{5,40}\]?\s{0,4}(?:\[[^\]]{0,40}\]\s?)?[[(]?)?(TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|SEVERE|CRITICAL|FATAL|PANIC)\b/i;
/** What such a head begins with, of ASCII: most lines that have none begin with something else. */
const MAY_LEAD = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\s[(\dTDINWESCFP]/i.test(String.fromCharCode(code)) ? 1 : 0,
);
/** `ValueError: …`, `Traceback (most recent call last):`, `Error: …`. */
const OF_AN_ERROR =
  /^(?:Traceback \(most recent|(?:Uncaught )?(?:[a-z_][\w.]{0,80}\.)?[A-Z]\w{0,60}(?:Error|Exception)\b ?[:([]|Error: )/;

/** The level that a line itself tells; nothing where it tells none. `mayBeError`: the name of an error may be in it. */
export function levelOf(line: string, mayBeError = true): Level | undefined {
  const first = levelFirst(line);
  if (first !== undefined) return first;
  const head = MAY_LEAD[line.charCodeAt(0)] === 0 ? null : AT_THE_HEAD.exec(line);
  if (head !== null) return levelNamed(head[1] ?? '');
  return mayBeError && OF_AN_ERROR.test(line) ? 'error' : undefined;
}

/** Most lines begin with it, in capitals: no pattern is needed for those. */
function levelFirst(line: string): Level | undefined {
  let end = 0;
  while (isCapital(line.charCodeAt(end))) end += 1;
  // Blanks, colons and brackets come behind it.
  const follows = line.charCodeAt(end);
  return end < 4 || (follows !== 32 && follows !== 58 && follows !== 93) ? undefined : WORDS.get(line.slice(0, end));
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** A level by the word that loggers have for it, or by the number that `pino` and `bunyan` have. */
export function levelNamed(word: unknown): Level | undefined {
  if (typeof word === 'number') return LEVELS[Math.min(5, Math.max(0, Math.floor(word / 10) - 1))];
  return typeof word === 'string' ? (WORDS.get(word) ?? WORDS.get(word.toUpperCase())) : undefined;
}

/** Severity numbers of OpenTelemetry: four to a level, from 1 on. */
export function levelOfSeverity(number: unknown): Level | undefined {
  return typeof number === 'number' && number > 0 ? LEVELS[Math.min(5, Math.floor((number - 1) / 4))] : undefined;
}

/** What an answer with this status is worth. */
export function levelOfStatus(status: number): Level | undefined {
  if (status >= 500) return 'error';
  return status >= 400 ? 'warn' : undefined;
}

/** The graver of two. */
export function graver(one: Level | undefined, other: Level | undefined): Level | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return LEVELS.indexOf(one) >= LEVELS.indexOf(other) ? one : other;
}

/** Whether a level is at least so grave. */
export function isAtLeast(level: Level | undefined, least: Level): boolean {
  return level !== undefined && LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}
