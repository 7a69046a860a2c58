import type { Json } from '../../model/json.ts';
import { tagIn } from '../config/yaml-writer.ts';

/** A value as JSON; over several lines, the first without an indent, when an indent is given and it has no tags. */
export function jsonText(value: Json, layout?: { readonly indent: string; readonly unit: string }): string {
  if (layout === undefined || holdsTag(value)) return spaced(value);
  return JSON.stringify(value, undefined, layout.unit).replaceAll('\n', `\n${layout.indent}`);
}

/** On one line, with the blanks that people write: `{ "a": [1, 2] }`. */
function spaced(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const tagged = tagIn(value);
  if (tagged !== undefined) return `${tagged.tag} ${spaced(tagged.value)}`;
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${spaced(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function holdsTag(value: Json): boolean {
  if (value === null || typeof value !== 'object') return false;
  return tagIn(value) !== undefined || Object.values(value).some(holdsTag);
}

/** The indent by which a document goes one level deeper, by its first indented line. */
export function unitOf(text: string): string {
  return /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
}
