import type { ManifestFile } from '../../model/manifest.ts';
import type { Tree } from '../../model/tree.ts';
import { CLI_FILE, CLI_TARGETS } from './cli-schema.ts';
import { type Misfit, misfitsOf, type Path, type Shape } from './shape.ts';
import { TOOLKIT_AGENT, TOOLKIT_FILE } from './toolkit-schema.ts';
import { entryOf, isFilled, textOf, valueAt } from '../config/tree.ts';
import { rememberedOf } from '../remembered.ts';

/** The shape that a manifest has in the eyes of its tool; none when the tool cannot read it at all. */
function shapeOf({ kind, tree, problem }: ManifestFile): Shape | undefined {
  if (tree === undefined || problem !== undefined || kind === 'unread') return undefined;
  if (kind === 'cli') return CLI_FILE;
  if (kind === 'targets') return CLI_TARGETS;
  return entryOf(tree, 'agents') === undefined ? TOOLKIT_AGENT : TOOLKIT_FILE;
}

/** Every point in which a manifest differs from what its tool reads. Several checks ask for it. */
export const misfitsOfFile = rememberedOf(compare);

function compare(file: ManifestFile): readonly Misfit[] {
  const shape = shapeOf(file);
  if (shape === undefined || file.tree === undefined) return [];
  const reader = file.kind === 'toolkit' ? 'pydantic' : 'zod';
  return [...misfitsOf(file.tree, shape, reader), ...(file.kind === 'toolkit' ? deployFaults(file) : [])];
}

/**
 * What the toolkit asks for when it deploys: the keys `account` and `region` (null stands for those of the credentials),
 * and a role or leave to make one. A project that deploys through templates needs none of them.
 * https://github.com/aws/bedrock-agentcore-starter-toolkit (0.3.10, `utils/runtime/schema.py`, verified 2026-11-23)
 */
function* deployFaults({ tree, agents }: ManifestFile): Iterable<Misfit> {
  if (textOf(valueAt(tree, 'is_agentcore_create_with_iac')) === 'true') return;
  for (const agent of agents) {
    const path: Path = agent.key === undefined ? [] : ['agents', agent.key.value];
    const aws = valueAt(agent.tree, 'aws');
    if (aws === undefined) {
      yield { kind: 'missing', key: 'aws', at: agent.at, path };
    } else if (aws.kind === 'map') {
      for (const key of ['account', 'region'])
        if (entryOf(aws, key) === undefined) yield { kind: 'missing', key, at: aws.at, path: [...path, 'aws'] };
      if (!isFilled(valueAt(aws, 'execution_role')) && !isTrue(valueAt(aws, 'execution_role_auto_create'))) {
        yield { kind: 'missing', key: 'execution_role', at: aws.at, path: [...path, 'aws'] };
      }
    }
  }
}

function isTrue(tree: Tree | undefined): boolean {
  return /^(true|yes|on|y|t|1)$/i.test(textOf(tree) ?? '');
}

/** A path as people write it: `runtimes[0].protocol`. */
export function describePath(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

/** Every place where a tool knows a key: the keys that lead there, without those of a dictionary or list. */
export function placesOf(key: string, shape: Shape, path: readonly string[] = []): readonly (readonly string[])[] {
  if (shape.kind === 'list' || shape.kind === 'dictionary') return placesOf(key, shape.of, path);
  if (shape.kind !== 'map') return [];
  const below = Object.entries(shape.keys).flatMap(([name, field]) => placesOf(key, field.shape, [...path, name]));
  return Object.hasOwn(shape.keys, key) ? [path, ...below] : below;
}
