import type { DocumentEdit, Step } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import type { Place } from '../../model/location.ts';
import type { ListTree, MapTree, Tree } from '../../model/tree.ts';
import { isPresent } from '../config/tree.ts';
import { linesOf } from '../text.ts';
import { addToBlock, appendToBlock, dropFromBlock, nestInBlock, replaceInBlock } from './block-edits.ts';
import { addToFlow, appendToFlow, dropFromFlow, nestInFlow, replaceInFlow } from './flow-edits.ts';
import { meaningAfter, type Meaning, meaningOf, sorted, wrapped } from './document-meaning.ts';
import { type Child, type EditedDocument, ownChildren } from './document-parts.ts';
import { type Realised, refused, splice } from './splice.ts';
import { addToToml, appendToToml, replaceInToml } from './toml-edits.ts';

/** A map or list of a document, and the steps that lead to it. */
interface Found {
  readonly part: MapTree | ListTree;
  readonly path: readonly Step[];
}

/**
 * What an edit of a YAML, JSON or TOML document comes to. It is read again afterwards, and refused unless the document then
 * says exactly what it is meant to say: that is what keeps anchors, merge keys, tags and odd layouts safe.
 */
export function realiseDocumentEdit(
  edit: DocumentEdit,
  text: string,
  tree: Tree,
  language: EditedDocument['language'],
  read: (text: string) => Tree | undefined,
): Realised {
  const found = partsAt(tree, edit.at);
  const [target] = found;
  if (target === undefined) return refused('the map or list that it belongs to is not to be found');
  // In TOML a table can fill the whole document, which is meant.
  if (found.length > 1 && language !== 'toml') return refused('it is shared: an alias names it, and both would change');
  const document = { text, lines: linesOf(edit.at.path, text), language, tree };
  const result = realiseIn(document, target.part, edit);
  if (!result.ok) return result;
  const after = read(splice(text, result.splices));
  const wanted = meaningAfter(meaningOf(tree), target.path, edit);
  // A table is written before the tables below it, wherever it gets its new entry.
  const compared = language === 'toml' ? sorted : (meaning: Meaning): Meaning => meaning;
  return after !== undefined && sameMeaning(compared(meaningOf(after)), compared(wanted))
    ? result
    : refused('the way in which the document is written (an anchor, a merge key, a tag) does not allow it');
}

function sameMeaning(a: Meaning, b: Meaning): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
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

/** How the maps and lists of one way of writing are edited. */
interface Writer {
  readonly add: (document: EditedDocument, map: MapTree, key: string, value: Json) => Realised;
  readonly append: (document: EditedDocument, list: ListTree, value: Json) => Realised;
  readonly replace: (document: EditedDocument, child: Child, value: Json) => Realised;
  readonly drop: (document: EditedDocument, part: MapTree | ListTree, child: Child) => Realised;
  readonly nest: (document: EditedDocument, map: MapTree, keys: readonly string[], under: string) => Realised;
}

const FLOW: Writer = {
  add: addToFlow,
  append: appendToFlow,
  replace: replaceInFlow,
  drop: dropFromFlow,
  nest: nestInFlow,
};
const BLOCK: Writer = {
  add: addToBlock,
  append: appendToBlock,
  replace: replaceInBlock,
  drop: dropFromBlock,
  nest: nestInBlock,
};
const TOML: Writer = {
  add: addToToml,
  append: appendToToml,
  replace: replaceInToml,
  drop: () => refused('nothing is taken out of TOML'),
  nest: () => refused('nothing is moved in TOML'),
};

function writerOf({ text, lines, language }: EditedDocument, { at }: Tree): Writer {
  if (language === 'toml') return TOML;
  const first = text[lines.offset(at.range.start)];
  return first === '{' || first === '[' ? FLOW : BLOCK;
}

function realiseIn(document: EditedDocument, part: MapTree | ListTree, edit: DocumentEdit): Realised {
  switch (edit.kind) {
    case 'set':
      return set(document, part, edit.path, edit.value);
    case 'unset':
      return unset(document, part, edit.path);
    case 'nest':
      if (part.kind !== 'map') return refused('it is a list');
      return writerOf(document, part).nest(document, part, edit.keys, edit.under);
  }
}

function set(
  document: EditedDocument,
  part: MapTree | ListTree,
  [step, ...rest]: readonly Step[],
  value: Json,
): Realised {
  if (step === undefined) return refused('the path is empty');
  const child = childAt(document, part, step);
  if (child !== undefined && rest.length > 0 && isPresent(child.value)) {
    return child.value.kind === 'scalar'
      ? refused(`\`${String(step)}\` holds a value, not a map`)
      : set(document, child.value, rest, value);
  }
  const put = wrapped(rest, value);
  const writer = writerOf(document, part);
  if (child !== undefined) return writer.replace(document, child, put);
  return part.kind === 'list' ? writer.append(document, part, put) : writer.add(document, part, String(step), put);
}

function unset(document: EditedDocument, part: MapTree | ListTree, [step, ...rest]: readonly Step[]): Realised {
  const child = step === undefined ? undefined : childAt(document, part, step);
  if (child === undefined) return refused(`\`${String(step)}\` is not there`);
  if (rest.length > 0)
    return child.value.kind === 'scalar' ? refused('it is not there') : unset(document, child.value, rest);
  return writerOf(document, part).drop(document, part, child);
}

function childAt(document: EditedDocument, part: MapTree | ListTree, step: Step): Child | undefined {
  return ownChildren(document, part).findLast(({ index, key }) =>
    part.kind === 'map' ? key === step : index === step,
  );
}
