import type { Node } from 'web-tree-sitter';
import { childrenOf, stringOf } from './javascript-expression.ts';
import type { ModuleImport } from './javascript-syntax.ts';
import type { Lines } from '../text.ts';

/** The names that an `import` statement brings in. A statement that only runs a module brings the name ``. */
export function importsOf(statement: Node, lines: Lines): readonly ModuleImport[] {
  const source = statement.childForFieldName('source') ?? statement.descendantsOfType('string')[0];
  if (source === undefined || source.type !== 'string') return [];
  const module = stringOf(source);
  const typeOnly = /^import\s+type\b(?!\s*(?:,|from\b))/.test(statement.text);
  const at = lines.at(statement.startIndex, statement.endIndex);
  const names = childrenOf(statement).flatMap((child) => {
    if (child.type === 'import_clause') return childrenOf(child).flatMap(namesOf);
    if (child.type === 'import_require_clause')
      return [{ name: '*', local: child.namedChildren[0]?.text ?? '', typeOnly: false }];
    return [];
  });
  if (names.length === 0) return [{ module, name: '', local: '', typeOnly, at }];
  return names.map((name) => ({ module, at, ...name, typeOnly: typeOnly || name.typeOnly }));
}

type Name = Pick<ModuleImport, 'name' | 'local' | 'typeOnly'>;

function namesOf(node: Node): readonly Name[] {
  if (node.type === 'identifier') return [{ name: 'default', local: node.text, typeOnly: false }];
  if (node.type === 'namespace_import')
    return [{ name: '*', local: node.namedChildren[0]?.text ?? '', typeOnly: false }];
  if (node.type !== 'named_imports') return [];
  return childrenOf(node).flatMap((specifier) => {
    const name = specifier.childForFieldName('name')?.text;
    if (name === undefined) return [];
    return [
      { name, local: specifier.childForFieldName('alias')?.text ?? name, typeOnly: /^type\s+\w/.test(specifier.text) },
    ];
  });
}

/** The module that `require('x')` or `import('x')` names. */
export function requiredModule(call: Node): string | undefined {
  const callee = call.childForFieldName('function');
  if (callee === null || (callee.text !== 'require' && callee.type !== 'import')) return undefined;
  const [argument] = childrenOf(call.childForFieldName('arguments') ?? call);
  return argument?.type === 'string' ? stringOf(argument) : undefined;
}
