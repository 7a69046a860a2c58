import { readPlainYaml } from '../domain/config/yaml-plain.ts';
import type { YamlOptions } from '../domain/config/yaml-source.ts';
import type { Parsed } from '../model/tree.ts';

/** Reads YAML; the parser is loaded when a text needs one, which most of what tools write does not. */
export async function parseYaml(path: string, text: string, options?: YamlOptions): Promise<Parsed> {
  const tree = readPlainYaml(path, text);
  if (tree !== undefined) return { ok: true, tree };
  const { readYaml } = await import('../domain/config/yaml-source.ts');
  return readYaml(path, text, options);
}
