import type { AgentConfig, ManifestProblem } from '../../model/manifest.ts';
import type { Tree } from '../../model/tree.ts';
import { authorizerOf, type TextPlaces, textsOf } from './agent-config.ts';
import { folderOf } from '../paths.ts';
import { entriesOf, entryOf, isPresent, textOf, valueAt } from '../config/tree.ts';

/** What a manifest says, and what keeps its tool from reading it. */
export interface ReadManifest {
  readonly agents: readonly AgentConfig[];
  readonly problem?: ManifestProblem;
}

const PLACES: TextPlaces = {
  name: [['name']],
  entrypoint: [['entrypoint']],
  sourceFolder: [['source_path']],
  protocol: [['aws', 'protocol_configuration', 'server_protocol']],
  platform: [['platform']],
  runtimeVersion: [['runtime_type']],
  executionRole: [['aws', 'execution_role']],
  account: [['aws', 'account']],
  region: [['aws', 'region']],
  repository: [['aws', 'ecr_repository']],
  runtimeArn: [['bedrock_agentcore', 'agent_arn']],
};

/**
 * Reads `.bedrock_agentcore.yaml` in both of its forms: a map of agents, or, from the toolkit's first months, one agent
 * at the top level, known by `name` and `entrypoint`.
 */
export function readToolkitManifest(path: string, tree: Tree): ReadManifest {
  if (!isPresent(tree)) return refused(tree, 'It is empty.');
  if (tree.kind !== 'map') return refused(tree, 'It holds no map.');
  const agents = entryOf(tree, 'agents');
  if (agents === undefined)
    return isLegacy(tree) ? { agents: [agentOf(path, tree)] } : refused(tree, unknownForm(tree));
  if (agents.value.kind !== 'map') return refused(agents.value, '`agents` is no map of agents.');
  return {
    agents: agents.value.entries.flatMap(({ key, keyAt, value }) =>
      value.kind === 'map' ? [{ ...agentOf(path, value), key: { value: key, at: keyAt } }] : [],
    ),
  };
}

/** Whether a document is one agent in the old form. */
function isLegacy(tree: Tree): boolean {
  return entryOf(tree, 'name') !== undefined && entryOf(tree, 'entrypoint') !== undefined;
}

function refused(tree: Tree, message: string): ReadManifest {
  return { agents: [], problem: { what: 'schema', message, at: tree.at } };
}

function unknownForm(tree: Tree): string {
  const keys = entriesOf(tree).map(({ key }) => `\`${key}\``);
  return `It holds ${keys.length === 0 ? 'nothing' : keys.slice(0, 5).join(', ')} and no \`agents\`, so the toolkit finds no agent in it.`;
}

function agentOf(path: string, tree: Tree): AgentConfig {
  return {
    manifest: path,
    kind: 'toolkit',
    base: folderOf(path),
    at: tree.at,
    tree,
    ...textsOf(tree, PLACES),
    ...authorizerOf(tree, 'authorizer_configuration'),
    packaging: isContainer(tree) ? 'container' : 'code-zip',
    environment: [], // The toolkit keeps none in the file; variables come from `agentcore deploy --env`.
  };
}

/** The toolkit turns an agent with a repository or a CodeBuild project back into a container when it loads the file. */
function isContainer(tree: Tree): boolean {
  const built = textOf(valueAt(tree, 'aws', 'ecr_repository')) ?? textOf(valueAt(tree, 'codebuild', 'project_name'));
  return textOf(valueAt(tree, 'deployment_type')) !== 'direct_code_deploy' || (built ?? '') !== '';
}
