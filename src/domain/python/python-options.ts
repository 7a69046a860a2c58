import { type FlagShape, flagThing } from './python-environment.ts';
import { environmentThing } from './python-environment.ts';
import type { Parameter } from './python-statements.ts';
import { type CallMade, given, known, type Made, type Thing, UNKNOWN, type Walk } from './python-things.ts';

/** `args.port`, where `args` is what `parse_args()` gave: argparse. */
export function parsedOption(parsed: Made, name: string, walk: Walk): Thing {
  const declared = parsed.notes.options.find((option) => destinationOf(option) === name);
  if (declared === undefined)
    return { kind: 'unknown', because: `the option \`${name}\` is not declared where it can be seen` };
  const flags = flagsOf(declared);
  if (flags.length === 0) return positionalOf(declared);
  return flagThing(flags, shapeOf(declared), fallbackOf(declared), walk);
}

function flagsOf(option: CallMade): readonly string[] {
  return option.arguments.flatMap(({ position, thing }) =>
    position !== undefined && thing.kind === 'known' && String(thing.value).startsWith('-')
      ? [String(thing.value)]
      : [],
  );
}

function destinationOf(option: CallMade): string | undefined {
  const dest = given(option, 'dest')?.thing;
  if (dest?.kind === 'known') return String(dest.value);
  const flags = flagsOf(option);
  const long = flags.find((flag) => flag.startsWith('--')) ?? flags[0];
  const first = option.arguments[0]?.thing;
  const name = long ?? (first?.kind === 'known' ? String(first.value) : undefined);
  return name?.replace(/^-+/, '').replaceAll('-', '_');
}

function positionalOf(option: CallMade): Thing {
  const fallback = given(option, 'default')?.thing;
  return fallback === undefined ? { kind: 'unknown', because: 'it is given on the command line' } : UNKNOWN;
}

function shapeOf(option: CallMade): FlagShape {
  const action = given(option, 'action')?.thing;
  if (action?.kind === 'known' && action.value === 'store_true') return { alone: true };
  if (action?.kind === 'known' && action.value === 'store_false') return { alone: false };
  const constant = given(option, 'const')?.thing;
  if (
    action?.kind === 'known' &&
    action.value === 'store_const' &&
    constant?.kind === 'known' &&
    constant.value !== null
  )
    return { alone: constant.value };
  const type = given(option, 'type')?.thing;
  const number = type?.kind === 'external' && (type.name === 'int' || type.name === 'float');
  return { number, ...choicesIn(given(option, 'choices')?.thing) };
}

/** The values that an option is limited to, where they are written out. */
function choicesIn(thing: Thing | undefined): Pick<FlagShape, 'choices'> {
  if (thing?.kind !== 'list') return {};
  return { choices: thing.items.flatMap((item) => (item.kind === 'known' ? [String(item.value)] : [])) };
}

function fallbackOf(option: CallMade): Thing | undefined {
  const fallback = given(option, 'default')?.thing;
  if (fallback !== undefined) return fallback;
  const action = given(option, 'action')?.thing;
  if (action?.kind === 'known' && (action.value === 'store_true' || action.value === 'store_false'))
    return known(action.value === 'store_false', option.expression);
  return given(option, 'required') === undefined ? known(null, option.expression) : undefined;
}

/** The value of a parameter that click or typer fills in; `undefined` when neither has to do with it. */
export function declaredOption(
  parameter: Parameter,
  decorators: readonly Thing[],
  plain: Thing | undefined,
  walk: Walk,
): Thing | undefined {
  const clicked = decorators.find(
    (decorator) =>
      decorator.kind === 'made' && decorator.name === 'click.option' && clickName(decorator.call) === parameter.name,
  );
  if (clicked?.kind === 'made') return clickOption(clicked.call, walk);
  if (plain?.kind === 'made' && /^typer\.(?:Option|Argument)$/.test(plain.name))
    return typerOption(parameter.name, plain.call, given(plain.call, 'default', 0)?.thing, walk);
  return undefined;
}

/** `Annotated[int, typer.Option("--port")] = 8000`. */
export function annotatedOption(parameter: Parameter, note: CallMade, plain: Thing | undefined, walk: Walk): Thing {
  return typerOption(parameter.name, note, plain, walk);
}

function clickName(option: CallMade): string | undefined {
  const names = option.arguments.flatMap(({ position, thing }) =>
    position !== undefined && thing.kind === 'known' ? [String(thing.value)] : [],
  );
  const own = names.find((name) => !name.startsWith('-'));
  const long = names.filter((name) => name.startsWith('--')).at(0) ?? names[0];
  return own ?? long?.replace(/^-+/, '').split('/')[0]?.replaceAll('-', '_');
}

function clickOption(option: CallMade, walk: Walk): Thing {
  const flags = flagsOf(option).map((flag) => flag.split('/')[0] ?? flag);
  const isFlag = given(option, 'is_flag')?.thing;
  const alone =
    (isFlag?.kind === 'known' && isFlag.value === true) || flagsOf(option).some((flag) => flag.includes('/'));
  const fallback = given(option, 'default')?.thing ?? known(alone ? false : null, option.expression);
  const type = given(option, 'type')?.thing;
  const number =
    (type?.kind === 'external' && type.name === 'int') ||
    (fallback.kind === 'known' && typeof fallback.value === 'number');
  const choices = type?.kind === 'made' && type.name === 'click.Choice' ? type.call.arguments[0]?.thing : undefined;
  const shape = alone ? { alone: true } : { number, ...choicesIn(choices) };
  return flagThing(flags, shape, withVariable(option, fallback, walk), walk);
}

/** The variable that stands between the command line and the default: `envvar="PORT"`. */
function withVariable(option: CallMade, fallback: Thing, walk: Walk): Thing {
  const variable = given(option, 'envvar')?.thing;
  return variable?.kind === 'known' && typeof variable.value === 'string'
    ? environmentThing(variable.value, fallback, walk)
    : fallback;
}

function typerOption(name: string, option: CallMade, plain: Thing | undefined, walk: Walk): Thing {
  const written = flagsOf(option).map((flag) => flag.split('/')[0] ?? flag);
  const flags = written.length > 0 ? written : [`--${name.replaceAll('_', '-')}`];
  const fallback = plain?.kind === 'external' || plain === undefined ? undefined : plain;
  const boolean = fallback?.kind === 'known' && typeof fallback.value === 'boolean';
  const number = fallback?.kind === 'known' && typeof fallback.value === 'number';
  return flagThing(
    flags,
    boolean ? { alone: true } : { number },
    fallback === undefined ? undefined : withVariable(option, fallback, walk),
    walk,
  );
}
