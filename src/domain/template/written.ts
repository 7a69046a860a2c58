import type { Json } from '../../model/json.ts';
import type { Template } from '../../model/template.ts';
import type { Tree } from '../../model/tree.ts';
import { partsOf } from '../config/tree.ts';
import { intrinsicOf } from './cloudformation.ts';

/** Intrinsic functions as a template writes them: `!Sub x` or `{"Fn::Sub": "x"}`. */
export interface Written {
  ref(name: string): Json;
  getAtt(name: string, attribute: string): Json;
  sub(text: string): Json;
}

const SHORT: Written = {
  ref: (name) => ({ '!Ref': name }),
  getAtt: (name, attribute) => ({ '!GetAtt': `${name}.${attribute}` }),
  sub: (text) => ({ '!Sub': text }),
};

const LONG: Written = {
  ref: (name) => ({ Ref: name }),
  getAtt: (name, attribute) => ({ 'Fn::GetAtt': [name, attribute] }),
  sub: (text) => ({ 'Fn::Sub': text }),
};

/** How a template writes intrinsic functions: as it does already; without any, in short where the file is YAML. */
export function writtenIn({ path, tree }: Template): Written {
  const parts = tree === undefined ? [] : [...partsOf(tree)];
  if (parts.some(({ tag }) => tag !== undefined)) return SHORT;
  const long = parts.some((part) => intrinsicOf(part) !== undefined);
  return !long && /\.ya?ml$/.test(path) ? SHORT : LONG;
}

/** Whether a tool writes the template anew at each build, so that a change in it does not last. */
export function isSynthesised({ path, resources }: Template): boolean {
  return (
    /(?:^|\/)cdk\.out\//.test(path) ||
    resources.some(({ type, tree }) => type === 'AWS::CDK::Metadata' || hasConstructPath(tree))
  );
}

/** A text of a policy, or a list of such, as a value that can be written at another place of the template. */
export function jsonOf(tree: Tree): Json {
  const value = bareJsonOf(tree);
  return tree.tag === undefined ? value : { [tree.tag]: value };
}

function bareJsonOf(tree: Tree): Json {
  if (tree.kind === 'list') return tree.items.map(jsonOf);
  if (tree.kind === 'scalar') return tree.text;
  return Object.fromEntries(tree.entries.map(({ key, value }) => [key, jsonOf(value)]));
}

function hasConstructPath(tree: Tree): boolean {
  const metadata = tree.kind === 'map' ? tree.entries.find(({ key }) => key === 'Metadata')?.value : undefined;
  return metadata?.kind === 'map' && metadata.entries.some(({ key }) => key === 'aws:cdk:path');
}
