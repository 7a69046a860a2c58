import type { Json } from '../../model/json.ts';
import { tagIn } from '../config/yaml-writer.ts';

/** A value as JSON; over several lines, the first without an indent, when an indent is given. */
export function jsonText(value: Json, layout?: { readonly indent: string; readonly unit: string }): string {
  if (layout === undefined) return spaced(value, JSON.stringify);
  return JSON.stringify(value, undefined, layout.unit).replaceAll('\n', `\n${layout.indent}`);
}

/** A value in the flow style of YAML, which has tags and bare keys; on one line. */
export function flowText(value: Json): string {
  return spaced(value, flowKey);
}

/** A key in the flow style of YAML. */
export function flowKey(key: string): string {
  const isText = /^[A-Za-z][\w-]*$/.test(key) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(key);
  return isText ? key : JSON.stringify(key);
}

/** On one line, with the blanks that people write: `{ "a": [1, 2] }`. */
function spaced(value: Json, keyText: (key: string) => string): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => spaced(item, keyText)).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const tagged = tagIn(value);
  if (tagged !== undefined) return `${tagged.tag} ${spaced(tagged.value, keyText)}`;
  const members = Object.entries(value).map(([key, member]) => `${keyText(key)}: ${spaced(member, keyText)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** The indent by which a document goes one level deeper, by its first indented line. */
export function unitOf(text: string): string {
  return /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
}
