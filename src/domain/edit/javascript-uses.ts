import type { Node } from 'web-tree-sitter';
import { FUNCTIONS } from '../javascript/javascript-expression.ts';

/** Where a variable of a scope is used: by its name, wherever nothing in between has a variable of that name. */
export function usesOf(name: string, scope: Node): readonly Node[] {
  return scope
    .descendantsOfType(['identifier', 'shorthand_property_identifier'])
    .filter((node) => node.text === name && !names(node) && !isShadowed(node, name, scope));
}

const NAMING: ReadonlySet<string> = new Set([
  'variable_declarator',
  'function_declaration',
  'generator_function_declaration',
  'class_declaration',
  'import_specifier',
]);

/** Whether a node gives a name rather than using it. */
function names(node: Node): boolean {
  const { parent } = node;
  if (parent === null) return false;
  if (/^(?:import_clause|import_specifier|namespace_import)$/.test(parent.type)) return true;
  return NAMING.has(parent.type) && parent.childForFieldName('name')?.id === node.id;
}

function isShadowed(node: Node, name: string, scope: Node): boolean {
  for (let around = node.parent; around !== null && around.id !== scope.id; around = around.parent)
    if (declares(around, name)) return true;
  return false;
}

/** Whether a function, a block, a loop or a `catch` has a variable of its own of that name. */
export function declares(node: Node, name: string): boolean {
  if (FUNCTIONS.has(node.type)) {
    const parameters = node.childForFieldName('parameters') ?? node.childForFieldName('parameter');
    return parameters !== null && mentions(parameters, name);
  }
  switch (node.type) {
    case 'statement_block':
    case 'program':
      return node.namedChildren.some((statement) => declaredBy(statement).includes(name));
    case 'catch_clause': {
      const parameter = node.childForFieldName('parameter');
      return parameter !== null && mentions(parameter, name);
    }
    case 'for_in_statement':
    case 'for_statement': {
      const head = node.childForFieldName('left') ?? node.childForFieldName('initializer');
      return head !== null &&
        /^(?:const|let|var)\b/.test(head.parent?.text.replace(/^for\s*(?:await\s*)?\(\s*/, '') ?? '')
        ? mentions(head, name)
        : false;
    }
    default:
      return false;
  }
}

/** The names that a statement adds to its block. */
export function declaredBy(statement: Node): readonly string[] {
  switch (statement.type) {
    case 'export_statement': {
      const declaration = statement.childForFieldName('declaration');
      return declaration === null ? [] : declaredBy(declaration);
    }
    case 'lexical_declaration':
    case 'variable_declaration':
      return statement.namedChildren.flatMap((declarator) => patternNames(declarator.childForFieldName('name')));
    case 'function_declaration':
    case 'generator_function_declaration':
    case 'class_declaration':
    case 'abstract_class_declaration':
    case 'enum_declaration':
    case 'interface_declaration':
    case 'type_alias_declaration':
      return [statement.childForFieldName('name')?.text ?? ''];
    default:
      return [];
  }
}

function patternNames(pattern: Node | null): readonly string[] {
  if (pattern === null) return [];
  if (pattern.type === 'identifier') return [pattern.text];
  return pattern.descendantsOfType(['identifier', 'shorthand_property_identifier_pattern']).map(({ text }) => text);
}

function mentions(pattern: Node, name: string): boolean {
  return (
    pattern.text === name ||
    pattern.descendantsOfType(['identifier', 'shorthand_property_identifier_pattern']).some(({ text }) => text === name)
  );
}
