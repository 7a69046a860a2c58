import type { Node } from 'web-tree-sitter';
import { type Expression, expressionOf, parts, placeOf, type Source, textAt } from './python-source.ts';
import type { Reading } from './python-read.ts';
import type { Parameter, PythonImport, Statement } from './python-statements.ts';

/** What one node of a list of parameters declares. */
export function parameterOf(node: Node, source: Source): readonly Parameter[] {
  if (node.type === 'keyword_separator' || node.type === 'positional_separator') return [];
  const inner = node.type === 'identifier' ? node : (node.childForFieldName('name') ?? parts(node, source)[0]);
  if (inner === undefined) return [];
  const splat =
    inner.type === 'list_splat_pattern' || node.type === 'list_splat_pattern'
      ? 'list'
      : inner.type === 'dictionary_splat_pattern' || node.type === 'dictionary_splat_pattern'
        ? 'dict'
        : 'normal';
  const value = node.childForFieldName('value');
  const type = node.childForFieldName('type');
  const parameter = {
    name: inner.text.replace(/^\*+/, ''),
    kind: splat,
    notes: type === null ? [] : notesOf(type, source),
    type: type?.text ?? '',
  } as const;
  return [value === null ? parameter : { ...parameter, default: expressionOf(value, source) }];
}

/** The members of `Annotated[int, typer.Option("--port")]` behind the type. */
function notesOf(type: Node, source: Source): readonly Expression[] {
  if (!type.text.includes('Annotated[')) return [];
  return type.descendantsOfType('call').flatMap((call) => (call === null ? [] : [expressionOf(call, source)]));
}

/** The names that an import statement brings in. */
export function importsOf(node: Node, { source }: Reading, when: PythonImport['when']): readonly Statement[] {
  const from = node.childForFieldName('module_name');
  const written = from === null ? undefined : textAt(from, source).replaceAll(/\s/g, '');
  const module = written?.replace(/^\.+/, '');
  const level = (written ?? '').length - (module ?? '').length;
  const at = placeOf(node, source);
  if (textAt(node, source).includes('*') && parts(node, source).some(({ type }) => type === 'wildcard_import'))
    return [{ kind: 'import', import: { module: module ?? '', level, name: '*', at, when } }];
  return node.childrenForFieldName('name').flatMap((child): readonly Statement[] => {
    if (child === null) return [];
    const isAliased = child.type === 'aliased_import';
    const named = isAliased ? child.childForFieldName('name') : child;
    const name = named === null ? '' : textAt(named, source).replaceAll(/\s/g, '');
    const alias = isAliased ? child.childForFieldName('alias') : null;
    const base = module === undefined ? { module: name, level: 0 } : { module, level, name };
    return [
      { kind: 'import', import: { ...base, ...(alias === null ? {} : { alias: textAt(alias, source) }), at, when } },
    ];
  });
}
