import type { Located } from '../../model/location.ts';
import { closing, type CodeStyle, maskCode } from './code-mask.ts';
import type { PlaceOf } from '../image/shell-words.ts';

/** A program's text, ready to be looked at without a syntax tree: cheap, and enough for literals. */
export interface Code {
  readonly text: string;
  readonly mask: string;
  readonly style: CodeStyle;
  readonly placeOf: PlaceOf;
}

/** Prepares a text. */
export function codeOf(text: string, style: CodeStyle, placeOf: PlaceOf): Code {
  return { text, mask: maskCode(text, style), style, placeOf };
}

/** A part of a program: from an offset up to another. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** One member of a call, an object or a block. `key`: as written, without quotes. */
export interface Member extends Part {
  readonly key: string | undefined;
  readonly value: Part;
}

/** Whether a group may hold more than is written in it: `**options`, `...props`. */
export interface Group {
  readonly members: readonly Member[];
  readonly open: string | undefined;
}

/** The members between a bracket and the one that closes it. */
export function groupAt(code: Code, bracket: number): Group {
  const end = closing(code.mask, bracket) ?? code.text.length;
  const members: Member[] = [];
  let open: string | undefined;
  for (const part of partsOf(code, bracket + 1, end)) {
    const written = code.text.slice(part.start, part.end);
    if (/^(?:\*\*|\.\.\.)/.test(written)) open ??= written;
    else members.push(memberOf(code, part));
  }
  return { members, open };
}

/** Compares keys without regard to the words' joints: `agentRuntimeName`, `agent_runtime_name`, `AgentRuntimeName`. */
function foldKey(key: string): string {
  return key.replaceAll(/[_-]/g, '').toLowerCase();
}

/** The member of a group under one of several folded keys. */
export function memberIn(group: Group | undefined, ...keys: readonly string[]): Member | undefined {
  return group?.members.findLast(({ key }) => key !== undefined && keys.includes(foldKey(key)));
}

/** A value that is one string literal, or a name that stands for one in this file and is never anything else. */
export function literalAt(code: Code, part: Part, depth = 0): Located<string> | undefined {
  const written = code.text.slice(part.start, part.end);
  const [, prefix = '', quote = '', body] = LITERAL.exec(written) ?? [];
  if (body !== undefined) {
    const interpolates = prefix.toLowerCase().includes('f')
      ? /\{/
      : quote === '`' || code.style === 'terraform'
        ? /\$\{/
        : undefined;
    if (interpolates?.test(body) === true) return undefined;
    const start = part.start + prefix.length + quote.length;
    return { value: body.replaceAll(/\\(["'`\\])/g, '$1'), at: code.placeOf(start, start + body.length) };
  }
  const constant = depth < 3 && /^[A-Za-z_]\w*$/.test(written) ? assignedOnce(code, written) : undefined;
  return constant === undefined ? undefined : literalAt(code, constant, depth + 1);
}

/** A value that is an object, a dictionary, a block or a call with its arguments; names are followed as for literals. */
export function groupOf(code: Code, part: Part, depth = 0): Group | undefined {
  const written = code.mask.slice(part.start, part.end);
  const [head = ''] = /^(?:new\s+)?[\w.]*\s*(?=[[{(])/.exec(written) ?? [];
  const bracket = part.start + head.length;
  if (/[[{(]/.test(code.mask[bracket] ?? '') && closing(code.mask, bracket) === part.end - 1)
    return groupAt(code, bracket);
  const name = depth < 3 ? /^(?:\*\*|\.\.\.)?([A-Za-z_]\w*)$/.exec(written)?.[1] : undefined;
  const constant = name === undefined ? undefined : assignedOnce(code, name);
  return constant === undefined ? undefined : groupOf(code, constant, depth + 1);
}

const LITERAL = /^([rbuRBUfF]{0,2})("""|'''|["'`])((?:\\[^]|(?!\2)[^\\])*)\2$/;

/** The value of a name that is assigned in exactly one place of the file. */
function assignedOnce({ text, mask }: Code, name: string): Part | undefined {
  const matches = [...mask.matchAll(new RegExp(`(?<![\\w.])${name}[ \\t]*(?::[^=\\n]+)?=(?![=>])[ \\t]*`, 'g'))].filter(
    // A keyword argument or a default of the same name is no assignment.
    ({ index }) =>
      /(?:^|\n|;)[ \t]*(?:(?:export|const|let|var|readonly|static|private|public)[ \t]+)*$/.test(
        mask.slice(Math.max(0, index - 80), index),
      ),
  );
  const only = matches.length === 1 ? matches[0] : undefined;
  if (only === undefined) return undefined;
  const start = only.index + only[0].length;
  let end = start;
  while (end < text.length && !/[\n;]/.test(mask[end] ?? ''))
    end = (/[([{]/.test(mask[end] ?? '') ? (closing(mask, end) ?? end) : end) + 1;
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

function* partsOf({ mask, style }: Code, from: number, to: number): Iterable<Part> {
  let start = from;
  for (let index = from; index <= to; index++) {
    const char = mask[index] ?? '';
    if (index === to || char === ',' || (char === '\n' && style === 'terraform')) {
      const trimmed = trim(mask, start, index);
      if (trimmed.start < trimmed.end) yield trimmed;
      start = index + 1;
    } else if (/[([{]/.test(char)) {
      index = Math.min(closing(mask, index) ?? to, to - 1);
    }
  }
}

function memberOf({ text, mask }: Code, part: Part): Member {
  const written = mask.slice(part.start, part.end);
  const [head, quoted, plain] =
    /^(?:(["'`][^\n]*?["'`])|([A-Za-z_]\w*))\s*(?:=(?![=>])|:(?!:)|(?=\{))\s*/.exec(written) ?? [];
  if (head === undefined) return { ...part, key: /^[A-Za-z_]\w*$/.test(written) ? written : undefined, value: part };
  const key = quoted === undefined ? plain : text.slice(part.start + 1, part.start + quoted.length - 1);
  return { ...part, key, value: { start: part.start + head.length, end: part.end } };
}

function trim(mask: string, from: number, to: number): Part {
  let start = from;
  let end = to;
  while (start < end && /\s/.test(mask[start] ?? '')) start += 1;
  while (end > start && /\s/.test(mask[end - 1] ?? '')) end -= 1;
  return { start, end };
}
