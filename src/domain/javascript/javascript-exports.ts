import type { Node } from 'web-tree-sitter';
import { childrenOf, stringOf } from './javascript-expression.ts';
import { declared } from './javascript-patterns.ts';
import type { Expression, ModuleExport } from './javascript-syntax.ts';

type Read = (node: Node) => Expression;

/** What an `export` statement, or an assignment to `exports` whose left side this is, gives to other modules. */
export function exported(node: Node, assigned: Expression | undefined, read?: Read): readonly ModuleExport[] {
  if (assigned !== undefined) return commonJs(node, assigned);
  if (node.type !== 'export_statement' || read === undefined) return [];
  const source = node.childForFieldName('source');
  const from = source?.type === 'string' ? stringOf(source) : undefined;
  const clause = childrenOf(node).find(({ type }) => type === 'export_clause');
  if (clause !== undefined) return childrenOf(clause).flatMap((specifier) => specified(specifier, from, read));
  if (from !== undefined) return [{ name: '*', from, original: '*' }];
  const value = node.childForFieldName('value');
  if (value !== null) return [{ name: 'default', value: read(value) }];
  const declaration = node.childForFieldName('declaration');
  if (declaration === null) return [];
  const byDefault = node.children.some((child) => child.type === 'default');
  return namesDeclared(declaration).map((name) => ({ name: byDefault ? 'default' : name.text, value: read(name) }));
}

function specified(specifier: Node, from: string | undefined, read: Read): readonly ModuleExport[] {
  const original = specifier.childForFieldName('name');
  if (original === null) return [];
  const name = specifier.childForFieldName('alias')?.text ?? original.text;
  return [from === undefined ? { name, value: read(original) } : { name, from, original: original.text }];
}

function namesDeclared(declaration: Node): readonly Node[] {
  const name = declaration.childForFieldName('name');
  if (name !== null) return [name];
  return childrenOf(declaration).flatMap((declarator) => {
    const pattern = declarator.childForFieldName('name');
    if (pattern === null) return [];
    return pattern.type === 'identifier' ? [pattern] : declared(pattern).length === 0 ? [] : patternNames(pattern);
  });
}

function patternNames(pattern: Node): readonly Node[] {
  return childrenOf(pattern).filter(({ type }) => type === 'shorthand_property_identifier_pattern');
}

function commonJs(left: Node, value: Expression): readonly ModuleExport[] {
  if (left.type !== 'member_expression') return [];
  if (left.text === 'module.exports') {
    const entries =
      value.kind === 'object' ? value.entries.map(({ key, value: entry }) => ({ name: key, value: entry })) : [];
    return [{ name: 'default', value }, { name: '*', value }, ...entries];
  }
  const name = /^(?:module\.)?exports\.(\w+)$/.exec(left.text)?.[1];
  return name === undefined ? [] : [{ name, value }];
}
