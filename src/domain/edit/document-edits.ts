import type { DocumentEdit, Step } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import type { Place } from '../../model/location.ts';
import type { ListTree, MapTree, Tree } from '../../model/tree.ts';
import { isPresent } from '../config/tree.ts';
import { linesOf } from '../text.ts';
import { addToBlock, appendToBlock, dropFromBlock, nestInBlock, replaceInBlock } from './block-edits.ts';
import { addToFlow, appendToFlow, dropFromFlow, nestInFlow, replaceInFlow } from './flow-edits.ts';
import { meaningAfter, type Meaning, meaningOf, wrapped } from './document-meaning.ts';
import { type Child, type EditedDocument, ownChildren } from './document-parts.ts';
import { type Realised, refused, splice } from './splice.ts';

/** A map or list of a document, and the steps that lead to it. */
interface Found {
  readonly part: MapTree | ListTree;
  readonly path: readonly Step[];
}

/**
 * What an edit of a YAML or JSON document comes to. It is read again afterwards, and refused unless the document then
 * says exactly what it is meant to say: that is what keeps anchors, merge keys, tags and odd layouts safe.
 */
export function realiseDocumentEdit(
  edit: DocumentEdit,
  text: string,
  tree: Tree,
  language: 'yaml' | 'json',
  read: (text: string) => Tree | undefined,
): Realised {
  const found = partsAt(tree, edit.at);
  const [target] = found;
  if (target === undefined) return refused('the map or list that it belongs to is not to be found');
  if (found.length > 1) return refused('it is shared: an alias names it, and both would change');
  const document = { text, lines: linesOf(edit.at.path, text), language, tree };
  const result = realiseIn(document, target.part, edit);
  if (!result.ok) return result;
  const after = read(splice(text, result.splices));
  const wanted = meaningAfter(meaningOf(tree), target.path, edit);
  return after !== undefined && sameMeaning(meaningOf(after), wanted)
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

function realiseIn(document: EditedDocument, part: MapTree | ListTree, edit: DocumentEdit): Realised {
  switch (edit.kind) {
    case 'set':
      return set(document, part, edit.path, edit.value);
    case 'unset':
      return unset(document, part, edit.path);
    case 'nest':
      if (part.kind !== 'map') return refused('it is a list');
      return isFlow(document, part)
        ? nestInFlow(document, part, edit.keys, edit.under)
        : nestInBlock(document, part, edit.keys, edit.under);
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
  const flow = isFlow(document, part);
  if (child !== undefined) return flow ? replaceInFlow(document, child, put) : replaceInBlock(document, child, put);
  if (part.kind === 'list') return flow ? appendToFlow(document, part, put) : appendToBlock(document, part, put);
  return flow ? addToFlow(document, part, String(step), put) : addToBlock(document, part, String(step), put);
}

function unset(document: EditedDocument, part: MapTree | ListTree, [step, ...rest]: readonly Step[]): Realised {
  const child = step === undefined ? undefined : childAt(document, part, step);
  if (child === undefined) return refused(`\`${String(step)}\` is not there`);
  if (rest.length > 0)
    return child.value.kind === 'scalar' ? refused('it is not there') : unset(document, child.value, rest);
  return isFlow(document, part) ? dropFromFlow(document, part, child) : dropFromBlock(document, part, child);
}

function childAt(document: EditedDocument, part: MapTree | ListTree, step: Step): Child | undefined {
  return ownChildren(document, part).findLast(({ index, key }) =>
    part.kind === 'map' ? key === step : index === step,
  );
}

function isFlow({ text, lines }: EditedDocument, { at }: Tree): boolean {
  const first = text[lines.offset(at.range.start)];
  return first === '{' || first === '[';
}
