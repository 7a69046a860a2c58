/** Offsets into the text that was read: from the first up to, and without, the second. */
type Span = readonly [start: number, end: number];

/** One requirement as pip understands it: `mcp[cli] >= 1.10, <2 ; python_version >= "3.10"`. */
export interface RequirementLine {
  /** Normalised. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly extras: readonly string[];
  /** Without spaces; empty for "any". */
  readonly specifier: string;
  /** Empty, and behind name and extras, when there is no specifier. */
  readonly specifierSpan: Span;
  /** `name @ https://…` */
  readonly url?: string;
  readonly marker?: string;
}

const NAME = /[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?/y;
const EXTRAS = /\s*\[([^\]]*)\]/y;
const SPECIFIER =
  /\(?(\s*(?:~=|===?|!=|<=?|>=?)\s*[^\s,;()#]+(?:\s*,\s*(?:~=|===?|!=|<=?|>=?)\s*[^\s,;()#]+)*)(?:\s*,)?\s*\)?/y;
const URL = /@\s*([^\s;]+)/y;
const MARKER = /\s*;\s*([^]*)/y;

/** The name as package indexes compare it: `Foo_Bar.baz` is `foo-bar-baz`. */
export function normalName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** Reads one requirement; `undefined` when it is none. Spaces around it are allowed. */
export function readRequirementLine(text: string): RequirementLine | undefined {
  const start = skipSpace(text, 0);
  const name = matchAt(NAME, text, start);
  if (name === undefined) return undefined;
  const nameEnd = start + name[0].length;
  const extras = matchAt(EXTRAS, text, nameEnd);
  const extrasEnd = nameEnd + (extras?.[0].length ?? 0);
  const rest = restOf(text, extrasEnd);
  if (rest === undefined) return undefined;
  const { end, ...what } = rest;
  const marker = matchAt(MARKER, text, end);
  if (marker === undefined && text.slice(end).trim() !== '') return undefined;
  return {
    name: normalName(name[0]),
    nameSpan: [start, nameEnd],
    extras: (extras?.[1] ?? '')
      .split(',')
      .map((extra) => normalName(extra.trim()))
      .filter((extra) => extra !== ''),
    ...what,
    ...(marker?.[1] === undefined ? {} : { marker: marker[1].trim() }),
  };
}

/** What follows name and extras: a URL, a specifier, or nothing. */
function restOf(
  text: string,
  from: number,
): (Pick<RequirementLine, 'specifier' | 'specifierSpan' | 'url'> & { readonly end: number }) | undefined {
  const start = skipSpace(text, from);
  const url = matchAt(URL, text, start);
  if (url?.[1] !== undefined) {
    return { url: url[1], specifier: '', specifierSpan: [from, from], end: start + url[0].length };
  }
  const found = matchAt(SPECIFIER, text, start);
  if (found?.[1] === undefined) return { specifier: '', specifierSpan: [from, from], end: from };
  const inner = found[1];
  const first = skipSpace(text, start + found[0].indexOf(inner));
  const last = start + found[0].indexOf(inner) + inner.length;
  return {
    specifier: inner.replaceAll(/\s+/g, ''),
    specifierSpan: [first, last],
    end: start + found[0].length,
  };
}

function skipSpace(text: string, from: number): number {
  let index = from;
  while (index < text.length && /\s/.test(text[index] ?? '')) index++;
  return index;
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text) ?? undefined;
}
