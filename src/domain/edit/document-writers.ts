import type { DocumentEdit, Step } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import type { ListTree, MapTree } from '../../model/tree.ts';
import { isPresent } from '../config/tree.ts';
import { addToBlock, appendToBlock, dropFromBlock, replaceInBlock } from './block-edits.ts';
import { nestInBlock } from './block-nest.ts';
import { wrapped } from './document-meaning.ts';
import { type Child, type EditedDocument, isFlow, ownChildren } from './document-parts.ts';
import { addToFlow, appendToFlow, dropFromFlow, nestInFlow, replaceInFlow } from './flow-edits.ts';
import { type Realised, refused } from './splice.ts';
import { addToToml, appendToToml, replaceInToml } from './toml-edits.ts';

/** How the maps and lists of one way of writing are edited. */
interface Writer {
  readonly add: (document: EditedDocument, map: MapTree, key: string, value: Json) => Realised;
  readonly append: (document: EditedDocument, list: ListTree, value: Json) => Realised;
  readonly replace: (document: EditedDocument, part: MapTree | ListTree, child: Child, value: Json) => Realised;
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
  replace: (document, _, child, value) => replaceInBlock(document, child, value),
  drop: dropFromBlock,
  nest: nestInBlock,
};
const TOML: Writer = {
  add: addToToml,
  append: appendToToml,
  replace: (document, _, child, value) => replaceInToml(document, child, value),
  drop: () => refused('nothing is taken out of TOML'),
  nest: () => refused('nothing is moved in TOML'),
};

function writerOf(document: EditedDocument, part: MapTree | ListTree): Writer {
  if (document.language === 'toml') return TOML;
  return isFlow(document, part) ? FLOW : BLOCK;
}

/** What an edit of a map or list comes to, as its own way of writing has it; whether that says what is meant is not asked. */
export function realiseIn(document: EditedDocument, part: MapTree | ListTree, edit: DocumentEdit): Realised {
  switch (edit.kind) {
    case 'set':
      return set(document, part, edit.path, edit.value);
    case 'unset':
      return unset(document, part, edit.path);
    case 'nest':
      if (part.kind !== 'map') return refused('it is a list');
      if (part.entries.some(({ key }) => key === edit.under && !edit.keys.includes(key)))
        return refused(`\`${edit.under}\` is there already`);
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
  if (part.kind === 'list' && step !== '-' && step !== part.items.length && part.items[Number(step)] === undefined)
    return refused(`\`${String(step)}\` is no position of the list`);
  const child = childAt(document, part, step);
  if (child !== undefined && rest.length > 0 && isPresent(child.value)) {
    return child.value.kind === 'scalar'
      ? refused(`\`${String(step)}\` holds a value, not a map`)
      : set(document, child.value, rest, value);
  }
  const put = wrapped(rest, value);
  const writer = writerOf(document, part);
  if (child !== undefined) return writer.replace(document, part, child, put);
  return part.kind === 'list' ? writer.append(document, part, put) : writer.add(document, part, String(step), put);
}

function unset(document: EditedDocument, part: MapTree | ListTree, [step, ...rest]: readonly Step[]): Realised {
  const child = step === undefined ? undefined : childAt(document, part, step);
  if (child === undefined) return refused(`\`${String(step)}\` is not there`);
  if (rest.length > 0)
    return child.value.kind === 'scalar' ? refused('it is not there') : unset(document, child.value, rest);
  return writerOf(document, part).drop(document, part, child);
}

/** A number is a position: of an item, or of an entry whose key stands again further down. */
function childAt(document: EditedDocument, part: MapTree | ListTree, step: Step): Child | undefined {
  return ownChildren(document, part).findLast(({ index, key }) =>
    part.kind === 'map' && typeof step === 'string' ? key === step : index === step,
  );
}
