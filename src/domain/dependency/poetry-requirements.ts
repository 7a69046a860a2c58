import type { Requirement } from '../../model/dependency.ts';
import type { Entry, ScalarTree, Tree } from '../../model/tree.ts';
import { contentStart, type SourceText } from '../config/quoted.ts';
import { normalName } from './requirement-line.ts';
import { entriesOf, itemsOf, textOf, valueAt } from '../config/tree.ts';

/** The requirements of `[tool.poetry]`: its own language of versions is translated to PEP 440. */
export function poetryRequirements(poetry: Tree | undefined, source: SourceText): readonly Requirement[] {
  const groups = entriesOf(valueAt(poetry, 'group')).flatMap(({ key, value }) =>
    wishesOf(valueAt(value, 'dependencies'), source, key !== 'main'),
  );
  return [
    ...wishesOf(valueAt(poetry, 'dependencies'), source, false),
    ...wishesOf(valueAt(poetry, 'dev-dependencies'), source, true),
    ...groups,
  ].filter(({ name }) => name !== 'python');
}

/** The requirements of a Pipfile, which speaks almost the same language. */
export function pipfileRequirements(tree: Tree, source: SourceText): readonly Requirement[] {
  return entriesOf(tree).flatMap(({ key, value }) => {
    if (key === 'packages') return wishesOf(value, source, false);
    return /^(source|requires|scripts|pipenv|build-system)$/.test(key) ? [] : wishesOf(value, source, true);
  });
}

function wishesOf(table: Tree | undefined, source: SourceText, development: boolean): readonly Requirement[] {
  return entriesOf(table).flatMap((entry) => {
    // A list holds one wish for each version of Python.
    const values = entry.value.kind === 'list' ? itemsOf(entry.value) : [entry.value];
    return values.map((value) => wishOf(entry, value, source, development));
  });
}

const ELSEWHERE = ['git', 'url', 'path', 'file', 'ref'];

function wishOf(entry: Entry, value: Tree, source: SourceText, development: boolean): Requirement {
  const version = value.kind === 'scalar' ? value : valueAt(value, 'version');
  const written = textOf(version) ?? '';
  const specifier = toPep440(written);
  const extras = itemsOf(valueAt(value, 'extras')).flatMap((extra) => textOf(extra) ?? []);
  const elsewhere = ELSEWHERE.map((key) => textOf(valueAt(value, key))).find((address) => address !== undefined);
  const marker = textOf(valueAt(value, 'markers'));
  const optional = valueAt(value, 'optional');
  return {
    name: normalName(entry.key),
    specifier,
    at: entry.at,
    development: development || (optional?.kind === 'scalar' && optional.text === 'true'),
    ...(specifier === written ? {} : { written }),
    ...(version?.kind === 'scalar' ? { specifierAt: placeOf(version, source) } : {}),
    ...(extras.length === 0 ? {} : { extras }),
    ...(marker === undefined ? {} : { marker }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  };
}

function placeOf(scalar: ScalarTree, source: SourceText): Requirement['at'] {
  const start = contentStart(source, scalar);
  return start === undefined ? scalar.at : source.lines.at(start, start + scalar.text.length);
}

/** Poetry's `^1.2`, `~1.2`, `1.2.*`, `1.2` and `*` in PEP 440; what cannot be said there stays as written. */
export function toPep440(written: string): string {
  const clauses = written.split(/\s*,\s*|(?<=[\d*])\s+(?=[<>=~^!])/).map((clause) => clause.trim());
  return clauses
    .map(clauseOf)
    .filter((clause) => clause !== '')
    .join(',');
}

function clauseOf(clause: string): string {
  if (clause === '*' || clause === '') return '';
  const [, sign, version = ''] = /^([\^~])\s*(\d[\w.!+-]*)$/.exec(clause) ?? [];
  if (sign !== undefined) return `>=${version},<${next(version, sign).join('.')}`;
  if (/^\d[\w.!+-]*$/.test(clause) || /^\d[\d.]*\.\*$/.test(clause)) return `==${clause}`;
  return clause.replaceAll(/\s+/g, '');
}

/** The first release that `^` or `~` excludes. */
function next(version: string, sign: string): readonly number[] {
  const release = (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
  const meaning = release.findIndex((number) => number !== 0);
  const last = release.length - 1;
  const index = sign === '~' ? Math.min(1, last) : meaning === -1 ? last : meaning;
  return [...release.slice(0, index), (release[index] ?? 0) + 1];
}
