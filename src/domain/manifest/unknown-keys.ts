import type { Place } from '../../model/location.ts';
import type { AgentConfig, ManifestFile } from '../../model/manifest.ts';
import type { Entry, MapTree, Tree } from '../../model/tree.ts';
import { CLI_RUNTIME } from './cli-schema.ts';
import { describePath, misfitsOfFile, placesOf } from './manifest-shape.ts';
import { optional } from './optional.ts';
import { protocolIn, type StrayProtocol } from './protocol-edits.ts';
import type { MapShape, Path, Reader } from './shape.ts';
import { TOOLKIT_AGENT, TOOLKIT_FILE } from './toolkit-schema.ts';
import { overriddenEntries, partsOf, valueAt } from '../config/tree.ts';
import { nearest } from '../words.ts';

/** A key of a manifest that its tool does not see. */
export interface UnknownKey {
  readonly entry: Entry;
  /** The map that holds the entry, as it is and as the tool expects it. */
  readonly map: MapTree;
  readonly shape: MapShape;
  readonly reader: Reader;
  /** The agent that it is about, when that can be told. */
  readonly agent?: AgentConfig;
  /** "in `agents.weather.aws`", "at the top level": the end of a sentence. */
  readonly where: string;
  readonly tool: string;
  /** The tool stops at it, instead of passing over it. */
  readonly refused: boolean;
  /** It was meant to set the protocol, which therefore stays HTTP. */
  readonly protocol?: Pick<StrayProtocol, 'value' | 'scalar'> & { readonly remedy: string };
  /** The key of the same level that was most likely meant. */
  readonly meant?: string;
  /** What to do instead, for keys that people expect to be there. */
  readonly advice?: string;
  /** Other levels at which the tool knows the key. */
  readonly places: readonly string[];
  /** The same as the keys that lead there from the agent; the top level is none of them. */
  readonly levels: readonly (readonly string[])[];
  /** The same key further down, which wins. */
  readonly overriddenBy?: Place;
}

/** Every key of a manifest that its tool does not see: unknown ones, and those that stand again further down. */
export function unknownKeysOf(file: ManifestFile): readonly UnknownKey[] {
  const tool = file.kind === 'toolkit' ? 'The starter toolkit' : 'The `@aws/agentcore` CLI (0.30.0)';
  const unknown = misfitsOfFile(file).flatMap((misfit) =>
    misfit.kind === 'unknown' ? describe(misfit.entry, misfit.shape, misfit.path, file, tool) : [],
  );
  return [...unknown, ...repeated(file, tool)];
}

/** Notes that people leave in files without comments: `_comment`, `//`, `x-owner`. */
export function isKeyForPeople(key: string): boolean {
  return /^(_|\/\/|x-|\$|#|comment)/i.test(key);
}

/** The toolkit keeps no variables in its file: they are given anew with every deployment. */
const ENVIRONMENT = /^env(ironment)?(_?var(iable)?s)?$/i;

function describe(entry: Entry, shape: MapShape, path: Path, file: ManifestFile, tool: string): readonly UnknownKey[] {
  const map = valueAt(file.tree, ...path);
  if (map?.kind !== 'map') return [];
  const agent =
    file.agents.find((candidate) => holds(candidate.tree, entry)) ??
    (file.agents.length === 1 ? file.agents[0] : undefined);
  const protocol = agent?.protocol === undefined ? protocolIn(entry) : undefined;
  const meant = nearest(entry.key, Object.keys(shape.keys));
  const whole = file.kind === 'toolkit' ? TOOLKIT_AGENT : CLI_RUNTIME;
  const owner =
    path.length > 0 ? path.slice(0, 2) : file.kind === 'toolkit' ? ['agents', '<agent>'] : ['runtimes', '<runtime>'];
  const levels = placesOf(entry.key, whole);
  const places = levels.map((place) => describePath([...owner, ...place]));
  const above =
    path.length > 0 && file.kind === 'toolkit' && Object.hasOwn(TOOLKIT_FILE.keys, entry.key) ? ['the top level'] : [];
  const unknown: UnknownKey = {
    entry,
    map,
    shape,
    reader: file.kind === 'toolkit' ? 'pydantic' : 'zod',
    ...optional('agent', agent),
    levels: above.length === 0 ? levels : [],
    where: path.length === 0 ? 'at the top level' : `in \`${describePath(path)}\``,
    tool,
    refused: shape.others === 'refused',
    ...(protocol === undefined || agent === undefined
      ? {}
      : { protocol: { ...protocol, remedy: rightProtocol(agent, protocol.value) } }),
    ...(meant === undefined ? {} : { meant }),
    ...(ENVIRONMENT.test(entry.key) && file.kind === 'toolkit'
      ? { advice: 'Pass the variables with `agentcore deploy --env NAME=value`.' }
      : {}),
    places: [...places, ...above],
  };
  return [unknown];
}

function rightProtocol({ kind }: AgentConfig, protocol: string): string {
  return kind === 'cli'
    ? `Write \`"protocol": "${protocol}"\`.`
    : `Write \`server_protocol: ${protocol}\` below \`aws.protocol_configuration\`.`;
}

function holds(tree: Tree, entry: Entry): boolean {
  return partsOf(tree).some((part) => part.kind === 'map' && part.entries.includes(entry));
}

function repeated({ tree }: ManifestFile, tool: string): readonly UnknownKey[] {
  if (tree === undefined) return [];
  return partsOf(tree).flatMap((part) =>
    part.kind === 'map'
      ? overriddenEntries(part).map(({ entry, by }) => ({
          entry,
          map: part,
          shape: { kind: 'map' as const, keys: {}, others: 'ignored' as const },
          reader: 'pydantic' as const,
          where: 'in one map',
          tool,
          refused: false,
          places: [],
          levels: [],
          overriddenBy: by.keyAt,
        }))
      : [],
  );
}
