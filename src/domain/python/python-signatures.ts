import type { Node } from 'web-tree-sitter';
import { type Expression, expressionOf, parts, placeOf, type Source } from './python-source.ts';
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
  const dots = from === null ? '' : (/^[.\s]*/.exec(from.text)?.[0].replaceAll(/\s/g, '') ?? '');
  const module =
    from === null
      ? undefined
      : from.text.slice(from.text.length - from.text.replace(/^[.\s]+/, '').length).replaceAll(/\s/g, '');
  if (parts(node, source).some(({ type }) => type === 'wildcard_import')) {
    return [
      {
        kind: 'import',
        import: { module: module ?? '', level: dots.length, name: '*', at: placeOf(node, source), when },
      },
    ];
  }
  return node.childrenForFieldName('name').flatMap((child): readonly Statement[] => {
    if (child === null) return [];
    const name =
      (child.type === 'aliased_import' ? child.childForFieldName('name')?.text : child.text)?.replaceAll(/\s/g, '') ??
      '';
    const alias = child.type === 'aliased_import' ? child.childForFieldName('alias')?.text : undefined;
    const base = module === undefined ? { module: name, level: 0 } : { module, level: dots.length, name };
    return [
      {
        kind: 'import',
        import: { ...base, ...(alias === undefined ? {} : { alias }), at: placeOf(node, source), when },
      },
    ];
  });
}
