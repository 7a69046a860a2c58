import type { Node } from 'web-tree-sitter';
import { dropItems, type Span } from './items.ts';
import { isWithin } from './javascript-nodes.ts';
import { usesOf } from './javascript-uses.ts';
import { bracketed } from './members.ts';
import type { Splice } from './splice.ts';
import { cutLines, linesOfStatement, type Source } from './statement-lines.ts';

/** Takes imports out that nothing uses any more once that code is gone: a strict compiler refuses to build with them. */
export function unusedImports(source: Source, gone: readonly Span[]): readonly Splice[] {
  const { root } = source;
  const names = new Set(
    gone.flatMap(({ start, end }) =>
      root
        .descendantsOfType(['identifier', 'shorthand_property_identifier'])
        .filter((node) => start <= node.startIndex && node.endIndex <= end)
        .map(({ text }) => text),
    ),
  );
  const idle = [...names].filter((name) => usesOf(name, root).every((use) => gone.some((span) => isWithin(use, span))));
  const imports = root.namedChildren.filter(({ type }) => type === 'import_statement');
  return imports.flatMap((statement) => withoutNames(source, statement, new Set(idle)));
}

function withoutNames(source: Source, statement: Node, idle: ReadonlySet<string>): readonly Splice[] {
  const specifiers = statement.descendantsOfType('import_specifier');
  const bound = specifiers.map((one) => (one.childForFieldName('alias') ?? one.childForFieldName('name'))?.text ?? '');
  const dropped = new Set(bound.flatMap((name, index) => (idle.has(name) ? [index] : [])));
  const list = statement.descendantsOfType('named_imports')[0];
  if (dropped.size === 0 || list === undefined) return [];
  if (dropped.size < specifiers.length) return dropItems(source.text, bracketed(list, '//'), dropped);
  // A default import stands beside the list.
  if ((list.parent?.namedChildren.length ?? 0) > 1) return [];
  const span = linesOfStatement(source, statement);
  return span === undefined ? [] : [cutLines(source.text, span)];
}
