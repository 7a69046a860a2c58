import type { EmbeddedFile, Stretch } from '../../model/embedded.ts';
import type { Place, Position, Range } from '../../model/location.ts';
import { dependencyKindOf } from '../dependency/dependency-files.ts';
import { heredocsOf } from './deployment-shell.ts';
import { notebookFiles } from './notebook-source.ts';
import { baseOf, folderOf, joinPath } from '../paths.ts';
import { mentionsServer } from '../python/python-module.ts';
import { type PlaceOf, splitShell } from '../image/shell-words.ts';
import { headOf, linesOf } from '../text.ts';

/** A file as a cell or a heredoc writes it. */
interface Written {
  readonly name: string;
  /** It adds to what is there. */
  readonly appends: boolean;
  readonly text: string;
  readonly stretches: readonly Stretch[];
}

const HOST = /\.(?:ipynb|ya?ml|template|sh|bash|py|[cm]?[jt]s)$/;
const TESTS = /(?:^|\/)(?:tests?|__tests__|e2e)\/|(?:^|\/)(?:test_[^/]*|conftest\.py|[^/]*\.(?:test|spec)\.\w+)$/;

/** A cheap test before anything is parsed: whether a file can write an MCP server. */
export function mayEmbed(path: string, text: string): boolean {
  if (path.endsWith('.ipynb')) return /%%(?:write)?file\b/.test(text) && /mcp/i.test(text);
  // The bounds are for minified programs, whose lines have no end.
  return (
    text.includes('<<') &&
    /\b(?:cat|tee)\b[^\n<]{0,200}<<|<<[^\n]{0,99}\|[^\n]{0,99}\btee\b/.test(text) &&
    /mcp/i.test(text)
  );
}

/** Whether a file is of a kind that writes others. */
export function isHost(path: string): boolean {
  return HOST.test(path) && !TESTS.test(path);
}

/**
 * The Python, dependency and Dockerfiles that a file writes when it is run, if a server is among them. `home` is the
 * folder in which they are taken to lie. What a notebook or a script writes last stays; a template that writes a file
 * again most often describes a second build, whose files lie apart.
 */
export function embeddedFilesOf(path: string, text: string, home: string = homeOf(path)): readonly EmbeddedFile[] {
  if (!mayEmbed(path, text)) return [];
  const written = path.endsWith('.ipynb') ? inNotebook(path, text) : inHeredocs(path, text);
  const files = new Map<string, EmbeddedFile>();
  let folder = home;
  for (const { name, appends, text: body, stretches } of written) {
    const target = joinPath(folder, name);
    const known = files.get(target ?? '');
    if (target === undefined || known?.text === body) continue;
    if (appends) {
      // What is added to a file of the project is left out.
      if (known !== undefined) files.set(target, extended(known, body, stretches));
      continue;
    }
    if (known !== undefined && homeOf(path) === path) folder = `${path}/${files.size}`;
    const place = joinPath(folder, name);
    if (place !== undefined) files.set(place, { path: place, host: path, text: body, stretches });
  }
  const all = [...files.values()];
  return all.some((file) => file.path.endsWith('.py') && mentionsServer(file.text)) ? all : [];
}

function extended(file: EmbeddedFile, more: string, stretches: readonly Stretch[]): EmbeddedFile {
  const before = file.text.endsWith('\n') ? file.text : `${file.text}\n`;
  const lines = before.split('\n').length - 1;
  const moved = stretches.map(({ from, to }) => ({ from: { ...from, line: from.line + lines }, to }));
  const kept = file.stretches.filter(({ from }) => from.line <= lines);
  return { ...file, text: before + more, stretches: [...kept, ...moved] };
}

/**
 * Notebooks and scripts write beside themselves. What a template or a program holds is run elsewhere: its files are
 * seen as if the host were their folder, apart from those that lie beside it.
 */
function homeOf(path: string): string {
  return /\.(?:ipynb|sh|bash)$/.test(path) ? folderOf(path) : path;
}

function inNotebook(path: string, text: string): readonly Written[] {
  return notebookFiles(text, path).flatMap(({ path: written, appends, text: body, cell }) => {
    const name = nameOf(written);
    return name === undefined ? [] : [{ name, appends, text: body, stretches: stretchesOf(body, cell.placeOf) }];
  });
}

/** A line, and what follows a character that JSON may write as an escape, each begin a stretch. */
function stretchesOf(text: string, placeOf: PlaceOf): readonly Stretch[] {
  const lines = linesOf('', text);
  const marks = [
    0,
    ...[...text.matchAll(/["\\/\p{Cc}\u0080-\uffff]/gu)].map(({ index, 0: char }) => index + char.length),
  ];
  return marks.map((offset) => ({
    from: lines.at(offset, offset).range.start,
    to: placeOf(offset, offset).range.start,
  }));
}

function inHeredocs(path: string, text: string): readonly Written[] {
  const lines = linesOf(path, text);
  const escaped = /\.(?:py|[cm]?[jt]s)$/.test(path);
  return [...heredocsOf(text)].flatMap(({ start, text: body, head, indentation }) => {
    const target = targetOf(head);
    const name = target === undefined ? undefined : nameOf(target.name);
    if (target === undefined || name === undefined) return [];
    const first = lines.at(start, start).range.start.line;
    return [{ name, appends: target.appends, ...withoutHost(body, first, indentation, escaped) }];
  });
}

/** The file that `cat > server.py << 'EOF'` or `tee server.py <<EOF` writes. */
function targetOf(head: string): { readonly name: string; readonly appends: boolean } | undefined {
  const command = /^\s*(?:#|\/\/)/.test(head) ? undefined : /\b(?:cat|tee)\b.*$/.exec(head)?.[0];
  const words = command === undefined ? [] : splitShell(command, () => headOf('')).map(({ value }) => value);
  // What `tee` prints is most often thrown away: `tee server.py <<EOF >/dev/null`.
  const tee = words.indexOf('tee');
  const from = tee === -1 ? words.findIndex((word) => /^>[>|]?$/.test(word)) : tee;
  const rest = from === -1 ? [] : words.slice(from + 1);
  const name = rest.find((word) => !word.startsWith('-'));
  const appends = tee === -1 ? words[from] === '>>' : rest.includes('-a');
  return name === undefined ? undefined : { name, appends };
}

/** A path as written, from the last folder on that is not computed; `undefined` for files of no interest. */
function nameOf(written: string): string | undefined {
  const parts = written.split('/').filter((part) => part !== '' && part !== '.');
  const computed = parts.findLastIndex((part) => /[$`{~*]|^\.\.$/.test(part));
  const name = (/^[/~]/.test(written) ? parts.slice(-1) : parts.slice(computed + 1)).join('/');
  const kind = dependencyKindOf(name);
  return name.endsWith('.py') || kind === 'requirements' || kind === 'pyproject' || isDockerfile(name)
    ? name
    : undefined;
}

/** Whether an embedded file is a Dockerfile. */
export function isDockerfile(path: string): boolean {
  return baseOf(path) === 'Dockerfile';
}

/** Takes the indentation of a block and the escapes of a string away. */
function withoutHost(
  body: string,
  first: number,
  closing: number,
  escaped: boolean,
): Pick<Written, 'text' | 'stretches'> {
  const lines = body.split('\n');
  const full = lines.filter((line) => line.trim() !== '');
  const indentation = full.reduce((least, line) => Math.min(least, line.search(/\S/)), closing);
  const stretches: Stretch[] = [];
  const texts = lines.map((line, index) => {
    const skipped = Math.min(indentation, line.length);
    const begin = { from: { line: index + 1, column: 1 }, to: { line: first + index, column: skipped + 1 } };
    const { text, inner } = escaped ? unescaped(line.slice(skipped), begin) : { text: line.slice(skipped), inner: [] };
    stretches.push(begin, ...inner);
    return text;
  });
  return { text: texts.join('\n'), stretches };
}

/** `\"` in a string of Python or JavaScript is `"`; escapes that make other characters are left as they are. */
function unescaped(line: string, { from, to }: Stretch): { readonly text: string; readonly inner: readonly Stretch[] } {
  let taken = 0;
  const inner: Stretch[] = [];
  const text = line.replaceAll(/\\(["'`\\$])/g, (_, char: string, index: number) => {
    taken += 1;
    const column = index + 2 - taken;
    inner.push({
      from: { line: from.line, column: from.column + column },
      to: { line: to.line, column: to.column + index + 2 },
    });
    return char;
  });
  return { text, inner };
}

/** The same value with every place in an embedded file replaced by the place in its host. */
export function relocate<T>(value: T, files: readonly EmbeddedFile[]): T {
  if (files.length === 0) return value;
  const byPath = new Map(files.map((file) => [file.path, file]));
  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(visit);
    if (typeof part !== 'object' || part === null) return part;
    const file = isPlace(part) ? byPath.get(part.path) : undefined;
    if (file !== undefined && isPlace(part)) return { ...part, path: file.host, range: rangeIn(file, part.range) };
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, visit(inner)]));
  };
  // Only places are replaced, by places: the shape stays.
  return visit(value) as T;
}

function isPlace(part: object): part is Place {
  return 'kind' in part && part.kind === 'file' && 'path' in part && 'range' in part;
}

function rangeIn({ stretches }: EmbeddedFile, { start, end }: Range): Range {
  return { start: positionIn(stretches, start), end: positionIn(stretches, end) };
}

function positionIn(stretches: readonly Stretch[], { line, column }: Position): Position {
  const stretch = stretches.findLast(({ from }) => from.line < line || (from.line === line && from.column <= column));
  if (stretch === undefined) return { line, column };
  const { from, to } = stretch;
  return { line: to.line, column: to.column + (from.line === line ? column - from.column : 0) };
}
