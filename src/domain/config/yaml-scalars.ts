import type { ScalarTree } from '../../model/tree.ts';

/**
 * The implicit types of YAML 1.1 as PyYAML knows them, which the toolkit and the AWS CLI read with. It differs from the
 * specification: `y` is a text, `1e5` is a text, `0o17` is a text, `1:30` is the number 90.
 * https://github.com/yaml/pyyaml/blob/6.0.2/lib/yaml/resolver.py (verified 2026-11-23)
 */
const BOOLEAN = new Set('yes Yes YES no No NO true True TRUE false False FALSE on On ON off Off OFF'.split(' '));
const NULL = new Set(['~', 'null', 'Null', 'NULL', '']);
const INTEGER =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** How PyYAML understands a plain, untagged scalar. Dates count as texts. */
export function plainType(text: string): ScalarTree['type'] {
  if (NULL.has(text)) return 'null';
  if (BOOLEAN.has(text)) return 'boolean';
  return /^[-+.\d]/.test(text) && (INTEGER.test(text) || FLOAT.test(text)) ? 'number' : 'string';
}

/** The type that one of YAML's own tags gives; a tag of somebody else's leaves a text. */
export function taggedType(tag: string): ScalarTree['type'] {
  if (tag === '!!int' || tag === '!!float') return 'number';
  if (tag === '!!bool') return 'boolean';
  return tag === '!!null' ? 'null' : 'string';
}
