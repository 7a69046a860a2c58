import type { Flag } from '../../model/value.ts';
import type { Known, Thing, Walk } from './python-things.ts';

/** What an environment variable holds when the program starts: as set around it, by itself, or by its default. */
export function environmentThing(name: string, fallback: Thing | undefined, walk: Walk): Thing {
  const read = { from: 'environment', names: [name], ...(fallback?.kind === 'known' ? { fallback } : {}) } as const;
  const around = walk.surroundings.environment.findLast((variable) => variable.name === name);
  const own = walk.environment.get(name);
  if (own !== undefined)
    return own.kind === 'known'
      ? { ...own, via: `\`${name}\`, set by the program`, read, written: { as: 'constant' } }
      : own;
  if (around !== undefined) {
    if (around.value === undefined)
      return { kind: 'unknown', because: `the value of \`${name}\` in ${around.from} cannot be read` };
    const via = `\`${name}\`, set by ${around.from}`;
    return { kind: 'known', value: around.value, at: around.at, via, read, written: { as: 'variable' } };
  }
  if (fallback === undefined) return { kind: 'unknown', because: `nothing in the project sets \`${name}\`` };
  if (fallback.kind !== 'known') return fallback;
  return { ...fallback, via: `the default of \`${name}\``, unless: name, read };
}

/** What the flags of a command line hold: as given, or by their default. */
export function flagThing(flags: readonly string[], shape: FlagShape, fallback: Thing | undefined, walk: Walk): Thing {
  const name = flags.at(-1) ?? '';
  const read = { from: 'flag', names: flags, ...(fallback?.kind === 'known' ? { fallback } : {}) } as const;
  const { argv } = walk.surroundings;
  const written =
    argv === undefined
      ? undefined
      : flagIn(
          argv.map(({ value }) => value),
          flags,
          shape,
        );
  const place = written === undefined ? undefined : argv?.[written.index]?.at;
  if (written !== undefined && place !== undefined) {
    if (written.value === undefined)
      return { kind: 'unknown', because: `the command line does not spell out \`${name}\`` };
    const via = `\`${name}\` on the command line`;
    return { kind: 'known', value: written.value, at: place, via, read, written: { as: 'word' } };
  }
  if (fallback === undefined) return { kind: 'unknown', because: `no command line sets \`${name}\`` };
  if (fallback.kind !== 'known') return fallback;
  const source = { as: 'default', flag: flagOf(flags, shape) } as const;
  const settled: Known = { ...fallback, via: `the default of \`${name}\``, read, written: source };
  // A command line that is known and leaves the flag out settles it; when none is known, another one may give it.
  return argv === undefined ? { ...settled, unless: name } : settled;
}

/** How a flag is written: alone (`--http`), or with a value; `on` is what it means when it stands alone. */
export interface FlagShape {
  readonly alone?: boolean | string | number;
  readonly number?: boolean;
  readonly choices?: readonly string[];
}

function flagOf(flags: readonly string[], { alone, choices }: FlagShape): Flag {
  const name = flags.find((flag) => flag.startsWith('--')) ?? flags[0] ?? '';
  return { name, ...(alone === undefined ? {} : { alone: true }), ...(choices === undefined ? {} : { choices }) };
}

function flagIn(
  argv: readonly string[],
  flags: readonly string[],
  shape: FlagShape,
): { readonly index: number; readonly value: string | number | boolean | undefined } | undefined {
  for (const [index, word] of argv.entries()) {
    const flag = flags.find((candidate) => word === candidate || word.startsWith(`${candidate}=`));
    if (flag === undefined) continue;
    if (shape.alone !== undefined) return { index, value: shape.alone };
    const text = word === flag ? argv[index + 1] : word.slice(flag.length + 1);
    if (text === undefined || text.includes('$')) return { index, value: undefined };
    return { index, value: shape.number === true && text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text };
  }
  return undefined;
}
