import type { Json } from '../../model/json.ts';
import { tagIn } from '../config/yaml-writer.ts';
import { plainType } from '../config/yaml-scalars.ts';
import type { FlowStyle } from './document-layout.ts';

/** A value as JSON over several lines, the first without an indent. */
export function spreadText(value: Json, indent: string, unit: string): string {
  const isHolder = value !== null && typeof value === 'object';
  const items: readonly (readonly [string, Json])[] = !isHolder
    ? []
    : Array.isArray(value)
      ? value.map((item: Json) => ['', item] as const)
      : Object.entries(value).map(([key, member]) => [`${JSON.stringify(key)}: `, member] as const);
  if (items.length === 0) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const lines = items.map(([lead, item]) => `${indent}${unit}${lead}${spreadText(item, indent + unit, unit)}`);
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/** A value on one line, written as its neighbours are; bare texts only where YAML takes them for nothing else. */
export function flowText(value: Json, style: FlowStyle): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => flowText(item, style)).join(style.comma)}]`;
  if (value === null || typeof value !== 'object')
    return typeof value === 'string' && !style.quotedTexts ? bareText(value) : JSON.stringify(value);
  const tagged = style.quotedKeys ? undefined : tagIn(value);
  if (tagged !== undefined) return `${tagged.tag} ${flowText(tagged.value, style)}`;
  const members = Object.entries(value).map(([key, member]) => flowMember(key, flowText(member, style), style));
  return members.length === 0 ? '{}' : `{${style.pad}${members.join(style.comma)}${style.pad}}`;
}

/** A member of a map in brackets. */
export function flowMember(key: string, written: string, style: FlowStyle): string {
  const name = style.quotedKeys ? JSON.stringify(key) : bareText(key);
  return `${name}${style.colon}${written}`;
}

function bareText(text: string): string {
  const bare = /^[A-Za-z_][\w./-]*$/.test(text) && plainType(text) === 'string' && !/^[yn]$/i.test(text);
  return bare ? text : JSON.stringify(text);
}
