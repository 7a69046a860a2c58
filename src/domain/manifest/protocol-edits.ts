import type { Edit, Step } from '../../model/change.ts';
import type { AgentConfig } from '../../model/manifest.ts';
import type { Entry, MapTree, ScalarTree, Tree } from '../../model/tree.ts';
import { entryOf, scalarsOf, textOf, valueAt } from '../config/tree.ts';
import { CLI_RUNTIME } from './cli-schema.ts';
import { misfitsOf } from './shape.ts';
import { TOOLKIT_AGENT } from './toolkit-schema.ts';

/** A key that was meant to set the protocol, and that the tool does not read. */
export interface StrayProtocol {
  readonly value: string;
  readonly scalar: ScalarTree;
  readonly entry: Entry;
  /** The map that holds the entry. */
  readonly map: MapTree;
}

/** `MCP` under a key that speaks of a protocol, or of a server's mode. */
export function protocolIn({ key, value }: Entry): Pick<StrayProtocol, 'value' | 'scalar'> | undefined {
  for (const { path, scalar } of scalarsOf(value, [key])) {
    const named = path.some((step) => typeof step === 'string' && /proto?col|prtocol|server_?type/i.test(step));
    if (named && /^(mcp|a2a|agui)$/i.test(scalar.text)) return { value: scalar.text.toUpperCase(), scalar };
  }
  return undefined;
}

/** Where the tool of an agent keeps its protocol. */
export function protocolPath({ kind }: Pick<AgentConfig, 'kind'>): readonly string[] | undefined {
  if (kind === 'cli') return ['protocol'];
  return kind === 'toolkit' ? ['aws', 'protocol_configuration', 'server_protocol'] : undefined;
}

/**
 * Writes the protocol of an agent into its manifest: in place of what the tool passes over, when there is such a thing.
 * Nothing where two places contradict each other, or where the manifest lacks more than the protocol.
 */
export function protocolEdits(config: AgentConfig, protocol: string): readonly Edit[] | undefined {
  const path = protocolPath(config);
  if (path === undefined) {
    const { protocol: written } = config;
    return written === undefined ? undefined : [{ kind: 'swap', at: written.at, from: written.value, to: protocol }];
  }
  const [stray, another] = straysOf(config);
  if (another !== undefined || (stray !== undefined && stray.value !== protocol)) return undefined;
  if (stray !== undefined) return correctionOf(stray, config);
  const above = valueAt(config.tree, ...path.slice(0, 1));
  if (path.length > 1 && above?.kind !== 'map') return undefined;
  return [{ kind: 'set', at: config.tree.at, path, value: protocol }];
}

/** Puts a stray protocol where it is read: under the right key of the same map, or at its right place. */
export function correctionOf(stray: StrayProtocol, config: AgentConfig): readonly Edit[] | undefined {
  const path = protocolPath(config);
  if (path === undefined || config.protocol !== undefined) return undefined;
  const { entry, map, scalar, value } = stray;
  const key = keyFor(stray, config.tree, path);
  const letters: readonly Edit[] =
    scalar.text === value ? [] : [{ kind: 'swap', at: scalar.at, from: scalar.text, to: value }];
  if (key !== undefined && entryOf(map, key) === undefined)
    return [{ kind: 'swap', at: entry.keyAt, from: entry.key, to: key }, ...letters];
  // More than the protocol stands there: what becomes of the rest is for a person to say.
  if ([...scalarsOf(entry.value)].length > 1) return undefined;
  const above: Tree | undefined = path.length > 1 ? valueAt(config.tree, ...path.slice(0, 1)) : config.tree;
  if (above?.kind !== 'map') return undefined;
  return [
    { kind: 'unset', at: map.at, path: [entry.key] },
    { kind: 'set', at: config.tree.at, path, value },
  ];
}

/** The key by which the tool reads what stands there as it stands, when only the key is wrong. */
function keyFor({ entry, map }: StrayProtocol, tree: Tree, path: readonly string[]): string | undefined {
  const depth = path.findIndex((_, index) => valueAt(tree, ...path.slice(0, index)) === map);
  const below: readonly Step[] = depth === -1 ? [] : path.slice(depth + 1);
  const inner = valueAt(entry.value, ...below);
  const fits = depth !== -1 && (below.length === 0 ? entry.value.kind === 'scalar' : textOf(inner) !== undefined);
  return fits ? path[depth] : undefined;
}

function straysOf({ tree, kind, protocol }: AgentConfig): readonly StrayProtocol[] {
  if (protocol !== undefined) return [];
  const [shape, reader] = kind === 'cli' ? [CLI_RUNTIME, 'zod' as const] : [TOOLKIT_AGENT, 'pydantic' as const];
  return misfitsOf(tree, shape, reader).flatMap((misfit) => {
    const found = misfit.kind === 'unknown' ? protocolIn(misfit.entry) : undefined;
    const map = valueAt(tree, ...misfit.path);
    return misfit.kind === 'unknown' && found !== undefined && map?.kind === 'map'
      ? [{ ...found, entry: misfit.entry, map }]
      : [];
  });
}
