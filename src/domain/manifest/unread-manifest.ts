import type { AgentConfig } from '../../model/manifest.ts';
import type { Entry, Tree } from '../../model/tree.ts';
import type { NamedValue } from '../../model/value.ts';
import { authorizerOf, type TextPlaces, textsOf } from './agent-config.ts';
import { baseOf, folderOf } from '../paths.ts';
import { entriesOf, entryOf, isPresent, textOf, valueAt } from '../config/tree.ts';

/** Names and folders under which people write manifests of their own invention. */
const LOOKS_RIGHT = /(^|\/)\.?agentcore\/[^/]+\.(json|ya?ml)$|(^|\/)[^/]*agentcore[^/]*\.(json|ya?ml)$/i;
/** What stands there for other reasons: copies, examples, policies, the CLI's own files. */
const OTHERWISE =
  /\.(example|template|sample|dist|tpl|bak|backup|old|orig|copy|rollback|lock)(\.|$)|(^|\/)(package|package-lock|tsconfig[^/]*|cdk|aws-targets|agentcore|openapi[^/]*)\.json$|polic(y|ies)|(^|\/)\.(github|gitlab|circleci)\//i;

/** Whether a file may be a manifest of somebody's own invention; what it holds decides. */
export function mayBeUnread(path: string): boolean {
  return LOOKS_RIGHT.test(path) && !OTHERWISE.test(path);
}

const PLACES: TextPlaces = {
  name: [['name'], ['agent_name'], ['agentName'], ['agent', 'name']],
  entrypoint: [['entrypoint'], ['entry_point'], ['entryPoint'], ['agent', 'entrypoint']],
  protocol: [
    ['protocol'],
    ['server_protocol'],
    ['serverProtocol'],
    ['protocol_configuration', 'server_protocol'],
    ['aws', 'protocol_configuration', 'server_protocol'],
  ],
  platform: [['platform']],
  executionRole: [['execution_role'], ['executionRole'], ['role_arn'], ['roleArn'], ['aws', 'execution_role']],
  account: [['account'], ['aws', 'account']],
  region: [['region'], ['aws', 'region']],
};
const AUTHORIZERS = [
  'authorizer_configuration',
  'authorizerConfiguration',
  'authorizer_config',
  'authorizerConfig',
  'authorizer',
];

/** Reads what an invented manifest says about an agent; nothing when it is not about an agent at all. */
export function readUnreadManifest(path: string, tree: Tree): readonly AgentConfig[] {
  const blocks = entriesOf(valueAt(tree, 'agents')).filter(({ value }) => isAboutAgent(value));
  if (blocks.length === 0) return isAboutAgent(tree) ? [agentOf(path, tree)] : [];
  return blocks.map(({ key, keyAt, value }) => ({ ...agentOf(path, value), key: { value: key, at: keyAt } }));
}

/** An entry point together with a name, a protocol or an authorizer; or an authorizer with a name. */
function isAboutAgent(tree: Tree): boolean {
  const { name, entrypoint, protocol } = textsOf(tree, PLACES);
  const authorized = AUTHORIZERS.some((key) => isPresent(valueAt(tree, key)));
  if (entrypoint !== undefined) return name !== undefined || protocol !== undefined || authorized;
  return authorized && name !== undefined;
}

function agentOf(path: string, tree: Tree): AgentConfig {
  const variables = ['environment', 'env', 'environment_variables', 'environmentVariables'].flatMap((key) =>
    entriesOf(valueAt(tree, key)),
  );
  return {
    manifest: path,
    kind: 'unread',
    base: /^\.?agentcore$/i.test(baseOf(folderOf(path))) ? folderOf(folderOf(path)) : folderOf(path),
    at: tree.at,
    tree,
    ...textsOf(tree, PLACES),
    ...authorizerOf(tree, ...AUTHORIZERS),
    packaging: entryOf(tree, 'runtime_type') !== undefined ? 'code-zip' : 'container',
    environment: variables.map((entry) => variableOf(entry, path)),
  };
}

function variableOf({ key, value, at }: Entry, path: string): NamedValue {
  return { name: key, value: textOf(value), at, from: `\`environment\` of ${path}` };
}
