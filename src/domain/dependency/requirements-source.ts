import type { Include, Requirement } from '../../model/dependency.ts';
import type { Unparsable } from '../../model/tree.ts';
import { baseOf, folderOf, joinPath } from '../paths.ts';
import { normalName, readRequirementLine } from './requirement-line.ts';
import { type Lines, linesOf } from '../text.ts';

/** What a requirements file says, line by line. */
export interface RequirementsFile {
  readonly requirements: readonly Requirement[];
  readonly includes: readonly Include[];
  /** The first line that pip refuses. */
  readonly problem?: Unparsable;
}

/** Reads a requirements or constraints file as pip does. */
export function readRequirements(path: string, text: string): RequirementsFile {
  const requirements: Requirement[] = [];
  const includes: Include[] = [];
  let problem: Unparsable | undefined;
  const file: Reading = { path, lines: linesOf(path, text), development: isForDevelopment(path) };
  for (const line of logicalLines(text)) {
    const read = readLine(line, file);
    if (read === undefined) continue;
    if ('kind' in read) includes.push(read);
    else if ('name' in read) requirements.push(isConstraints(path) ? { ...read, constraint: true } : read);
    else problem ??= read;
  }
  return { requirements, includes, ...(problem === undefined ? {} : { problem }) };
}

/** Reads one requirement that begins at `start` of a text; `undefined` when it is none. */
export function locateRequirement(
  text: string,
  start: number,
  lines: Lines,
  development: boolean,
): Requirement | undefined {
  const line = readRequirementLine(text);
  if (line === undefined) return undefined;
  const { name, extras, specifier, specifierSpan, url, marker } = line;
  return {
    name,
    specifier,
    at: lines.at(start + line.nameSpan[0], start + text.trimEnd().length),
    specifierAt: lines.at(start + specifierSpan[0], start + specifierSpan[1]),
    development,
    ...(extras.length === 0 ? {} : { extras }),
    ...(marker === undefined ? {} : { marker }),
    ...(url === undefined ? {} : { elsewhere: url }),
  };
}

const DEVELOPMENT = /(^|[-_.])(dev|develop|development|tests?|testing|lint|docs?|ci|notebooks?|jupyter)([-_.]|$)/i;

/** Whether a requirements file is, by its name, for developers and not for the deployment. */
export function isForDevelopment(path: string): boolean {
  return DEVELOPMENT.test(baseOf(path));
}

/** Whether a file holds bounds only: nothing in it is installed because it is in it. */
export function isConstraints(path: string): boolean {
  return /constraints?[^/]*\.txt$/i.test(baseOf(path));
}

interface Reading {
  readonly path: string;
  readonly lines: Lines;
  readonly development: boolean;
}

interface LogicalLine {
  readonly start: number;
  /** As long as the source it stands for: comments and continuations are blanked, so that offsets hold. */
  readonly text: string;
}

function* logicalLines(text: string): Iterable<LogicalLine> {
  const physical = /([^\r\n]*)(\r\n|\n|\r|$)/y;
  let pending: LogicalLine | undefined;
  for (let index = 0; index < text.length; index = physical.lastIndex) {
    physical.lastIndex = index;
    const [, body = '', end = ''] = physical.exec(text) ?? [];
    const continued = body.endsWith('\\') && !/^\s*#/.test(body);
    const own = (continued ? `${body.slice(0, -1)} ` : withoutComment(body)) + blank(end);
    pending = { start: pending?.start ?? index, text: (pending?.text ?? '') + own };
    if (continued) continue;
    yield pending;
    pending = undefined;
  }
  if (pending !== undefined) yield pending;
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, blank);
}

function blank(text: string): string {
  return ' '.repeat(text.length);
}

function readLine(line: LogicalLine, file: Reading): Requirement | Include | Unparsable | undefined {
  // The options of a single requirement, such as its hashes, come last.
  const text = line.text.replace(OPTIONS, blank).trimEnd();
  const body = text.trimStart();
  if (body === '') return undefined;
  const start = line.start + text.length - body.length;
  if (body.startsWith('-')) return readOption(line.text.trim(), start, file);
  const wish = readWish(body, start, file);
  if (wish === undefined)
    return { message: `\`${body}\` is not a requirement.`, at: file.lines.at(start, start + body.length) };
  const options = OPTIONS.exec(line.text)?.[0];
  if (options === undefined || !('name' in wish)) return wish;
  return { ...wish, options: /\s--hash\b/.test(options) ? 'hashes' : 'others' };
}

const OPTIONS = /(?<=\S)\s+--[a-z][^]*$/;

/** `-r`, `-c` and `-e`; every other option says nothing about versions. */
function readOption(text: string, start: number, file: Reading): Requirement | Include | undefined {
  const [whole, option = '', value = ''] =
    /^(-r|--requirement|-c|--constraint|-e|--editable)[\s=]*(\S.*)$/s.exec(text) ?? [];
  if (whole === undefined) return undefined;
  if (/^(-e|--editable)$/.test(option)) return readWish(value, start + text.length - value.length, file);
  const path = /^\w+:\/\//.test(value) ? undefined : joinPath(folderOf(file.path), value.trim());
  if (path === undefined) return undefined;
  return { kind: /^(-r|--requirement)$/.test(option) ? 'requirements' : 'constraints', path };
}

/** What pip takes as something to install: a requirement, a URL, an archive or a folder. */
function readWish(text: string, start: number, file: Reading): Requirement | Include | undefined {
  const direct = /^(\w+\+)?\w+:|[\\/]|^\.|\.(whl|zip|tar\.gz|tgz)$/i.test(
    withoutExtras(text.replace(/\s*[;@].*$/s, '')),
  );
  if (!direct) return locateRequirement(text, start, file.lines, file.development);
  const folder = /^(\w+\+)?\w+:|\.(whl|zip|tar\.gz|tgz)$/.test(text)
    ? undefined
    : joinPath(folderOf(file.path), withoutExtras(text));
  if (folder !== undefined) return { kind: 'project', path: folder };
  const at = file.lines.at(start, start + text.length);
  return {
    name: normalName(nameOfDirect(text)),
    specifier: '',
    elsewhere: text,
    at,
    development: file.development,
  };
}

function withoutExtras(text: string): string {
  return text.replace(/\[.*$/s, '').trim();
}

/** What a URL or an archive is called: `#egg=name`, the name of the wheel, else the last part of the address. */
function nameOfDirect(text: string): string {
  const egg = /#(?:.*&)?egg=([\w.-]+)/.exec(text)?.[1];
  const address = baseOf(text.replace(/[#?;\s].*$/s, '').replace(/\/+$/, ''));
  return egg ?? /^(.+?)-\d/.exec(address)?.[1] ?? address.replace(/@.*$/, '').replace(/\.git$/, '');
}
