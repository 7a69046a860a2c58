import { stringify } from 'yaml';
import type { Json } from '../../model/json.ts';

/**
 * A value in block style, as lines without an indent of their own. What PyYAML (YAML 1.1) would take for something
 * else than a text is quoted.
 */
export function yamlLines(value: Json, unit: number): readonly string[] {
  return stringify(value, { indent: unit, lineWidth: 0, compat: 'yaml-1.1', aliasDuplicateObjects: false })
    .trimEnd()
    .split('\n');
}
