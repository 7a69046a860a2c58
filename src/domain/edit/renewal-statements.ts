import type { Node } from 'web-tree-sitter';
import { functionAround, isWithin } from './javascript-nodes.ts';

/** Why something cannot be made anew: the end of a sentence after "because". */
export interface Problem {
  readonly because: string;
}

/** Something else that uses a name, for a sentence. */
export function usedBeside(name: string, use: Node): Problem {
  return { because: `\`${name}\` is used in other places, too, such as line ${use.startPosition.row + 1}` };
}

/** The beginning of a statement, for a sentence. */
export function headOf(node: Node): string {
  const [line = ''] = node.text.split(/\r?\n/);
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** Other code stands on the lines of a statement. */
export function sharing(statement: Node): Problem {
  return { because: `other code stands on the line of \`${headOf(statement)}\`` };
}

/** Whether a statement sets a server up: what only uses it later, in a function of its own, must not run again and again. */
export function furnishes(statement: Node, name: string, uses: readonly Node[]): boolean {
  const own = functionAround(statement)?.id;
  const isDirect = uses.some((use) => isWithin(use, statement) && functionAround(use)?.id === own);
  switch (statement.type) {
    case 'expression_statement': {
      const expression = statement.namedChild(0);
      if (expression?.type === 'assignment_expression')
        return new RegExp(`^${name}\\b`).test(expression.childForFieldName('left')?.text ?? '');
      const callee = statement.descendantsOfType('call_expression')[0]?.childForFieldName('function');
      return isDirect || /^(?:forEach|map)$/.test(callee?.childForFieldName('property')?.text ?? '');
    }
    case 'lexical_declaration':
    case 'variable_declaration':
    case 'for_in_statement':
    case 'for_statement':
    case 'if_statement':
      return isDirect;
    case 'function_declaration':
      return true;
    default:
      return false;
  }
}

/** A statement that means the same however often it runs: it declares functions, types, or values that do not change. */
export function isRepeatable(statement: Node): boolean {
  switch (statement.type) {
    case 'function_declaration':
    case 'interface_declaration':
    case 'type_alias_declaration':
    case 'empty_statement':
      return true;
    case 'lexical_declaration':
      return (
        statement.text.startsWith('const') &&
        statement.namedChildren.every((one) => isValue(one.childForFieldName('value')))
      );
    default:
      return false;
  }
}

function isValue(value: Node | null): boolean {
  if (value === null) return false;
  if (/^(?:arrow_function|function_expression|string|number|template_string|true|false|regex)$/.test(value.type))
    return true;
  // Schemas, such as `z.object({ … })`.
  return value.type === 'call_expression' && value.text.startsWith('z.');
}
