import type { Node } from 'web-tree-sitter';
import type { Place } from '../../model/location.ts';
import type { Source } from './python-source.ts';
import type { Statement } from './python-statements.ts';

/** Where a module reads the names that it binds outside of functions: its constants, and what it imports. */
export type Reads = Readonly<Record<string, readonly Place[]>>;

/** Finds them by their text first: few words of a module are such names. */
export function readsOf(statements: readonly Statement[], root: Node, source: Source): Reads {
  const names = new Set(statements.flatMap(boundBy).filter((name) => /^\w+$/.test(name)));
  if (names.size === 0) return {};
  const found = new Map([...names].map((name) => [name, [] as Place[]]));
  for (const { 0: name, index } of source.text.matchAll(new RegExp(`\\b(?:${[...names].join('|')})\\b`, 'g'))) {
    if (isBinding(source.text, index)) continue;
    const end = index + name.length;
    const node = root.descendantForIndex(index, end);
    if (node?.startIndex !== index || node.type !== 'identifier' || goesOn(source.text, end) || !isRead(node)) continue;
    found.get(name)?.push(source.lines.at(index, end));
  }
  return Object.fromEntries(found);
}

/** Letters beyond ASCII, at which a pattern sees the end of a word and Python does not. */
function goesOn(text: string, end: number): boolean {
  return text.charCodeAt(end) > 127;
}

/** A cheap look before the parser is asked: names of attributes, and those on a line that imports, are not read. */
function isBinding(text: string, index: number): boolean {
  if (text[index - 1] === '.') return true;
  const end = text.indexOf('\n', index);
  return IMPORT.test(text.slice(text.lastIndexOf('\n', index) + 1, end === -1 ? undefined : end));
}

/** The whole line imports, and does nothing else. */
const IMPORT = /^[ \t]*(?:import[ \t]|from[ \t][\w. \t]+[ \t]import\b)[^;{]*$/;

function boundBy(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case 'assign':
      return statement.target.kind === 'name' ? [statement.target.name] : [];
    case 'import': {
      const { module, name, alias } = statement.import;
      return [alias ?? name ?? module.split('.')[0] ?? ''];
    }
    case 'branch':
      return [...statement.whenTrue, ...statement.otherwise].flatMap(boundBy);
    case 'attempt':
      return [...statement.body, ...statement.handlers.flat(), ...statement.otherwise].flatMap(boundBy);
    case 'body':
      return statement.body.flatMap(boundBy);
    default:
      return [];
  }
}

/** Not the name of a keyword, of an attribute or of a parameter; not what an assignment or an import binds. */
function isRead(node: Node): boolean {
  const { parent } = node;
  if (parent === null) return false;
  // What is named or assigned to comes first, and so does what has an attribute: that asks nothing of the parser.
  const isFirst = node.startIndex === parent.startIndex;
  switch (parent.type) {
    case 'keyword_argument':
    case 'default_parameter':
    case 'typed_default_parameter':
    case 'assignment':
      return !isFirst;
    case 'attribute':
      return isFirst;
    case 'parameters':
    case 'lambda_parameters':
    case 'dotted_name':
    case 'aliased_import':
    case 'global_statement':
    case 'pattern_list':
      return false;
    default:
      return true;
  }
}
