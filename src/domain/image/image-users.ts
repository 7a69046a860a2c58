import type { ImageUser } from '../../model/image.ts';
import { programName, type Words } from './command-wrappers.ts';

/** Letters of `useradd` and of both kinds of `adduser` that take the next word, and their long names. */
const VALUED = /^[ugGdscpefkKbh]$/;
const VALUED_LONG =
  /^--(?:uid|gid|groups|home|home-dir|base-dir|shell|comment|gecos|ingroup|password|expiredate|inactive|skel|key|firstuid|lastuid|conf)$/;

/** The user that a command adds: `useradd -m -u 1000 app`; `undefined` when it adds none. */
export function addedUser(words: Words): ImageUser | undefined {
  const [first, ...rest] = words;
  const program = programName(first?.value ?? '');
  if (first === undefined || (program !== 'useradd' && program !== 'adduser')) return undefined;
  let name: string | undefined;
  let id: string | undefined;
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index]?.value ?? '';
    const option = optionOf(word);
    if (option === undefined) {
      name ??= word;
      continue;
    }
    const value = option.valued ? (option.value ?? rest[(index += 1)]?.value ?? '') : undefined;
    if (option.isId) id = value;
  }
  if (name === undefined) return undefined;
  if (id === undefined) return { name, without: { program, at: first.at } };
  return /^\d+$/.test(id) ? { name, id } : { name };
}

interface Option {
  readonly isId: boolean;
  readonly valued: boolean;
  /** In the same word. */
  readonly value?: string;
}

/** `-u 1000`, `-u1000`, `-rmu 1000`, `--uid 1000`, `--uid=1000`. */
function optionOf(word: string): Option | undefined {
  const [, long, inline] = /^(--[a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
  if (long !== undefined)
    return {
      isId: long === '--uid',
      valued: VALUED_LONG.test(long),
      ...(inline === undefined ? {} : { value: inline }),
    };
  if (!/^-\w/.test(word)) return undefined;
  const letters = word.slice(1).split('');
  const at = letters.findIndex((letter) => VALUED.test(letter));
  if (at === -1) return { isId: false, valued: false };
  const value = letters.slice(at + 1).join('');
  return { isId: letters[at] === 'u', valued: true, ...(value === '' ? {} : { value }) };
}
