import type { AgentConfig, Target } from '../../model/manifest.ts';
import type { Tree } from '../../model/tree.ts';
import type { NamedValue } from '../../model/value.ts';
import { authorizerOf, type TextPlaces, textsOf } from './agent-config.ts';
import { baseOf, folderOf } from '../paths.ts';
import type { ReadManifest } from './toolkit-manifest.ts';
import { itemsOf, locatedText, textOf, valueAt } from '../config/tree.ts';

const PLACES: TextPlaces = {
  name: [['name']],
  entrypoint: [['entrypoint']],
  sourceFolder: [['codeLocation']],
  dockerfile: [['dockerfile']],
  protocol: [['protocol']],
  runtimeVersion: [['runtimeVersion']],
  executionRole: [['executionRoleArn']],
  authorizerType: [['authorizerType']],
};

/** Reads the runtimes of `agentcore.json`; they go to the one target of `aws-targets.json`, if it names one only. */
export function readCliManifest(path: string, tree: Tree, targets: readonly Target[]): ReadManifest {
  if (tree.kind !== 'map')
    return { agents: [], problem: { what: 'schema', message: 'It holds no object.', at: tree.at } };
  return {
    agents: itemsOf(valueAt(tree, 'runtimes')).flatMap((item) =>
      item.kind === 'map' ? [agentOf(path, item, targets)] : [],
    ),
  };
}

function agentOf(path: string, tree: Tree, targets: readonly Target[]): AgentConfig {
  const [target, another] = targets;
  const only = another === undefined ? target : undefined;
  return {
    manifest: path,
    kind: 'cli',
    base: projectOf(path),
    at: tree.at,
    tree,
    ...textsOf(tree, PLACES),
    ...(only?.account === undefined ? {} : { account: only.account }),
    ...(only?.region === undefined ? {} : { region: only.region }),
    ...authorizerOf(tree, 'authorizerConfiguration'),
    packaging: textOf(valueAt(tree, 'build')) === 'CodeZip' ? 'code-zip' : 'container',
    environment: itemsOf(valueAt(tree, 'envVars')).flatMap(variableOf),
  };
}

/** The folder that holds `agentcore/`. */
function projectOf(path: string): string {
  const folder = folderOf(path);
  return baseOf(folder) === 'agentcore' ? folderOf(folder) : folder;
}

function variableOf(tree: Tree): readonly NamedValue[] {
  const name = textOf(valueAt(tree, 'name'));
  const from = '`envVars` of agentcore.json';
  return name === undefined ? [] : [{ name, value: textOf(valueAt(tree, 'value')), at: tree.at, from }];
}

/** Reads the deployment targets of `aws-targets.json`. */
export function readTargets(tree: Tree): readonly Target[] {
  return itemsOf(tree).map((item) => {
    const [name, account, region] = [
      locatedText(valueAt(item, 'name')),
      locatedText(valueAt(item, 'account')),
      locatedText(valueAt(item, 'region')),
    ];
    return {
      at: item.at,
      ...(name === undefined ? {} : { name }),
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
    };
  });
}
