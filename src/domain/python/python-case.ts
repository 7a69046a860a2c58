import type { ResolvedVersion } from '../../model/dependency.ts';
import type { Place } from '../../model/location.ts';
import type { Setting } from '../../model/value.ts';
import { environmentThing } from './python-environment.ts';
import { describeVersion } from './python-line.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';
import { type Source, sourceOf } from './python-settings.ts';
import { type Draft, given, type StartDraft, type Thing, type Walk } from './python-things.ts';

/** What decides the settings of one way of starting. */
export interface Case {
  readonly draft: Draft;
  readonly begin: StartDraft;
  readonly line: PythonSdkLine | undefined;
  readonly version: ResolvedVersion;
  readonly walk: Walk;
}

/** A session manager of the official SDK, wired by hand. From 2.x on a low-level server can make its own application. */
export function isManaged({ draft, begin }: Case): boolean {
  return draft.library === 'mcp-lowlevel' && begin.app?.method !== 'streamable_http_app';
}

/** `the default of fastmcp 3.2.4`. */
export function byDefault<T>(
  value: T,
  one: Case,
  of = `the default of ${describeVersion({ library: one.draft.library, version: one.version })}`,
  at: Place = one.begin.at,
): Setting<T> {
  return { kind: 'default', value, at, because: of };
}

/** The default of a setting, placed at the call that would take it. */
export function libraryDefault<T>(value: T, one: Case, ...names: readonly string[]): Setting<T> {
  return byDefault(value, one, undefined, takerOf(one, names));
}

function takerOf({ begin, draft, line }: Case, names: readonly string[]): Place {
  if (line === undefined || begin.how === 'command') return begin.at;
  const takes = (accepts: readonly string[] | undefined): boolean =>
    names.some((name) => accepts?.includes(name) === true);
  if (begin.app?.call !== undefined && takes(line.httpApp.find(({ name }) => name === begin.app?.method)?.accepts))
    return begin.app.call.expression.at;
  if (begin.app === undefined && takes(line.runAccepts)) return begin.at;
  return takes(line.constructorAccepts) ? draft.call.expression.at : begin.at;
}

/** From near to far: the call that runs it, what was assigned later, the constructor, the environment. */
export function sources(one: Case, name: string): readonly (Source | undefined)[] {
  const { begin } = one;
  const own = argument(begin.call, name);
  if (own === undefined && begin.call?.open === true)
    return [
      {
        thing: { kind: 'unknown', because: 'it may be among arguments that are not written out' },
        text: begin.call.expression.text,
        at: begin.at,
      },
    ];
  return [own, ...later(one, name)];
}

/** What was said before it is run: an assignment, the constructor, a global setting, the environment. */
export function later(one: Case, name: string): readonly (Source | undefined)[] {
  const { draft, walk } = one;
  const assigned = draft.adjustments.findLast((adjustment) => adjustment.name === name && adjustment.reached !== 'no');
  const adjustment =
    assigned === undefined
      ? undefined
      : { thing: assigned.reached === 'yes' ? assigned.thing : UNSURE, text: `${name}`, at: assigned.at };
  const built = argument(draft.call, name);
  // What the constructor copied is not read again.
  const early = one.line?.globalSettings === 'until-construction';
  const global = (early ? draft.globalsBefore : walk.globals).get(name);
  const hidden =
    built === undefined && draft.call.open && (one.line === undefined || one.line.constructorAccepts.includes(name))
      ? { thing: UNSURE, text: draft.call.expression.text, at: draft.call.expression.at }
      : undefined;
  return [
    adjustment,
    built,
    hidden,
    global === undefined || one.line?.globalSettings === undefined ? undefined : thingAt(global, one.begin),
    fromEnvironment(one, name),
  ];
}

/** What may be set where it cannot be seen. */
const UNSURE: Thing = { kind: 'unknown', because: 'it may be set elsewhere' };

/** A variable such as `FASTMCP_HOST`, where the version reads it. */
export function fromEnvironment({ line, walk, begin }: Case, name: string): Source | undefined {
  if (line === undefined || !line.environment.settings.includes(name)) return undefined;
  for (const prefix of line.environment.prefixes) {
    const variable = `${prefix}${name.toUpperCase()}`;
    const isSet = walk.environment.has(variable) || walk.surroundings.environment.some((one) => one.name === variable);
    if (isSet) return { thing: environmentThing(variable, undefined, walk), text: variable, at: begin.at };
  }
  return undefined;
}

/** An argument as the source of a setting. */
export function argument(call: Draft['call'] | undefined, name: string, position?: number): Source | undefined {
  return sourceOf(given(call, name, position));
}

/** A value that is known without an argument. */
export function thingAt(thing: Thing, { at }: StartDraft): Source {
  return { thing, text: thing.kind === 'known' ? String(thing.value) : '', at: thing.kind === 'known' ? thing.at : at };
}

/** What uvicorn and its like are told. */
export function fromBinder(name: 'host' | 'port', begin: StartDraft): Source | undefined {
  return argument(begin.call, name) ?? thingAt((name === 'host' ? begin.host : begin.port) ?? UNSURE, begin);
}

/** An argument that may be among those that are not written out. */
export function opened<T>({ call, app, at }: StartDraft): Setting<T> {
  return {
    kind: 'unclear',
    saw: `\`${(app?.call ?? call)?.expression.text ?? ''}\` (its arguments are not written out)`,
    at,
  };
}
