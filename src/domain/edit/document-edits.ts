import type { DocumentEdit, Step } from '../../model/change.ts';
import type { Place } from '../../model/location.ts';
import type { ListTree, MapTree, Tree } from '../../model/tree.ts';
import { valueAt } from '../config/tree.ts';
import { linesOf } from '../text.ts';
import { meaningAfter, type Meaning, meaningOf, sorted } from './document-meaning.ts';
import type { EditedDocument } from './document-parts.ts';
import { realiseIn } from './document-writers.ts';
import { type Realised, realised, refused, splice, type Splice } from './splice.ts';
import { inSequence } from './splice-sequence.ts';

/** A map or list of a document, and the steps that lead to it. */
interface Found {
  readonly part: MapTree | ListTree;
  readonly path: Path;
}

type Read = (text: string) => Tree | undefined;

/**
 * What edits of one YAML, JSON or TOML document come to, one after the other. The document is read again after each,
 * and the edit is refused unless the document then says exactly what it is meant to say: that is what keeps anchors,
 * merge keys, tags and odd layouts safe.
 */
export function realiseDocumentEdits(
  edits: readonly DocumentEdit[],
  text: string,
  tree: Tree,
  language: EditedDocument['language'],
  read: Read,
): Realised {
  const done: Done[] = [];
  let splices: readonly Splice[] = [];
  let [now, current] = [text, tree];
  for (const edit of edits) {
    const targets = targetsOf(edit, { tree, current, language }, done);
    if (!targets.ok) return targets;
    const document = { text: now, lines: linesOf(edit.at.path, now), language, tree: current };
    const result = realiseIn(document, targets.part, edit);
    if (!result.ok) return result;
    const after = splice(now, result.splices);
    const said = read(after);
    const wanted = targets.paths.reduce((meaning, path) => meaningAfter(meaning, path, edit), meaningOf(current));
    if (said === undefined || !sameMeaning(meaningOf(said), wanted, language))
      return refused('the way in which the document is written (an anchor, a merge key, a tag) does not allow it');
    splices = inSequence(text, splices, result.splices);
    for (const path of targets.paths) done.push({ path, edit });
    [now, current] = [after, said];
  }
  return realised(...splices);
}

/** An edit that was made, and the steps to the map or list that it was made in. */
interface Done {
  readonly path: readonly Step[];
  readonly edit: DocumentEdit;
}

/** The map or list that an edit is about, in the document as it is by now. */
function targetsOf(
  edit: DocumentEdit,
  {
    tree,
    current,
    language,
  }: { readonly tree: Tree; readonly current: Tree; readonly language: EditedDocument['language'] },
  done: readonly Done[],
):
  | { readonly ok: true; readonly part: MapTree | ListTree; readonly paths: readonly (readonly Step[])[] }
  | { readonly ok: false; readonly because: string } {
  const all = partsAt(tree, edit.at);
  // In TOML a table can fill the whole document, which is meant.
  const found = language === 'toml' ? all.slice(0, 1) : all;
  const no = (because: string) => ({ ok: false, because }) as const;
  if (found.length === 0) return no('the map or list that it belongs to is not to be found');
  if (found.length > 1 && edit.shared !== true) return no('it is shared: an alias names it, and both would change');
  if (found.some(({ part, path }) => valueAt(tree, ...path) !== part))
    return no('the same key stands again further down');
  const paths = found.map(({ path }) => done.reduce<Path | undefined>(pathAfter, path));
  const [part] = paths.map((path) => (path === undefined ? undefined : valueAt(current, ...path)));
  return part === undefined || part.kind === 'scalar' || paths.includes(undefined)
    ? no('another edit of the same fix takes its place away')
    : { ok: true, part, paths: paths.filter((path) => path !== undefined) };
}

/** Where the end of a path is after an edit; nowhere when that took it away. */
function pathAfter(path: Path | undefined, { path: owner, edit }: Done): Path | undefined {
  if (path === undefined || !startsWith(path, owner)) return path;
  const rest = path.slice(owner.length);
  if (edit.kind === 'nest') {
    const [first, ...more] = rest;
    return typeof first === 'string' && edit.keys.includes(first) ? [...owner, edit.under, first, ...more] : path;
  }
  if (startsWith(rest, edit.path)) return undefined;
  const [depth, last] = [edit.path.length - 1, edit.path.at(-1)];
  const step = rest[depth];
  const isBehind = edit.kind === 'unset' && typeof step === 'number' && typeof last === 'number' && step > last;
  return isBehind && startsWith(rest, edit.path.slice(0, -1)) ? path.with(owner.length + depth, step - 1) : path;
}

type Path = readonly Step[];

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => path[index] === step);
}

/** In TOML a table is written before the tables below it, wherever it gets its new entry. */
function sameMeaning(a: Meaning, b: Meaning, language: EditedDocument['language']): boolean {
  const [one, other] = language === 'toml' ? [sorted(a), sorted(b)] : [a, b];
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Every map and list that stands exactly there: several when aliases repeat it. */
function partsAt(tree: Tree, at: Place): readonly Found[] {
  const found: Found[] = [];
  const wanted = JSON.stringify(at.range);
  const visit = (part: Tree, path: readonly Step[]): void => {
    if (part.kind === 'scalar') return;
    if (JSON.stringify(part.at.range) === wanted) found.push({ part, path });
    if (part.kind === 'map') for (const { key, value } of part.entries) visit(value, [...path, key]);
    else for (const [index, item] of part.items.entries()) visit(item, [...path, index]);
  };
  visit(tree, []);
  return found;
}
