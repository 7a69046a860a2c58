import { callThing } from './python-calls.ts';
import { annotatedOption, declaredOption } from './python-options.ts';
import type { PythonModule } from './python-module.ts';
import { filesOf } from './python-module.ts';
import type { Expression } from './python-source.ts';
import type { ClassDefinition, FunctionDefinition, PythonImport, Statement } from './python-statements.ts';
import type { Surroundings } from './surroundings.ts';
import { type ClassThing, type Degree, eitherOf, type Exit, type Frame, type Given, type Imported, known, type Reach, RUNNING, type Thing, truthOf, UNKNOWN, type Walk } from './python-things.ts';
import { evaluate, makeCall } from './python-values.ts';

/** Begins to follow a program; nothing has run yet. */
export function openWalk(modules: Walk['modules'], surroundings: Surroundings, main: string | undefined): Walk {
  return {
    modules,
    surroundings,
    frames: new Map(),
    drafts: [],
    environment: new Map(),
    globals: new Map(),
    called: new Set(),
    escaped: new Set(),
    definitions: [],
    main,
    reach: { level: 'yes', conditions: [] },
    exit: RUNNING,
    depth: 0,
    budget: 40_000,
    call: callThing,
    invoke,
    load,
    handled: undefined,
  };
}

/** Runs a module the first time it is asked for, and gives its names. */
export function load(path: string, walk: Walk): Frame | undefined {
  const known = walk.frames.get(path);
  if (known !== undefined) return known;
  const module = walk.modules(path);
  return module === undefined ? undefined : runModule(module, walk);
}

/** Runs the statements of a module. */
export function runModule(module: PythonModule, walk: Walk): Frame {
  const frame: Frame = { module, bindings: new Map(), returns: [] };
  walk.frames.set(module.path, frame);
  runBlock(module.statements, frame, walk);
  return frame;
}

/** Statements in order; what stands behind an exit, or behind a server that runs, is not reached. */
function runBlock(statements: readonly Statement[], frame: Frame, walk: Walk): void {
  const { reach, exit } = walk;
  let ended = RUNNING;
  for (const statement of statements) {
    if (--walk.budget < 0) break;
    walk.reach = behind(reach, ended);
    walk.exit = RUNNING;
    step(statement, frame, walk);
    ended = both(ended, walk.exit);
  }
  walk.reach = reach;
  walk.exit = both(exit, ended);
}

const ORDER = { no: 0, maybe: 1, yes: 2 } as const;

function worst(a: Degree, b: Degree): Degree {
  return ORDER[a] >= ORDER[b] ? a : b;
}

/** One after the other. What stands behind an end adds nothing. */
function both(first: Exit, then: Exit): Exit {
  if (first.program === 'yes' || first.function === 'yes') return first;
  return { program: worst(first.program, then.program), function: worst(first.function, then.function), failed: then.failed };
}

function behind(reach: Reach, exit: Exit): Reach {
  const ended = worst(exit.program, exit.function);
  if (ended === 'no' || reach.level === 'no') return reach;
  return ended === 'yes' ? { ...reach, level: 'no' } : { ...reach, level: 'unclear' };
}

function step(statement: Statement, frame: Frame, walk: Walk): void {
  switch (statement.kind) {
    case 'assign':
      return assign(statement.target, statement.value === undefined ? UNKNOWN : evaluate(statement.value, frame, walk), frame, walk);
    case 'evaluate':
      evaluate(statement.value, frame, walk);
      return;
    case 'branch':
      return branch(statement, frame, walk);
    case 'attempt':
      return attempt(statement, frame, walk);
    case 'body':
      return runBlock(statement.body, frame, walk);
    case 'return':
      if (walk.reach.level !== 'no') frame.returns.push(statement.value === undefined ? UNKNOWN : evaluate(statement.value, frame, walk));
      walk.exit = { program: 'no', function: 'yes', failed: false };
      return;
    case 'raise':
      walk.exit = { program: 'yes', function: 'yes', failed: true };
      return;
    case 'function':
      return define(statement, frame, walk);
    case 'class':
      frame.bindings.set(statement.name, classOf(statement, frame, walk));
      return;
    case 'import':
      return bring(statement.import, frame, walk);
    default:
      return statement satisfies never;
  }
}

function assign(target: Expression, thing: Thing, frame: Frame, walk: Walk): void {
  if (thing.kind === 'server' && target.kind === 'name') thing.draft.variable ??= target.name;
  if (target.kind === 'name') {
    frame.bindings.set(target.name, thing);
  } else if (target.kind === 'subscript') {
    const of = evaluate(target.of, frame, walk);
    const key = evaluate(target.index, frame, walk);
    if (of.kind === 'external' && of.name === 'os.environ' && key.kind === 'known') walk.environment.set(String(key.value), weakened(thing, walk));
  } else if (target.kind === 'attribute') {
    assignAttribute(evaluate(target.of, frame, walk), target.name, thing, target, walk);
  }
}

/** What is set only perhaps is not known. */
function weakened(thing: Thing, { reach }: Walk): Thing {
  return reach.level === 'yes' ? thing : eitherOf(thing, UNKNOWN);
}

function assignAttribute(of: Thing, name: string, thing: Thing, { at }: Expression, walk: Walk): void {
  if (of.kind === 'instance') {
    of.attributes.set(name, weakened(thing, walk));
    if (thing.kind === 'server') thing.draft.variable ??= name;
  } else if (of.kind === 'settings') {
    of.draft.adjustments.push({ name, thing, at, reached: walk.reach.level });
  } else if (of.kind === 'external' && /^fastmcp(?:\.settings)+$/.test(of.name)) {
    walk.globals.set(name, weakened(thing, walk));
  } else if ((of.kind === 'made' || of.kind === 'method') && /lifespan/.test(name)) {
    const owner = of.kind === 'method' ? of.of : of;
    if (owner.kind === 'made') owner.notes.lifespan = thing;
  }
}

/** An `if`: one side when the test can be told, else both, each of them perhaps. */
function branch({ test, then, otherwise }: Extract<Statement, { kind: 'branch' }>, frame: Frame, walk: Walk): void {
  const thing = evaluate(test, frame, walk);
  const truth = endsInError(then) ? false : endsInError(otherwise) ? true : truthOf(thing);
  const before = walk.reach;
  const names = frame.bindings;
  const unless = thing.kind === 'known' ? thing.unless : undefined;
  const taken: Reach = unless === undefined ? before : { ...before, unless };
  const left = runSide(then, truth === false ? { ...before, level: 'no' } : truth ? taken : perhaps(before, `\`${test.text}\``), frame, walk);
  frame.bindings = names;
  const right = runSide(otherwise, truth === true ? { ...before, level: 'no' } : truth === false ? taken : perhaps(before, `\`${test.text}\``), frame, walk);
  walk.reach = before;
  const side = left.exit.failed && isEnd(left.exit) ? right : right.exit.failed && isEnd(right.exit) ? left : truth === undefined ? undefined : truth ? left : right;
  walk.exit = side?.exit ?? { program: between(left.exit.program, right.exit.program), function: between(left.exit.function, right.exit.function), failed: false };
  frame.bindings = side?.names ?? joined(left.names, right.names);
}

/** A side that only refuses to go on: `if not KEY: sys.exit("no key")`. */
function endsInError(side: readonly Statement[]): boolean {
  const last = side.at(-1);
  if (last?.kind === 'raise') return true;
  if (last?.kind !== 'evaluate' || last.value.kind !== 'call' || !/^(?:sys\.exit|exit|quit|os\._exit)$/.test(last.value.callee.text)) return false;
  const [code] = last.value.arguments;
  return code !== undefined && code.value.text !== '0' && code.value.kind !== 'call' && code.value.text !== 'None';
}

function isEnd({ program, function: own }: Exit): boolean {
  return program === 'yes' || own === 'yes';
}

function between(left: Degree, right: Degree): Degree {
  return left === right ? left : 'maybe';
}

function perhaps(reach: Reach, condition: string): Reach {
  return reach.level === 'no' ? reach : { ...reach, level: 'unclear', conditions: [...reach.conditions, condition] };
}

function runSide(statements: readonly Statement[], reach: Reach, frame: Frame, walk: Walk): { readonly exit: Exit; readonly names: Map<string, Thing> } {
  frame.bindings = new Map(frame.bindings);
  walk.reach = reach;
  walk.exit = RUNNING;
  runBlock(statements, frame, walk);
  return { exit: walk.exit, names: frame.bindings };
}

function joined(left: Map<string, Thing>, right: Map<string, Thing>): Map<string, Thing> {
  const names = new Map(left);
  for (const [name, thing] of right) names.set(name, left.has(name) ? eitherOf(left.get(name), thing) : thing);
  return names;
}

/** `try`: its body runs; a handler runs perhaps. A name that a handler brings in only stands beside the other. */
function attempt({ body, handlers, otherwise, finally: last }: Extract<Statement, { kind: 'attempt' }>, frame: Frame, walk: Walk): void {
  const before = walk.reach;
  runBlock(body, frame, walk);
  const caught = walk.exit.failed && handlers.length > 0;
  const ended = caught ? RUNNING : walk.exit;
  for (const handler of handlers) {
    const names = frame.bindings;
    const side = runSide(handler, perhaps(before, 'an error that is caught'), frame, walk);
    frame.bindings = isEnd(side.exit) ? names : joined(names, side.names);
  }
  walk.reach = behind(before, ended);
  walk.exit = ended;
  runBlock(otherwise, frame, walk);
  const after = walk.exit;
  walk.reach = before;
  walk.exit = RUNNING;
  runBlock(last, frame, walk);
  // A body that fails and is caught goes on behind the `try`, but a server that runs does not fail as a rule.
  walk.exit = both(after, walk.exit);
}

function define(definition: FunctionDefinition, frame: Frame, walk: Walk): void {
  const thing = { kind: 'function', definition, frame } as const;
  walk.definitions.push({ thing });
  frame.bindings.set(definition.name, decorate(thing, frame, walk));
}

/** A decorator of code that cannot be seen may call the function; those of click and typer register it. */
function decorate(thing: Extract<Thing, { kind: 'function' }>, frame: Frame, walk: Walk): Thing {
  for (const decorator of thing.definition.decorators) {
    const made = evaluate(decorator, frame, walk);
    const name = made.kind === 'made' || made.kind === 'external' ? made.name : made.kind === 'method' ? made.name : '';
    const app = decorator.kind === 'call' && decorator.callee.kind === 'attribute' ? evaluate(decorator.callee.of, frame, walk) : undefined;
    if (/^click\.group$/.test(name)) return { kind: 'made', name: 'click.group', call: emptyCall(decorator), notes: { routes: [], options: [], commands: [], authentication: [], lifespan: undefined } };
    if (app?.kind === 'made' && /^(?:typer\.Typer|click\.group)$/.test(app.name) && /\.command$/.test(name)) {
      app.notes.commands.push({ name: thing.definition.name.replaceAll('_', '-'), does: thing });
    } else if (!KNOWN_DECORATORS.test(name)) {
      walk.escaped.add(thing.definition);
    }
  }
  return thing;
}

const KNOWN_DECORATORS = /^(?:click\.(?:command|option|argument)|property|staticmethod|classmethod|functools\.(?:lru_cache|cache|cached_property)|contextlib\.(?:async)?contextmanager)$/;

function emptyCall(expression: Expression): Extract<Thing, { kind: 'made' }>['call'] {
  const callee = { kind: 'name', name: '', text: expression.text, at: expression.at } as const;
  return { expression: { kind: 'call', callee, arguments: [], broken: false, text: expression.text, at: expression.at }, arguments: [], open: false };
}

function classOf(definition: ClassDefinition, frame: Frame, walk: Walk): ClassThing {
  const inner: Frame = { module: frame.module, bindings: new Map(), parent: frame, returns: [] };
  const first = walk.definitions.length;
  runBlock(definition.body, inner, walk);
  const bases = definition.bases.map((base) => evaluate(base, frame, walk));
  const thing: ClassThing = { kind: 'class', definition, frame, attributes: inner.bindings, bases };
  // Methods see the names around the class, not those in it.
  for (const [name, member] of inner.bindings) if (member.kind === 'function' && member.frame === inner) inner.bindings.set(name, { ...member, frame });
  walk.definitions.splice(first, Number.POSITIVE_INFINITY, ...walk.definitions.slice(first).map((one) => ({ thing: { ...one.thing, frame }, owner: one.owner ?? thing })));
  return thing;
}

const SDKS = /^(?:mcp|fastmcp|uvicorn|starlette|fastapi|fastapi_mcp|bedrock_agentcore|click|typer|os|sys|asyncio|anyio|argparse)$/;

/** An import: of a module of the project, which runs then, or of somebody else's. */
function bring(imported: PythonImport, frame: Frame, walk: Walk): void {
  const { module, level, name, alias } = imported;
  const { path } = frame.module;
  const found = filesOf(imported, path, (candidate) => walk.modules(candidate) !== undefined).filter((file) => !isDisguised(imported, file));
  if (found.length > 0) return bringOwn(found, imported, frame, walk);
  const site: Imported = { ...imported, path };
  if (name === undefined) {
    const bound = alias ?? module.split('.')[0] ?? module;
    frame.bindings.set(bound, { kind: 'external', name: alias === undefined ? bound : module, imported: site });
  } else if (name !== '*') {
    const full = level > 0 ? `${'.'.repeat(level)}${module}.${name}` : `${module}.${name}`;
    frame.bindings.set(alias ?? name, { kind: 'external', name: full, imported: site });
  }
}

/** A file of the project that only bears the name of a library (`mcp/__init__.py`, `fastmcp.py`) is not what is meant. */
function isDisguised({ module, level, name }: PythonImport, file: string): boolean {
  const top = module.split('.')[0] ?? '';
  if (level > 0 || !SDKS.test(top)) return false;
  const whole = name === undefined ? module : `${module}.${name}`;
  const deeper = whole.includes('.') && file.replace(/(?:\/__init__)?\.py$/, '').endsWith(whole.replaceAll('.', '/'));
  return !deeper;
}

function bringOwn(files: readonly string[], { module, name, alias, level }: PythonImport, frame: Frame, walk: Walk): void {
  const [first = ''] = files;
  if (name === undefined) {
    load(first, walk);
    if (alias !== undefined || !module.includes('.')) frame.bindings.set(alias ?? module, { kind: 'module', path: first });
    return;
  }
  const whole = files.at(-1) ?? first;
  const isPart = files.length > 1 || (level > 0 && module === '') || first.replace(/(?:\/__init__)?\.py$/, '').endsWith(`/${name}`);
  const names = load(whole, walk)?.bindings;
  if (name === '*') for (const [key, thing] of names ?? []) frame.bindings.set(key, thing);
  else frame.bindings.set(alias ?? name, names?.get(name) ?? (isPart ? { kind: 'module', path: first } : UNKNOWN));
  if (isPart && names?.get(name) === undefined) load(first, walk);
}

/** Calls a function of the project. */
export function invoke(callee: Extract<Thing, { kind: 'function' }>, given: readonly Given[], open: boolean, walk: Walk): Thing {
  const { definition } = callee;
  if (definition.body === undefined || walk.depth > 120 || walk.budget < 0) return UNKNOWN;
  walk.called.add(definition);
  const frame: Frame = { module: callee.frame.module, bindings: new Map(), parent: callee.frame, returns: [] };
  bindParameters(callee, given, open, frame, walk);
  const { exit, reach } = walk;
  walk.depth += 12;
  walk.exit = RUNNING;
  runBlock(definition.body, frame, walk);
  walk.depth -= 12;
  walk.reach = reach;
  // A `return` ends the function only; an exit or a running server ends the caller too.
  walk.exit = both(exit, { ...walk.exit, function: 'no', failed: walk.exit.failed && walk.exit.program === 'yes' });
  return frame.returns.length === 0 ? known(null, { at: definition.at }) : eitherOf(...frame.returns);
}

function bindParameters({ definition, self, frame: outer }: Extract<Thing, { kind: 'function' }>, given: readonly Given[], open: boolean, frame: Frame, walk: Walk): void {
  const names = definition.parameters;
  const [first] = names;
  const bound = self !== undefined && first !== undefined;
  if (bound) frame.bindings.set(first.name, self);
  const decorators = definition.decorators.map((decorator) => evaluate(decorator, outer, walk));
  for (const [index, parameter] of names.slice(bound ? 1 : 0).entries()) {
    if (parameter.kind !== 'normal') {
      const rest = given.filter(({ name }) => name !== undefined && !names.some((one) => one.name === name));
      const entries = new Map(rest.flatMap(({ name, thing }) => (name === undefined ? [] : [[name, thing] as const])));
      frame.bindings.set(parameter.name, parameter.kind === 'dict' ? { kind: 'dict', entries, open } : UNKNOWN);
      continue;
    }
    const argument = given.find(({ name }) => name === parameter.name) ?? given.find(({ position }) => position === index);
    frame.bindings.set(parameter.name, argument?.thing ?? (open ? UNKNOWN : defaultOf(parameter, decorators, outer, walk)));
  }
}

function defaultOf(parameter: FunctionDefinition['parameters'][number], decorators: readonly Thing[], outer: Frame, walk: Walk): Thing {
  const plain = parameter.default === undefined ? undefined : evaluate(parameter.default, outer, walk);
  const declared = declaredOption(parameter, decorators, plain, walk);
  if (declared !== undefined) return declared;
  for (const note of parameter.notes) {
    if (note.kind === 'call' && /^typer\.(?:Option|Argument)$/.test(note.callee.text)) return annotatedOption(parameter, makeCall(note, outer, walk), plain, walk);
  }
  return plain ?? { kind: 'unknown', because: `it is the parameter \`${parameter.name}\`` };
}
