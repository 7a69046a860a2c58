import type { Located, Place } from '../../model/location.ts';

/** Where a part of a command's text stands in its file. */
export type PlaceOf = (start: number, end: number) => Place;

/** What separates commands, and what redirects their streams; each is a word of its own after splitting. */
const SEPARATOR = /^(?:&&|\|\||\|&|;;|[;&|()])$/;
const REDIRECTION = /^(?:\d*|&)(?:>>|>\||>&|>|<<<|<<-?|<&|<>|<)$/;
/** What is a word, or stands in double quotes, for what it is. */
const PLAIN = /[^\s;&|()<>'"\\$`]+/y;
const QUOTED = /[^"\\$`]+/y;
const OPERATOR = /\d*(?:<<<|<<-?|<&|<>|>>|>\||>&)|&>>|&>|&&|\|\||\|&|;;|\d*[<>]|[;&|()]/y;

/**
 * Splits text into words as a POSIX shell does: quotes and escapes are taken away, `$VAR`, `${…}`, `$(…)` and
 * backquotes stay as text, operators and line breaks (as `;`) become words. Comments are left out. Never throws: an
 * open quote ends at the end of the text.
 */
export function splitShell(text: string, placeOf: PlaceOf): readonly Located<string>[] {
  const words: Located<string>[] = [];
  let index = 0;
  while (index < text.length) {
    const char = text[index] ?? '';
    if (char === '\n') {
      if (words.length > 0 && words.at(-1)?.value !== ';') words.push({ value: ';', at: placeOf(index, index + 1) });
      index += 1;
    } else if (/\s/.test(char)) {
      index += 1;
    } else if (char === '\\' && /^\\\r?\n/.test(text.slice(index, index + 3))) {
      index = text.indexOf('\n', index) + 1;
    } else if (char === '#') {
      const end = text.indexOf('\n', index);
      index = end === -1 ? text.length : end;
    } else {
      const word = operatorAt(text, index) ?? wordAt(text, index);
      words.push({ value: word.value, at: placeOf(index, word.end) });
      index = word.end;
    }
  }
  return words;
}

/** One command of a line, without redirections, and the operator behind it: `''` at the end. */
export interface ShellCommand {
  readonly words: readonly Located<string>[];
  readonly followedBy: string;
}

/** The commands of a split line, in order. */
export function commandsOf(words: readonly Located<string>[]): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let current: Located<string>[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    if (SEPARATOR.test(word.value)) {
      if (current.length > 0) commands.push({ words: current, followedBy: word.value });
      current = [];
    } else if (REDIRECTION.test(word.value)) {
      index += 1; // The file it is redirected to is not a word of the command.
    } else {
      current.push(word);
    }
  }
  if (current.length > 0) commands.push({ words: current, followedBy: '' });
  return commands;
}

/** Splits the text inside one word, such as the argument of `sh -c`. */
export function splitInside(word: Located<string>): readonly Located<string>[] {
  return splitShell(word.value, placeInside(word));
}

/**
 * The places of the parts of a word. They are exact where the word stands in its file as it reads, apart from quotes
 * around it; else each is the place of the whole word.
 */
export function placeInside({ value, at }: Located<string>): PlaceOf {
  const { start, end } = at.range;
  const quote = start.line === end.line ? (end.column - start.column - value.length) / 2 : -1;
  if (quote !== 0 && quote !== 1) return () => at;
  const column = start.column + quote;
  return (from, to) => ({
    ...at,
    range: { start: { line: start.line, column: column + from }, end: { line: start.line, column: column + to } },
  });
}

interface Lexeme {
  readonly value: string;
  readonly end: number;
}

function operatorAt(text: string, start: number): Lexeme | undefined {
  return runOf(OPERATOR, text, start);
}

function runOf(pattern: RegExp, text: string, start: number): Lexeme | undefined {
  pattern.lastIndex = start;
  const value = pattern.exec(text)?.[0];
  return value === undefined ? undefined : { value, end: start + value.length };
}

function wordAt(text: string, start: number): Lexeme {
  let value = '';
  let index = start;
  while (index < text.length && !/[\s;&|()<>]/.test(text[index] ?? '')) {
    const part = runOf(PLAIN, text, index) ??
      quotedAt(text, index) ??
      expansionAt(text, index) ?? { value: text[index] ?? '', end: index + 1 };
    value += part.value;
    index = part.end;
  }
  return { value, end: index };
}

function quotedAt(text: string, start: number): Lexeme | undefined {
  switch (text[start]) {
    case "'": {
      const end = text.indexOf("'", start + 1);
      return end === -1
        ? { value: text.slice(start + 1), end: text.length }
        : { value: text.slice(start + 1, end), end: end + 1 };
    }
    case '"':
      return doubleQuotedAt(text, start);
    case '\\':
      if (/^\\\r?\n/.test(text.slice(start, start + 3))) return { value: '', end: text.indexOf('\n', start) + 1 };
      return { value: text[start + 1] ?? '', end: Math.min(start + 2, text.length) };
    default:
      return undefined;
  }
}

function doubleQuotedAt(text: string, start: number): Lexeme {
  let value = '';
  let index = start + 1;
  while (index < text.length && text[index] !== '"') {
    if (text[index] === '\\' && /["\\$`\n]/.test(text[index + 1] ?? '')) {
      value += text[index + 1] === '\n' ? '' : text[index + 1];
      index += 2;
      continue;
    }
    const part = runOf(QUOTED, text, index) ?? expansionAt(text, index) ?? { value: text[index] ?? '', end: index + 1 };
    value += part.value;
    index = part.end;
  }
  return { value, end: Math.min(index + 1, text.length) };
}

/** `${…}`, `$(…)` and `` `…` `` as one piece of text; `undefined` when none begins here. */
function expansionAt(text: string, start: number): Lexeme | undefined {
  if (text[start] === '`') {
    const end = text.indexOf('`', start + 1);
    return end === -1 ? undefined : { value: text.slice(start, end + 1), end: end + 1 };
  }
  if (text[start] !== '$') return undefined;
  const open = text[start + 1];
  if (open !== '{' && open !== '(') return undefined;
  const close = open === '{' ? '}' : ')';
  let depth = 0;
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === open) depth += 1;
    else if (text[index] === close) depth -= 1;
    if (depth === 0) return { value: text.slice(start, index + 1), end: index + 1 };
  }
  return undefined;
}
