import type { Located, Place } from '../../model/location.ts';
import type { Unparsable } from '../../model/tree.ts';
import { readExecForm } from './exec-form.ts';
import type { PlaceOf } from './shell-words.ts';
import { type Lines, linesOf } from '../text.ts';

/*
 * Reads Dockerfiles as BuildKit's parser does (https://github.com/moby/buildkit, frontend/dockerfile/parser, verified
 * 2026-11-23). It is written here because loading `dockerfile-ast` takes longer (15 ms bundled, 35 ms not) than reading
 * all Dockerfiles of a project; the tests hold the two against each other.
 */

/** One instruction, continued lines joined. */
export interface Instruction {
  /** In capitals. */
  readonly keyword: string;
  /** As it stands. */
  readonly written: string;
  readonly keywordAt: Place;
  /** From the keyword to the end, heredocs included. */
  readonly at: Place;
  readonly flags: readonly Flag[];
  /** What follows keyword and flags, without comments and continuation marks. */
  readonly text: string;
  /** The place of a part of `text`. */
  readonly placeOf: PlaceOf;
  /** The strings of the exec form, `["a", "b"]`; absent: it is none. */
  readonly exec?: readonly Located<string>[];
  readonly heredocs: readonly Heredoc[];
  /** What continues a line when it ends it. */
  readonly escape: string;
}

/** `--platform=linux/arm64`; without a value: `true`. */
interface Flag {
  readonly name: string;
  readonly value: string;
  readonly at: Place;
  readonly valueAt: Place;
}

/** The lines between `<<EOF` and `EOF`. */
export interface Heredoc {
  readonly name: string;
  readonly text: string;
  /** Where `text` begins in the file. */
  readonly start: number;
  readonly at: Place;
}

export interface DockerfileText {
  readonly instructions: readonly Instruction[];
  readonly problems: readonly Unparsable[];
}

/** Reads any text as a Dockerfile; never throws. */
export function readDockerfile(path: string, text: string): DockerfileText {
  const lines = linesOf(path, text);
  const source = { text, lines, escape: escapeOf(text) };
  const instructions: Instruction[] = [];
  const problems: Unparsable[] = [];
  for (let offset = 0; offset < text.length;) {
    const logical = readLogicalLine(source, offset);
    offset = logical.next;
    if (logical.pieces.length === 0) continue;
    const { instruction, next, problem } = readInstruction(source, logical);
    offset = next;
    instructions.push(instruction);
    if (problem !== undefined) problems.push(problem);
  }
  return { instructions, problems };
}

interface Source {
  readonly text: string;
  readonly lines: Lines;
  /** What continues a line when it ends it. */
  readonly escape: string;
}

/** The parts of the file that one instruction consists of: offsets, in order. */
interface LogicalLine {
  readonly pieces: readonly (readonly [start: number, end: number])[];
  readonly next: number;
}

/** `# escape=` followed by a backquote, among the directives at the very top, changes the continuation mark. */
function escapeOf(text: string): string {
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s*#\s*([A-Za-z]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined) return '\\';
    if (name.toLowerCase() === 'escape' && value === '`') return '`';
  }
  return '\\';
}

function readLogicalLine({ text, escape }: Source, from: number): LogicalLine {
  const pieces: (readonly [number, number])[] = [];
  for (let start = from; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const next = newline === -1 ? text.length : newline + 1;
    let end = newline === -1 ? text.length : newline;
    if (text[end - 1] === '\r' && end > start) end -= 1;
    const body = text.slice(start, end);
    const first = start + body.length - body.trimStart().length;
    const blank = first >= end;
    // An empty or a comment line between continued lines belongs to neither; before them, it is nothing at all.
    if (blank || text[first] === '#') {
      if (pieces.length === 0) return { pieces, next };
      start = next;
      continue;
    }
    const trimmed = body.trimEnd();
    const marked = trimmed.endsWith(escape) && !trimmed.endsWith(escape + escape);
    pieces.push([pieces.length === 0 ? first : start, marked ? start + trimmed.length - 1 : end]);
    if (!marked) return { pieces, next };
    start = next;
  }
  return { pieces, next: text.length };
}

function readInstruction(
  source: Source,
  line: LogicalLine,
): { readonly instruction: Instruction; readonly next: number; readonly problem?: Unparsable } {
  const joined = joinPieces(source, line);
  const keyword = /^\S+/.exec(joined.text)?.[0] ?? '';
  const flags: Flag[] = [];
  let start = afterSpace(joined.text, keyword.length);
  for (let flag = FLAG.exec(joined.text.slice(start)); flag !== null; flag = FLAG.exec(joined.text.slice(start))) {
    const [whole, name = '', value] = flag;
    const end = start + whole.length;
    flags.push({
      name,
      value: value ?? 'true',
      at: joined.placeOf(start, end),
      valueAt: joined.placeOf(end - (value ?? '').length, end),
    });
    start = afterSpace(joined.text, end);
  }
  const end = joined.text.trimEnd().length;
  const text = joined.text.slice(start, Math.max(start, end));
  const placeOf: PlaceOf = (from, to) => joined.placeOf(start + from, start + to);
  const upper = keyword.toUpperCase();
  const exec = text.startsWith('[') ? readExecForm(text, placeOf) : undefined;
  const wants = exec === undefined && TAKES_HEREDOCS.has(upper) ? heredocNames(text) : [];
  const { heredocs, next, open } = readHeredocs(source, line.next, wants);
  const keywordAt = joined.placeOf(0, keyword.length);
  const last = heredocs.at(-1)?.at.range.end ?? joined.placeOf(0, Math.max(end, 1)).range.end;
  const at = { ...keywordAt, range: { start: keywordAt.range.start, end: last } };
  const instruction = {
    keyword: upper,
    written: keyword,
    keywordAt,
    at,
    flags,
    text,
    placeOf,
    heredocs,
    escape: source.escape,
    ...(exec === undefined ? {} : { exec }),
  };
  if (open === undefined) return { instruction, next };
  return { instruction, next, problem: { message: `The heredoc \`${open}\` has no end.`, at: keywordAt } };
}

const FLAG = /^--([a-zA-Z][\w-]*)(?:=(\S*))?(?=\s|$)/;
const TAKES_HEREDOCS = new Set(['RUN', 'COPY', 'ADD']);

/** The pieces of a line as one text, in which each offset still knows its place in the file. */
function joinPieces(
  { text, lines }: Source,
  { pieces }: LogicalLine,
): { readonly text: string; readonly placeOf: PlaceOf } {
  const whole = pieces.map(([start, end]) => text.slice(start, end)).join('');
  const offsetOf = (offset: number): number => {
    let left = offset;
    for (const [start, end] of pieces) {
      if (left < end - start) return start + left;
      left -= end - start;
    }
    return (pieces.at(-1)?.[1] ?? 0) + left;
  };
  return {
    text: whole,
    placeOf: (start, end) => {
      const first = offsetOf(start);
      return lines.at(first, end > start ? offsetOf(end - 1) + 1 : first);
    },
  };
}

/** BuildKit takes `<<EOF`, `<<-EOF` and quoted names as words of their own; a space behind `<<` makes it none. */
function heredocNames(text: string): readonly { readonly name: string; readonly tabs: boolean }[] {
  return [...text.matchAll(/(?:^|\s)\d*<<(-?)(["']?)([A-Za-z_][\w.-]*)\2(?=[\s;>|&]|$)/g)].map(
    ([, dash, , name = '']) => ({
      name,
      tabs: dash === '-',
    }),
  );
}

function readHeredocs(
  { text, lines }: Source,
  from: number,
  wanted: readonly { readonly name: string; readonly tabs: boolean }[],
): { readonly heredocs: readonly Heredoc[]; readonly next: number; readonly open?: string } {
  const heredocs: Heredoc[] = [];
  let next = from;
  for (const { name, tabs } of wanted) {
    const begin = next;
    for (;;) {
      if (next >= text.length) return { heredocs, next, open: name };
      const newline = text.indexOf('\n', next);
      const end = newline === -1 ? text.length : newline;
      const line = text.slice(next, end).replace(/\r$/, '');
      const start = next;
      next = Math.min(end + 1, text.length);
      if ((tabs ? line.replace(/^\t+/, '') : line) !== name) continue;
      heredocs.push({ name, text: text.slice(begin, start), start: begin, at: lines.at(begin, end) });
      break;
    }
  }
  return { heredocs, next };
}

function afterSpace(text: string, from: number): number {
  let index = from;
  while (index < text.length && /\s/.test(text[index] ?? '')) index += 1;
  return index;
}
