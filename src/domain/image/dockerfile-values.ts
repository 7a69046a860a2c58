import type { Command, Copy, CreatedFile } from '../../model/image.ts';
import type { Located } from '../../model/location.ts';
import type { NamedValue } from '../../model/value.ts';
import type { Heredoc, Instruction } from './dockerfile-source.ts';
import { substitute, type Variables } from './dockerfile-variables.ts';
import { imagePath } from './image-copies.ts';
import { baseOf, joinPath } from '../paths.ts';
import { type PlaceOf, splitShell } from './shell-words.ts';

/**
 * Splits arguments as Docker does for `ENV` and `COPY`: at spaces, quotes taken away. A dollar sign between single
 * quotes keeps a backslash before it, so that nothing is substituted for it.
 */
export function dockerWords(text: string, placeOf: PlaceOf): readonly Located<string>[] {
  return [...text.matchAll(/(?:"(?:[^"\\]|\\.)*"?|'[^']*'?|\\.|[^\s"'\\]|\\$)+/gs)].map(({ 0: raw, index }) => ({
    value: raw.replaceAll(/"((?:[^"\\]|\\.)*)"?|'([^']*)'?|\\([^$])/gs, (_, double, single, escaped) => {
      if (single !== undefined) return String(single).replaceAll('$', String.raw`\$`);
      return double === undefined ? escaped : String(double).replaceAll(/\\([^$])/gs, '$1');
    }),
    at: placeOf(index, index + raw.length),
  }));
}

/** The names of an `ARG` and their defaults, not yet substituted. */
export function pairsOf({ text, placeOf }: Instruction): readonly { readonly name: string; readonly value?: string }[] {
  return dockerWords(text, placeOf).map(({ value: word }) => {
    const equals = word.indexOf('=');
    return equals === -1 ? { name: word } : { name: word.slice(0, equals), value: word.slice(equals + 1) };
  });
}

/** The variables that an `ENV` sets: `NAME=value …`, or the old `NAME value`. Each place spans name and value. */
export function environmentOf({ text, placeOf, at }: Instruction, variables: Variables): readonly NamedValue[] {
  const from = `\`ENV\` in ${at.path}`;
  const words = dockerWords(text, placeOf);
  if (words[0] !== undefined && !words[0].value.includes('=')) {
    const [, name = '', value = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
    return [{ name, value: substitute(value, variables), at: placeOf(0, text.length), from }];
  }
  return words.flatMap((word): readonly NamedValue[] => {
    const equals = word.value.indexOf('=');
    if (equals < 1) return [];
    return [
      {
        name: word.value.slice(0, equals),
        value: substitute(word.value.slice(equals + 1), variables),
        at: word.at,
        from,
      },
    ];
  });
}

/** `COPY a b /to/` with its paths resolved, and the files whose text is a heredoc; `undefined` without a destination. */
export function copyOf(
  { written, flags, text, placeOf, exec, at, heredocs }: Instruction,
  workdir: string,
  variables: Variables,
): (Copy & { readonly creates: readonly CreatedFile[] }) | undefined {
  const located = exec ?? dockerWords(text, placeOf);
  const words = located.map(({ value }) => substitute(value, variables) ?? value);
  const target = words.at(-1);
  if (target === undefined || words.length < 2) return undefined;
  const sources = words.slice(0, -1);
  const to = imagePath(workdir, sources.length > 1 && !target.endsWith('/') ? `${target}/` : target);
  const creates = heredocs.map((heredoc) => createdFile(heredoc, to.endsWith('/') ? `${to}${heredoc.name}` : to));
  const from = sources.filter((source) => !source.includes('<<') && !/^\w+:\/\//.test(source));
  const head = [written, ...flags.map(({ name, value }) => `--${name}=${value}`)].join(' ');
  const last = located.at(-1);
  return {
    from: from.map((source) => joinPath('', source) ?? baseOf(source)),
    to,
    at,
    creates,
    ...(exec !== undefined || last === undefined || heredocs.length > 0 ? {} : { written: { head, target: last } }),
  };
}

/** The files that a `RUN cat > file <<EOF` writes. */
export function createdBy({ text, placeOf, heredocs }: Instruction, workdir: string): readonly CreatedFile[] {
  const heredoc = heredocs[0];
  if (heredoc === undefined) return [];
  const words = splitShell(text, placeOf).map(({ value }) => value);
  const redirected = words.findIndex((word) => word === '>' || word === '>>');
  const teed = words[0] === 'tee' ? words.find((word, index) => index > 0 && !/^[-<>]/.test(word)) : undefined;
  const file = words[0] === 'cat' && redirected !== -1 ? words[redirected + 1] : teed;
  return file === undefined ? [] : [createdFile(heredoc, imagePath(workdir, file))];
}

function createdFile({ text, at }: Heredoc, to: string): CreatedFile {
  return { to, text, at };
}

/**
 * What a container starts: the command gives the entry point its arguments, unless the entry point is a line for a
 * shell, which takes none (https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact).
 */
export function joinStart(entrypoint: Command | undefined, cmd: Command | undefined): Command | undefined {
  if (entrypoint === undefined || entrypoint.argv.length === 0) return cmd;
  if (cmd === undefined || entrypoint.form === 'shell') return entrypoint;
  return { form: 'exec', argv: [...entrypoint.argv, ...cmd.argv], at: entrypoint.at };
}
