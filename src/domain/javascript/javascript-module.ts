import type { Node } from 'web-tree-sitter';
import { draftOf, type ModuleDraft } from './javascript-draft.ts';
import { childrenOf, FUNCTIONS } from './javascript-expression.ts';
import { branchVisits, noteCompared } from './javascript-branches.ts';
import { exported } from './javascript-exports.ts';
import { importsOf, requiredModule } from './javascript-import-syntax.ts';
import { declared, parametersOf } from './javascript-patterns.ts';
import type { Expression, JavaScriptModule } from './javascript-syntax.ts';
import { type Here, placeOf, read, type Visit } from './javascript-walk.ts';

/** Deeper trees are generated code. */
const DEEPEST = 300;

/** Reads what a source file imports, exports, builds and calls. Never throws, however broken the text is. */
export function readJavaScriptModule(path: string, text: string, root: Node): JavaScriptModule {
  const draft = draftOf(path, text);
  const top = {
    parent: 0,
    method: false,
    parameters: [],
    returns: [],
    names: new Set<string>(),
    members: new Set<string>(),
    conditions: [],
  };
  draft.putFunction(root, { ...top, at: draft.lines.at(0, text.length) });
  visit(root, { scope: 0, inClass: undefined, conditions: [], depth: 0 }, draft);
  return draft.finish();
}

/** Types and texts: nothing in them runs. */
const SILENT: ReadonlySet<string> = new Set(
  (
    'comment string type_annotation type_arguments type_parameters interface_declaration type_alias_declaration ' +
    'implements_clause ambient_declaration regex number'
  ).split(' '),
);

const VISITS: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ...branchVisits(visit),
  ['import_statement', (node, _here, draft) => void draft.imports.push(...importsOf(node, draft.lines))],
  ['export_statement', visitExport],
  ['variable_declarator', visitVariable],
  ['assignment_expression', visitAssignment],
  ['augmented_assignment_expression', visitAssignment],
  ['public_field_definition', visitField],
  ['field_definition', visitField],
  ['call_expression', visitCall],
  ['new_expression', visitCall],
  ['return_statement', visitReturn],
  ['identifier', visitName],
  ['shorthand_property_identifier', visitName],
  ['member_expression', visitMember],
  ['class_declaration', visitClass],
  ['abstract_class_declaration', visitClass],
  ['class', visitClass],
]);

function visit(node: Node, here: Here, draft: ModuleDraft): void {
  if (SILENT.has(node.type) || here.depth > DEEPEST) return;
  const deeper = { ...here, depth: here.depth + 1 };
  if (FUNCTIONS.has(node.type)) visitFunction(node, deeper, draft);
  else (VISITS.get(node.type) ?? visitChildren)(node, deeper, draft);
}

function visitChildren(node: Node, here: Here, draft: ModuleDraft): void {
  for (const child of node.namedChildren) visit(child, here, draft);
}

function visitFunction(node: Node, here: Here, draft: ModuleDraft): void {
  const name = node.childForFieldName('name')?.text ?? nameGivenTo(node);
  const inClass = node.type === 'function_expression' ? undefined : here.inClass;
  const index = draft.functionOf(node);
  const parameters = parametersOf(node);
  const at = draft.lines.at(node.startIndex, node.endIndex);
  const inside = { scope: index, inClass, conditions: [], depth: here.depth };
  draft.putFunction(node, {
    ...(name === undefined ? {} : { name }),
    ...(inClass === undefined ? {} : { inClass }),
    parent: here.scope,
    method: node.type === 'method_definition',
    parameters: parameters.map((parameter) => parameter.name),
    returns: [],
    names: new Set(),
    members: new Set(),
    conditions: here.conditions,
    at,
  });
  parameters.forEach(({ locals, fallback }, parameter) => {
    const value = fallback === undefined ? {} : { value: read(fallback, inside, draft) };
    for (const local of locals)
      draft.writes.push({ name: local, scope: index, parameter, declares: true, at, ...value });
    if (fallback !== undefined) visit(fallback, inside, draft);
  });
  const body = node.childForFieldName('body');
  if (body === null) return;
  if (body.type !== 'statement_block') draft.functionAt(index).returns.push(read(body, inside, draft));
  visit(body, inside, draft);
}

/** `const start = async () => …`, `{ start: () => … }` and `run = () => …` in a class name what follows. */
function nameGivenTo(node: Node): string | undefined {
  const parent = node.type === 'arrow_function' || node.type.includes('function') ? node.parent : null;
  if (parent === null || !/^(?:variable_declarator|public_field_definition|field_definition)$/.test(parent.type))
    return undefined;
  const name = parent.childForFieldName('name') ?? parent.childForFieldName('property');
  return name?.text;
}

function visitClass(node: Node, here: Here, draft: ModuleDraft): void {
  const name = node.childForFieldName('name')?.text;
  const note = { scope: here.scope, at: draft.lines.at(node.startIndex, node.endIndex) };
  const inClass = draft.classes.push(name === undefined ? note : { ...note, name }) - 1;
  const body = node.childForFieldName('body');
  for (const child of node.namedChildren) visit(child, child.id === body?.id ? { ...here, inClass } : here, draft);
}

function visitField(node: Node, here: Here, draft: ModuleDraft): void {
  const name = node.childForFieldName('name') ?? node.childForFieldName('property');
  const value = node.childForFieldName('value');
  if (name !== null && here.inClass !== undefined) {
    const member = {
      name: name.text,
      scope: here.scope,
      inClass: here.inClass,
      declares: true,
      at: placeOf(node, draft),
    };
    draft.writes.push(value === null ? member : { ...member, value: read(value, here, draft) });
  }
  if (value !== null) visit(value, here, draft);
}

function visitVariable(node: Node, here: Here, draft: ModuleDraft): void {
  const pattern = node.childForFieldName('name');
  const value = node.childForFieldName('value');
  if (pattern === null) return;
  const initial = value === null ? undefined : read(value, here, draft);
  const at = placeOf(node, draft);
  const module = value === null ? undefined : requiredModule(innermost(value));
  for (const { local, property, fallback } of declared(pattern)) {
    if (module !== undefined)
      draft.imports.push({ module, name: property ?? '*', local, typeOnly: false, required: true, at });
    const member = initial === undefined || property === undefined ? initial : memberOf(initial, property);
    const whole = fallback === undefined || member === undefined ? member : either(member, read(fallback, here, draft));
    draft.writes.push({
      name: local,
      scope: here.scope,
      declares: true,
      at,
      ...(whole === undefined ? {} : { value: whole }),
    });
  }
  if (value !== null) visit(value, here, draft);
}

function innermost(node: Node): Node {
  return node.type === 'await_expression' ? (node.namedChildren[0] ?? node) : node;
}

function memberOf(object: Expression, property: string): Expression {
  return { kind: 'member', object, property, text: `${object.text}.${property}`, at: object.at };
}

function either(left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator: '??', left, right, text: `${left.text} ?? ${right.text}`, at: right.at };
}

function visitAssignment(node: Node, here: Here, draft: ModuleDraft): void {
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  if (left === null || right === null) return visitChildren(node, here, draft);
  const value = read(right, here, draft);
  const write = { scope: here.scope, value, at: placeOf(node, draft) };
  const member = left.type === 'member_expression' ? left.childForFieldName('property')?.text : undefined;
  if (left.type === 'identifier') draft.writes.push({ ...write, name: left.text, declares: false });
  else if (member !== undefined && left.childForFieldName('object')?.type === 'this' && here.inClass !== undefined) {
    draft.writes.push({ ...write, name: member, inClass: here.inClass, declares: true });
  }
  draft.exports.push(...exported(left, value));
  if (left.type !== 'identifier') visit(left, here, draft);
  visit(right, here, draft);
}

function visitExport(node: Node, here: Here, draft: ModuleDraft): void {
  draft.exports.push(...exported(node, undefined, (child) => read(child, here, draft)));
  visitChildren(node, here, draft);
}

function visitCall(node: Node, here: Here, draft: ModuleDraft): void {
  const callee = node.childForFieldName('function') ?? node.childForFieldName('constructor');
  const list = node.childForFieldName('arguments');
  if (callee === null) return visitChildren(node, here, draft);
  const passed = list === null ? [] : childrenOf(list);
  draft.putCall(node, {
    callee: read(callee, here, draft),
    isNew: node.type === 'new_expression',
    arguments: passed.map((argument) => read(argument, here, draft)),
    scope: here.scope,
    conditions: here.conditions,
    at: placeOf(node, draft),
    calleeAt: placeOf(callee, draft),
  });
  const [first] = passed;
  if (/\.(?:startsWith|endsWith|test|match)$/.test(callee.text) && first?.type === 'string')
    noteCompared(first, here, draft, true);
  visit(callee, here, draft);
  for (const argument of passed) visit(argument, here, draft);
}

function visitReturn(node: Node, here: Here, draft: ModuleDraft): void {
  const [value] = childrenOf(node);
  if (value === undefined) return;
  draft.functionAt(here.scope).returns.push(read(value, here, draft));
  visit(value, here, draft);
}

function visitName(node: Node, here: Here, draft: ModuleDraft): void {
  draft.functionAt(here.scope).names.add(node.text);
}

function visitMember(node: Node, here: Here, draft: ModuleDraft): void {
  const object = node.childForFieldName('object');
  const property = node.childForFieldName('property');
  if (object?.type === 'this' && property !== null) draft.functionAt(here.scope).members.add(property.text);
  if (object !== null) visit(object, here, draft);
}
