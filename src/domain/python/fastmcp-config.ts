import type { Located } from '../../model/location.ts';
import type { Entry, Tree } from '../../model/tree.ts';
import type { NamedValue } from '../../model/value.ts';
import type { Started } from '../image/command-line.ts';
import { folderOf, joinPath } from '../paths.ts';
import { readJson } from '../config/json-source.ts';

/** Keys of `deployment` that stand for a flag of `fastmcp run`. There is none for stateless mode. */
const FLAGS: Readonly<Record<string, string>> = {
  transport: '--transport',
  host: '--host',
  port: '--port',
  path: '--path',
};

/**
 * What `fastmcp run fastmcp.json` runs: the same as `fastmcp run` with the file's source and its settings as flags.
 * The flags of the command line win. `undefined` when the file cannot be read as such a configuration. `deployment.env`
 * reaches the program's own `os.environ` and not the settings of fastmcp, which are read before (run with 4.0.10).
 */
export function startedByConfig(path: string, text: string, command: Started): Started | undefined {
  const parsed = readJson(path, text);
  if (!parsed.ok) return undefined;
  const source = member(parsed.tree, 'source');
  const file = source?.kind === 'scalar' ? source : member(source, 'path');
  if (file?.kind !== 'scalar') return undefined;
  const [target = '', named] = file.text.split(':');
  const entrypoint = member(source, 'entrypoint');
  const attribute = entrypoint?.kind === 'scalar' ? entrypoint.text : named;
  const deployment = member(parsed.tree, 'deployment');
  return {
    kind: 'fastmcp-run',
    target: joinPath(folderOf(path), target) ?? target,
    ...(attribute === undefined ? {} : { attribute }),
    ...(command.words === undefined ? {} : { words: command.words }),
    ...(command.instruction === undefined ? {} : { instruction: command.instruction }),
    argv: [...command.argv, ...entriesOf(deployment).flatMap(flagOf)],
    environment: [
      ...entriesOf(member(deployment, 'env')).flatMap((entry) => variableOf(entry, path)),
      ...(command.environment ?? []),
    ],
  };
}

function entriesOf(tree: Tree | undefined): readonly Entry[] {
  return tree?.kind === 'map' ? tree.entries : [];
}

function member(tree: Tree | undefined, key: string): Tree | undefined {
  return entriesOf(tree).find((entry) => entry.key === key)?.value;
}

function flagOf({ key, value }: Entry): readonly Located<string>[] {
  const flag = FLAGS[key];
  if (flag === undefined || value.kind !== 'scalar' || value.type === 'null') return [];
  return [{ value: `${flag}=${value.text}`, at: value.at }];
}

function variableOf({ key, value, at }: Entry, path: string): readonly NamedValue[] {
  if (value.kind !== 'scalar' || key.startsWith('FASTMCP_')) return [];
  return [{ name: key, value: value.text, at, from: `\`deployment.env\` of ${path}` }];
}
