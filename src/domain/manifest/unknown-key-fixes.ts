import type { Edit, Fix, Safety } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import type { Tree } from '../../model/tree.ts';
import { entryOf, isPresent, textOf, valueAt } from '../config/tree.ts';
import { meantBy } from '../words.ts';
import { CLI_RUNTIME } from './cli-schema.ts';
import { correctionOf } from './protocol-edits.ts';
import { type Field, misfitsOf, type Reader, type Shape } from './shape.ts';
import { TOOLKIT_AGENT } from './toolkit-schema.ts';
import type { UnknownKey } from './unknown-keys.ts';

/** How a key that its tool does not read is put right, where its value shows that it is meant for one place. */
export function fixOfUnknownKey(unknown: UnknownKey): Fix | undefined {
  if (unknown.overriddenBy !== undefined) return withoutFirst(unknown);
  if (unknown.protocol !== undefined) return protocolFix(unknown);
  if (unknown.advice !== undefined) return undefined;
  return unknown.meant === undefined ? moved(unknown) : respelt(unknown);
}

/** Nothing changes for the tool; what the first one says may be what was wanted. */
function withoutFirst({ entry, map }: UnknownKey): Fix | undefined {
  const position = map.entries.indexOf(entry);
  if (position === -1) return undefined;
  const edit: Edit = { kind: 'unset', at: map.at, path: [position] };
  return { title: `Remove the \`${entry.key}\` that is not read`, safety: 'review', edits: [edit] };
}

function protocolFix({ entry, map, agent, protocol }: UnknownKey): Fix | undefined {
  const edits =
    agent === undefined || protocol === undefined
      ? undefined
      : correctionOf({ entry, map, value: protocol.value, scalar: protocol.scalar }, agent);
  return edits === undefined || protocol === undefined
    ? undefined
    : { title: protocol.remedy.replace(/\.$/, ''), safety: 'safe', edits };
}

function respelt({ entry, map, shape, reader }: UnknownKey): Fix | undefined {
  const near = meantBy(entry.key, Object.keys(shape.keys));
  if (near === undefined || entryOf(map, near.word) !== undefined) return undefined;
  const twin = map.entries.some(({ key }) => key !== entry.key && meantBy(key, [near.word])?.sure === true);
  if (twin || !fits(entry.value, shape.keys[near.word], reader)) return undefined;
  return {
    title: `Write \`${near.word}\` for \`${entry.key}\``,
    safety: near.sure ? 'safe' : 'review',
    edits: [{ kind: 'swap', at: entry.keyAt, from: entry.key, to: near.word }],
  };
}

/** A value goes to the one place where its key is read; a value that is there already stays, and the stray one goes. */
function moved({ entry, map, agent, levels, places, reader }: UnknownKey): Fix | undefined {
  const [level, another] = levels;
  if (agent === undefined || level === undefined || another !== undefined) return undefined;
  const whole = agent.kind === 'cli' ? CLI_RUNTIME : TOOLKIT_AGENT;
  const value = scalarOf(entry.value);
  if (value === undefined || !fits(entry.value, fieldAt(whole, [...level, entry.key]), reader)) return undefined;
  const there = valueAt(agent.tree, ...level, entry.key);
  const gone: Edit = { kind: 'unset', at: map.at, path: [entry.key] };
  const safety: Safety = 'review';
  if (isPresent(there)) {
    if (textOf(there) !== textOf(entry.value)) return undefined;
    return { title: `Remove \`${entry.key}\`, which \`${places[0]}\` says as well`, safety, edits: [gone] };
  }
  const set: Edit = { kind: 'set', at: agent.tree.at, path: [...level, entry.key], value };
  return { title: `Move \`${entry.key}\` to \`${places[0]}\``, safety, edits: [gone, set] };
}

function fits(value: Tree, field: Field | undefined, reader: Reader): boolean {
  return field !== undefined && misfitsOf(value, field.shape, reader).length === 0;
}

function fieldAt(shape: Shape, [key, ...rest]: readonly string[]): Field | undefined {
  const field = shape.kind === 'map' && key !== undefined ? shape.keys[key] : undefined;
  return field === undefined || rest.length === 0 ? field : fieldAt(field.shape, rest);
}

/** A text, a flag or a plain number as it would be written again. */
function scalarOf(tree: Tree): Json | undefined {
  if (tree.kind !== 'scalar' || tree.tag !== undefined) return undefined;
  if (tree.type === 'string') return tree.text;
  if (tree.type === 'boolean') return /^(true|yes|on)$/i.test(tree.text);
  return tree.type === 'number' && String(Number(tree.text)) === tree.text ? Number(tree.text) : undefined;
}
