import { environmentThing } from './python-environment.ts';
import { parsedOption } from './python-options.ts';
import {
  type ClassThing,
  type Draft,
  eitherOf,
  given,
  type Instance,
  type Thing,
  UNKNOWN,
  type Walk,
} from './python-things.ts';

/** `of.name`. */
export function attributeOf(of: Thing, name: string, walk: Walk): Thing {
  switch (of.kind) {
    case 'external':
      return { ...of, name: `${of.name}.${name}` };
    case 'module':
      return walk.load(of.path, walk)?.bindings.get(name) ?? UNKNOWN;
    case 'server':
      return ofServer(of.draft, name, of);
    case 'settings':
      return settingOf(of.draft, name);
    case 'asgi':
      return name === 'lifespan' || name === 'router' ? { kind: 'lifespan' } : { kind: 'method', of, name };
    case 'lifespan':
      return of; // `app.router.lifespan_context`
    case 'instance':
      return ofInstance(of, name, walk);
    case 'class':
      return inClass(of, name, undefined) ?? UNKNOWN;
    case 'made':
      return of.name.endsWith('.parse_args') ? parsedOption(of, name, walk) : { kind: 'method', of, name };
    case 'known':
      // The members of an enumeration stand for their values.
      return name === 'value' ? of : { kind: 'method', of, name };
    case 'either':
      return eitherOf(...of.options.map((option) => attributeOf(option, name, walk)));
    case 'unknown':
      return of;
    default:
      return { kind: 'method', of, name };
  }
}

function ofServer(draft: Draft, name: string, of: Thing): Thing {
  if (name === 'settings') return { kind: 'settings', draft };
  if (name === 'session_manager' || name === '_session_manager') return { kind: 'manager', draft };
  if (name === '_mcp_server' || name === '_lowlevel_server') return of;
  return { kind: 'method', of, name };
}

/** `mcp.settings.port`: what was assigned last, else what the constructor was given. */
function settingOf(draft: Draft, name: string): Thing {
  return draft.adjustments.findLast((one) => one.name === name)?.thing ?? given(draft.call, name)?.thing ?? UNKNOWN;
}

function ofInstance(of: Instance, name: string, walk: Walk): Thing {
  const own = of.attributes.get(name);
  if (own !== undefined) return own;
  const inherited = inClass(of.of, name, of);
  if (inherited === undefined) return { kind: 'unknown', because: `\`${name}\` is not set where it can be seen` };
  if (inherited.kind === 'function' && isProperty(inherited)) return walk.invoke(inherited, [], false, walk);
  return readsEnvironment(of.of) ? fromEnvironment(of.of, name, inherited, walk) : fieldDefault(inherited);
}

/** A member of a class or of the classes above it; a function of it is bound to the instance. */
export function inClass({ attributes, bases }: ClassThing, name: string, self: Thing | undefined): Thing | undefined {
  const own = attributes.get(name);
  if (own?.kind === 'function') {
    const bound = own.definition.decorators.some(({ text }) => text === 'staticmethod');
    return bound || self === undefined ? own : { ...own, self };
  }
  if (own !== undefined) return own;
  for (const base of bases) {
    const found = base.kind === 'class' ? inClass(base, name, self) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isProperty({ definition }: Extract<Thing, { kind: 'function' }>): boolean {
  return definition.decorators.some(({ text }) => text === 'property' || text.endsWith('cached_property'));
}

/** The names of the classes of other packages that a class is built on. */
export function foreignBases({ bases }: ClassThing): readonly string[] {
  return bases.flatMap((base) =>
    base.kind === 'external' ? [base.name] : base.kind === 'class' ? foreignBases(base) : [],
  );
}

function readsEnvironment(of: ClassThing): boolean {
  return foreignBases(of).some((name) => name.endsWith('BaseSettings'));
}

/** pydantic-settings: the field's name behind the prefix, in any case; an alias takes its place. */
function fromEnvironment(of: ClassThing, name: string, value: Thing, walk: Walk): Thing {
  const alias =
    value.kind === 'made'
      ? (given(value.call, 'validation_alias') ?? given(value.call, 'alias') ?? given(value.call, 'env'))
      : undefined;
  if (alias !== undefined && alias.thing.kind !== 'known') return UNKNOWN;
  const variable = alias?.thing.kind === 'known' ? String(alias.thing.value) : `${prefixOf(of)}${name}`.toUpperCase();
  const found = environmentThing(variable, fieldDefault(value), walk);
  if (found.kind !== 'known' || typeof found.value !== 'string') return found;
  return coerceLike(fieldDefault(value), found);
}

function prefixOf({ attributes, bases }: ClassThing): string {
  const config = attributes.get('model_config');
  const prefix =
    config?.kind === 'made'
      ? given(config.call, 'env_prefix')?.thing
      : config?.kind === 'dict'
        ? config.entries.get('env_prefix')
        : undefined;
  if (prefix?.kind === 'known') return String(prefix.value);
  const inner = attributes.get('Config');
  const old = inner?.kind === 'class' ? inner.attributes.get('env_prefix') : undefined;
  if (old?.kind === 'known') return String(old.value);
  const [above] = bases.flatMap((base) => (base.kind === 'class' ? [prefixOf(base)] : []));
  return above ?? '';
}

/** A field is read as the type of its default. */
function coerceLike(sample: Thing, found: Extract<Thing, { kind: 'known' }>): Thing {
  if (sample.kind !== 'known' || typeof found.value !== 'string') return found;
  if (typeof sample.value === 'number' && found.value !== '' && !Number.isNaN(Number(found.value)))
    return { ...found, value: Number(found.value), spelt: found.spelt ?? found.value };
  if (typeof sample.value === 'boolean')
    return { ...found, value: /^(?:1|true|t|yes|y|on)$/i.test(found.value), spelt: found.spelt ?? found.value };
  return found;
}

/** `Field(default=8000)`, `field(default=…)`: the default itself. */
function fieldDefault(value: Thing): Thing {
  if (value.kind !== 'made' || !/(?:^|\.)[Ff]ield$/.test(value.name)) return value;
  return given(value.call, 'default', 0)?.thing ?? UNKNOWN;
}
