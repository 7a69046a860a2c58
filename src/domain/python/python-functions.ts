import { annotatedOption, declaredOption } from './python-options.ts';
import { both } from './python-exit.ts';
import type { Expression } from './python-source.ts';
import type { ClassDefinition, FunctionDefinition } from './python-statements.ts';
import {
  type ClassThing,
  eitherOf,
  type Frame,
  type Given,
  known,
  RUNNING,
  type Thing,
  UNKNOWN,
  type Walk,
} from './python-things.ts';
import { evaluate, makeCall } from './python-values.ts';
import { runBlock } from './python-walk.ts';

/** A `def`: binds its name. */
export function define(definition: FunctionDefinition, frame: Frame, walk: Walk): void {
  const thing = { kind: 'function', definition, frame } as const;
  walk.definitions.push({ thing });
  frame.bindings.set(definition.name, decorate(thing, frame, walk));
}

/** A decorator of code that cannot be seen may call the function; those of click and typer register it. */
function decorate(thing: Extract<Thing, { kind: 'function' }>, frame: Frame, walk: Walk): Thing {
  for (const decorator of thing.definition.decorators) {
    const made = evaluate(decorator, frame, walk);
    const name = made.kind === 'made' || made.kind === 'external' ? made.name : made.kind === 'method' ? made.name : '';
    const app =
      decorator.kind === 'call' && decorator.callee.kind === 'attribute'
        ? evaluate(decorator.callee.of, frame, walk)
        : undefined;
    if (/^click\.group$/.test(name))
      return {
        kind: 'made',
        name: 'click.group',
        call: emptyCall(decorator),
        notes: { routes: [], options: [], commands: [], authentication: [], lifespan: undefined },
      };
    if (app?.kind === 'made' && /^(?:typer\.Typer|click\.group)$/.test(app.name) && name.endsWith('.command')) {
      app.notes.commands.push({ name: thing.definition.name.replaceAll('_', '-'), does: thing });
    } else if (!KNOWN_DECORATORS.test(name)) {
      walk.escaped.add(thing.definition);
    }
  }
  return thing;
}

const KNOWN_DECORATORS =
  /^(?:click\.(?:command|option|argument)|property|staticmethod|classmethod|functools\.(?:lru_cache|cache|cached_property)|contextlib\.(?:async)?contextmanager)$/;

function emptyCall(expression: Expression): Extract<Thing, { kind: 'made' }>['call'] {
  const callee = { kind: 'name', name: '', text: expression.text, at: expression.at } as const;
  return {
    expression: { kind: 'call', callee, arguments: [], broken: false, text: expression.text, at: expression.at },
    arguments: [],
    open: false,
  };
}

/** A `class`: its body runs, and its functions become methods. */
export function classOf(definition: ClassDefinition, frame: Frame, walk: Walk): ClassThing {
  const inner: Frame = { module: frame.module, bindings: new Map(), parent: frame, returns: [] };
  const first = walk.definitions.length;
  runBlock(definition.body, inner, walk);
  const bases = definition.bases.map((base) => evaluate(base, frame, walk));
  const thing: ClassThing = { kind: 'class', definition, frame, attributes: inner.bindings, bases };
  // Methods see the names around the class, not those in it.
  for (const [name, member] of inner.bindings)
    if (member.kind === 'function' && member.frame === inner) inner.bindings.set(name, { ...member, frame });
  walk.definitions.splice(
    first,
    Number.POSITIVE_INFINITY,
    ...walk.definitions.slice(first).map((one) => ({ thing: { ...one.thing, frame }, owner: one.owner ?? thing })),
  );
  return thing;
}

/** Calls a function of the project. */
export function invoke(
  callee: Extract<Thing, { kind: 'function' }>,
  given: readonly Given[],
  open: boolean,
  walk: Walk,
): Thing {
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

function bindParameters(
  { definition, self, frame: outer }: Extract<Thing, { kind: 'function' }>,
  given: readonly Given[],
  open: boolean,
  frame: Frame,
  walk: Walk,
): void {
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
    const argument =
      given.find(({ name }) => name === parameter.name) ?? given.find(({ position }) => position === index);
    frame.bindings.set(
      parameter.name,
      argument?.thing ?? (open ? UNKNOWN : defaultOf(parameter, decorators, outer, walk)),
    );
  }
}

function defaultOf(
  parameter: FunctionDefinition['parameters'][number],
  decorators: readonly Thing[],
  outer: Frame,
  walk: Walk,
): Thing {
  const plain = parameter.default === undefined ? undefined : evaluate(parameter.default, outer, walk);
  const declared = declaredOption(parameter, decorators, plain, walk);
  if (declared !== undefined) return declared;
  for (const note of parameter.notes) {
    if (note.kind === 'call' && /^typer\.(?:Option|Argument)$/.test(note.callee.text))
      return annotatedOption(parameter, makeCall(note, outer, walk), plain, walk);
  }
  return plain ?? { kind: 'unknown', because: `it is the parameter \`${parameter.name}\`` };
}
