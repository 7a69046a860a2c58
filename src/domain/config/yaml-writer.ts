import { Document, isMap, isNode, isScalar, type Node, visit } from 'yaml';
import type { Json } from '../../model/json.ts';

/** How a document is written where there is a choice. */
export interface YamlStyle {
  /** Blanks by which it goes one level deeper. */
  readonly unit: number;
  readonly singleQuote: boolean;
  /** Whether the dashes of a list stand deeper than the key above them. */
  readonly deepLists: boolean;
}

/**
 * A value in block style, as lines without an indent of their own. What PyYAML (YAML 1.1) would take for something
 * else than a text is quoted. A map with the one key `!Tag` is the value under that tag.
 */
export function yamlLines(value: Json, { unit, singleQuote, deepLists }: YamlStyle): readonly string[] {
  const document = new Document(value, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  visit(document, { Map: (_, map) => tagged(map) });
  // A text that ends in empty lines needs something behind it to keep them.
  const blockQuote = !/\\n\\n"/.test(JSON.stringify(value));
  return document
    .toString({ indent: unit, lineWidth: 0, singleQuote, blockQuote, indentSeq: deepLists })
    .replace(/\n$/, '')
    .split('\n');
}

/** A value that has no parts, on one line: a text with line breaks in double quotes. */
export function yamlScalar(value: Json, style: YamlStyle): string {
  // Other readers of YAML 1.1 take a lone dot for a number; PyYAML, which reads and writes these files, does not.
  if (value === '.') return value;
  const [line = '', ...more] = yamlLines(value, style);
  return more.length === 0 ? line : JSON.stringify(value);
}

/** A text in the quotes of another one; `undefined` when that has none, or when they do not take it. */
export function quotedAs(before: string, text: string): string | undefined {
  if (before.startsWith('"')) return JSON.stringify(text);
  // Single quotes know no escapes.
  return before.startsWith("'") && /^\P{Cc}*$/u.test(text) ? `'${text.replaceAll("'", "''")}'` : undefined;
}

/** The tag that a value of this form stands for, with the value under it. */
export function tagIn(value: Json): { readonly tag: string; readonly value: Json } | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const [only, ...others] = Object.entries(value);
  if (only === undefined || others.length > 0) return undefined;
  const [tag, inner] = only;
  return /^![A-Za-z]/.test(tag) ? { tag, value: inner } : undefined;
}

function tagged(map: Node): Node | undefined {
  const [only, ...others] = isMap(map) ? map.items : [];
  if (only === undefined || others.length > 0 || !isScalar(only.key) || !isNode(only.value)) return undefined;
  const tag = String(only.key.value);
  if (!/^![A-Za-z]/.test(tag)) return undefined;
  only.value.tag = tag;
  return only.value;
}
