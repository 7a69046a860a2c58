import type { ListTree, MapTree, Tree } from '../../model/tree.ts';
import { partsOf } from '../config/tree.ts';
import type { YamlStyle } from '../config/yaml-writer.ts';
import { type Child, type EditedDocument, isFlow, isWithin, ownChildren, spanOf } from './document-parts.ts';

/** How what stands in brackets is written on one line. */
export interface FlowStyle {
  readonly colon: string;
  readonly comma: string;
  /** What stands inside the brackets of a map. */
  readonly pad: string;
  readonly quotedKeys: boolean;
  readonly quotedTexts: boolean;
}

/** The blanks or the tab by which a document goes one level deeper. */
export function unitOf(document: EditedDocument): string {
  if (document.language === 'json') return /^([ \t]+)\S/m.exec(document.text)?.[1] ?? '  ';
  for (const { child, value } of blocksBelowKeys(document)) {
    const depth = columnOf(value) - columnOf(child);
    if (depth > 0) return ' '.repeat(depth);
  }
  return '  ';
}

/** How a document in YAML is written, by the first of its places that shows it. */
export function yamlStyleOf(document: EditedDocument): YamlStyle {
  const [list] = [...blocksBelowKeys(document)].filter(({ value }) => value.kind === 'list');
  return {
    unit: unitOf(document).length,
    singleQuote: /(?:[:,[]|-)[ \t]+(["'])/.exec(document.text)?.[1] === "'",
    // PyYAML writes dashes as far left as the key above them, people most often further right.
    deepLists: list === undefined || columnOf(list.value) > columnOf(list.child),
  };
}

/** How a collection in brackets is written: as what stands in it, else as others of its document are. */
export function flowStyleOf(document: EditedDocument, part: MapTree | ListTree): FlowStyle {
  const written = [part, ...partsOf(document.tree)].filter(
    (one): one is MapTree | ListTree => one.kind !== 'scalar' && isFlow(document, one),
  );
  const first = <T>(look: (one: MapTree | ListTree) => T | undefined): T | undefined => {
    for (const one of written) {
      const found = look(one);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const colon = first((one) => colonOf(document, one)) ?? ': ';
  const json = document.language === 'json';
  return {
    colon,
    comma: first((one) => commaOf(document, one)) ?? colon.replace(':', ','),
    pad: first((one) => padOf(document, one)) ?? colon.slice(1),
    quotedKeys: json || (first((one) => quotesOf(document, one, 'keyAt')) ?? false),
    quotedTexts: json || (first((one) => quotesOf(document, one, 'value')) ?? false),
  };
}

/** The maps and lists that stand below their key, on lines of their own. */
function* blocksBelowKeys(
  document: EditedDocument,
): Iterable<{ readonly child: Child; readonly value: MapTree | ListTree }> {
  for (const part of partsOf(document.tree)) {
    if (part.kind !== 'map' || isFlow(document, part)) continue;
    for (const child of ownChildren(document, part)) {
      const { value } = child;
      if (value.kind !== 'scalar' && isWithin(document, value, child) && !isFlow(document, value))
        yield { child, value };
    }
  }
}

function columnOf({ at }: Pick<Tree, 'at'>): number {
  return at.range.start.column;
}

function colonOf(document: EditedDocument, part: MapTree | ListTree): string | undefined {
  for (const { keyAt, value } of ownChildren(document, part)) {
    if (keyAt === undefined) continue;
    const between = document.text.slice(spanOf(document, { at: keyAt }).end, spanOf(document, value).start);
    // More blanks than one line the values up: that is not copied.
    if (/^:[ \t]*$/.test(between)) return between.length > 1 ? ': ' : ':';
  }
  return undefined;
}

function commaOf(document: EditedDocument, part: MapTree | ListTree): string | undefined {
  const spans = ownChildren(document, part).map((child) => spanOf(document, child));
  for (const [index, { end }] of spans.entries()) {
    const between = document.text.slice(end, spans[index + 1]?.start ?? end);
    if (/^[ \t]*,[ \t]*$/.test(between)) return between.trimStart().length > 1 ? ', ' : ',';
  }
  return undefined;
}

function padOf(document: EditedDocument, part: MapTree | ListTree): string | undefined {
  const [first] = part.kind === 'map' ? ownChildren(document, part) : [];
  if (first === undefined) return undefined;
  const inside = document.text.slice(spanOf(document, part).start + 1, spanOf(document, first).start);
  return /^[ \t]*$/.test(inside) ? inside.slice(0, 1) : undefined;
}

function quotesOf(document: EditedDocument, part: MapTree | ListTree, of: 'keyAt' | 'value'): boolean | undefined {
  for (const { keyAt, value } of ownChildren(document, part)) {
    if (of === 'value' && value.kind === 'scalar' && value.type === 'string') return value.quoted;
    if (of === 'keyAt' && keyAt !== undefined)
      return /["']/.test(document.text[spanOf(document, { at: keyAt }).start] ?? '');
  }
  return undefined;
}
