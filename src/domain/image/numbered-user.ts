import type { Edit, Fix } from '../../model/change.ts';
import type { Dockerfile, ImageUser } from '../../model/image.ts';
import type { Located, Place } from '../../model/location.ts';
import { placeInside } from './shell-words.ts';

/**
 * Users that images have from the start, and their numbers: `root` in all, `node` in those of Node.js
 * (https://github.com/nodejs/docker-node, Dockerfiles of 20 to 24, verified 2026-11-25).
 */
const KNOWN: readonly (readonly [name: string, base: RegExp, id: string])[] = [
  ['root', /./, '0'],
  ['node', /(?:^|\/)node(?:[:@]|$)/, '1000'],
];

/** Bases that have a user with the number 1000 already. */
const TAKEN = /(?:^|\/)(?:node|ubuntu)(?:[:@]|$)/;

/** Names the user by its number, which it is given first where it has none; `undefined`: its number is not known. */
export function numberedUser(image: Dockerfile, { value, at }: Located<string>): Fix | undefined {
  const [name = '', ...group] = value.split(':');
  const place = placeInside({ value, at })(0, name.length);
  // Quotes or substitutions that do not let the name be found.
  if (group.length > 0 && place === at) return undefined;
  const { users } = image;
  const user = users.findLast((one) => one.name === name);
  const id = user === undefined ? knownId(image, name) : user.id;
  if (id !== undefined)
    return { title: `Write \`USER ${[id, ...group].join(':')}\``, safety: 'safe', edits: [put(place, id)] };
  if (user?.without === undefined) return undefined;
  const free = freeId(image, users);
  const { program, at: command } = user.without;
  const option = program === 'adduser' && !isBusybox(image) ? '--uid' : '-u';
  const behind = { ...command, range: { start: command.range.end, end: command.range.end } };
  return {
    title: `Add \`${name}\` with \`${option} ${free}\`, and write \`USER ${[free, ...group].join(':')}\``,
    safety: 'review',
    edits: [put(behind, ` ${option} ${free}`), put(place, free)],
  };
}

function put(at: Place, text: string): Edit {
  return { kind: 'replace', at, put: text };
}

/** The name of the image that the last stage stands on in the end. */
function baseOf({ stages }: Dockerfile): string {
  let base = stages.at(-1)?.base.value ?? '';
  for (const { name, base: lower } of stages.toReversed()) if (name === base) base = lower.value;
  return base;
}

function knownId(image: Dockerfile, name: string): string | undefined {
  const base = baseOf(image);
  return KNOWN.find(([known, where]) => known === name && where.test(base))?.[2];
}

function isBusybox(image: Dockerfile): boolean {
  return /alpine|busybox/.test(baseOf(image));
}

function freeId(image: Dockerfile, users: readonly ImageUser[]): string {
  const taken = new Set(users.map(({ id }) => id));
  let id = TAKEN.test(baseOf(image)) ? 1001 : 1000;
  while (taken.has(String(id))) id += 1;
  return String(id);
}
