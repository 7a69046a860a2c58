import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../apply/write.ts';
import type { CloudResource } from '../model/change.ts';
import { stateFolder } from '../world/state.ts';
import type { Io } from './command.ts';

/** Where new passwords come from, and where those lie that were made up. */
export interface NewPasswords {
  readonly secretFor: (resource: CloudResource) => Promise<string>;
  /** The file of the password that a user got; absent where a person typed it. */
  readonly fileOf: (resource: CloudResource) => string | undefined;
}

/**
 * A person at the terminal may type a password; else one is made up, and is on the disk, for its user only, before anybody
 * else hears of it.
 */
export function newPasswords(io: Io, asks: boolean): NewPasswords {
  const files = new Map<string, string>();
  return {
    async secretFor({ id }) {
      const user = id.slice(id.indexOf('/') + 1);
      const question = `New password for user \`${user}\` (nothing: one is made up): `;
      const typed = asks && io.askSecret !== undefined ? await io.askSecret(question) : '';
      if (typed !== '') return typed;
      const password = madeUp();
      const folder = join(stateFolder(io.environment), 'passwords');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${id.replaceAll(/[^\w.@-]/g, '_')}.txt`);
      writeWhole(file, Buffer.from(`${password}\n`), 0o600);
      files.set(id, file);
      return password;
    },
    fileOf: ({ id }) => files.get(id),
  };
}

const SORTS = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '-_.+=!%'];
const LENGTH = 32;

/** A password with characters of each sort that a pool may ask for, none of them easily taken for another. */
function madeUp(): string {
  const picked = Array.from({ length: LENGTH }, (_, index) => SORTS[index] ?? SORTS.join('')).map(
    (sort) => sort[randomInt(sort.length)] ?? '',
  );
  for (let last = picked.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [picked[last], picked[other]] = [picked[other] ?? '', picked[last] ?? ''];
  }
  return picked.join('');
}
