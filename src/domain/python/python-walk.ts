import { callThing } from './python-calls.ts';
import { behind, between, both, isEnd } from './python-exit.ts';
import { flagsFor, shut } from './python-flags.ts';
import { classOf, define, invoke } from './python-functions.ts';
import { bring } from './python-imports.ts';
import type { PythonModule } from './python-module.ts';
import type { Statement } from './python-statements.ts';
import {
  eitherOf,
  type Exit,
  type Frame,
  type Reach,
  RUNNING,
  type Thing,
  truthOf,
  UNKNOWN,
  type Walk,
} from './python-things.ts';
import type { Surroundings } from '../server/surroundings.ts';
import { evaluate } from './python-values.ts';

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
    budget: 20_000,
    call: callThing,
    invoke,
    load,
    handled: undefined,
  };
}

/** Runs a module the first time it is asked for, and gives its names. */
function load(path: string, walk: Walk): Frame | undefined {
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
export function runBlock(statements: readonly Statement[], frame: Frame, walk: Walk): void {
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

function step(statement: Statement, frame: Frame, walk: Walk): void {
  switch (statement.kind) {
    case 'assign':
      return assign(
        statement,
        statement.value === undefined ? UNKNOWN : evaluate(statement.value, frame, walk),
        frame,
        walk,
      );
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
      if (walk.reach.level !== 'no')
        frame.returns.push(statement.value === undefined ? UNKNOWN : evaluate(statement.value, frame, walk));
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

type Assignment = Extract<Statement, { kind: 'assign' }>;

function assign(statement: Assignment, thing: Thing, frame: Frame, walk: Walk): void {
  const { target } = statement;
  if (thing.kind === 'server' && target.kind === 'name') thing.draft.variable ??= target.name;
  if (target.kind === 'name') {
    frame.bindings.set(target.name, thing);
  } else if (target.kind === 'subscript') {
    const of = evaluate(target.of, frame, walk);
    const key = evaluate(target.index, frame, walk);
    if (of.kind === 'external' && of.name === 'os.environ' && key.kind === 'known')
      walk.environment.set(String(key.value), weakened(thing, walk));
  } else if (target.kind === 'attribute') {
    assignAttribute(evaluate(target.of, frame, walk), target.name, thing, statement, walk);
  }
}

/** What is set only perhaps is not known. */
function weakened(thing: Thing, { reach }: Walk): Thing {
  return reach.level === 'yes' ? thing : eitherOf(thing, UNKNOWN);
}

function assignAttribute(of: Thing, name: string, thing: Thing, statement: Assignment, walk: Walk): void {
  if (of.kind === 'instance') {
    of.attributes.set(name, weakened(thing, walk));
    if (thing.kind === 'server') thing.draft.variable ??= name;
  } else if (of.kind === 'settings') {
    const { at, whole, value } = statement;
    const written = { at, text: value?.text ?? '', ...(whole === undefined ? {} : { statement: whole }) };
    of.draft.adjustments.push({ name, thing, ...written, reached: walk.reach.level });
  } else if (of.kind === 'external' && /^fastmcp(?:\.settings)+$/.test(of.name)) {
    walk.globals.set(name, weakened(thing, walk));
  } else if ((of.kind === 'made' || of.kind === 'method') && /lifespan/.test(name)) {
    const owner = of.kind === 'method' ? of.of : of;
    if (owner.kind === 'made') owner.notes.lifespan = thing;
  }
}

/** An `if`: one side when the test can be told, else both, each of them perhaps. */
function branch({ test, whenTrue, otherwise }: Extract<Statement, { kind: 'branch' }>, frame: Frame, walk: Walk): void {
  const thing = evaluate(test, frame, walk);
  const truth = endsInError(whenTrue) ? false : endsInError(otherwise) ? true : truthOf(thing);
  const before = walk.reach;
  const names = frame.bindings;
  const unless = thing.kind === 'known' ? thing.unless : undefined;
  const flags = (wanted: boolean): readonly string[] | undefined =>
    flagsFor(test, wanted, (expression) => evaluate(expression, frame, walk));
  const taken: Reach = unless === undefined ? before : { ...before, unless };
  const left = runSide(
    whenTrue,
    truth === false ? shut(before, flags(true)) : truth ? taken : perhaps(before, `\`${test.text}\``),
    frame,
    walk,
  );
  frame.bindings = names;
  const right = runSide(
    otherwise,
    truth === true ? shut(before, flags(false)) : truth === false ? taken : perhaps(before, `\`${test.text}\``),
    frame,
    walk,
  );
  walk.reach = before;
  const side =
    left.exit.failed && isEnd(left.exit)
      ? right
      : right.exit.failed && isEnd(right.exit)
        ? left
        : truth === undefined
          ? undefined
          : truth
            ? left
            : right;
  walk.exit = side?.exit ?? between(left.exit, right.exit);
  frame.bindings = side?.names ?? joined(left.names, right.names);
}

/** A side that only refuses to go on: `if not KEY: sys.exit("no key")`. */
function endsInError(side: readonly Statement[]): boolean {
  const last = side.at(-1);
  if (last?.kind === 'raise') return true;
  if (
    last?.kind !== 'evaluate' ||
    last.value.kind !== 'call' ||
    !/^(?:sys\.exit|exit|quit|os\._exit)$/.test(last.value.callee.text)
  )
    return false;
  const [code] = last.value.arguments;
  return code !== undefined && code.value.text !== '0' && code.value.kind !== 'call' && code.value.text !== 'None';
}

function perhaps(reach: Reach, condition: string): Reach {
  return reach.level === 'no'
    ? shut(reach, undefined)
    : { ...reach, level: 'unclear', conditions: [...reach.conditions, condition] };
}

function runSide(
  statements: readonly Statement[],
  reach: Reach,
  frame: Frame,
  walk: Walk,
): { readonly exit: Exit; readonly names: Map<string, Thing> } {
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
function attempt(
  { body, handlers, otherwise, finally: last }: Extract<Statement, { kind: 'attempt' }>,
  frame: Frame,
  walk: Walk,
): void {
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
