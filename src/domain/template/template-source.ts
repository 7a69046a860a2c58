import type { Located } from '../../model/location.ts';
import type { Template, TemplateOutput, TemplateParameter, TemplateResource } from '../../model/template.ts';
import type { Entry, MapTree, Parsed, Tree } from '../../model/tree.ts';

/**
 * Whether a text is worth parsing as a template: `Resources:` and a `Type` of AWS, or the format version.
 * Cheap, because every YAML and JSON file of a project is asked.
 */
export function looksLikeTemplate(text: string): boolean {
  if (!text.includes('AWS::')) return false;
  return /^["' {]*["']?Resources["']?\s*:/m.test(text) && /["']?Type["']?\s*:\s*["']?(AWS|Alexa|Custom)::/.test(text);
}

/** A parsed document as a template; `undefined` when it has no map of resources after all. */
export function readTemplate(path: string, text: string, parsed: Parsed): Template | undefined {
  const mentionsAgentCore = /bedrock-?agentcore/i.test(text);
  const nothing = { resources: [], parameters: [], outputs: [] };
  if (!parsed.ok) {
    // The pattern of a template (Jinja, ERB, Handlebars) is no template yet.
    const isPattern = /\{\{|\{%|<%/.test(text.replaceAll('{{resolve:', ''));
    return isPattern ? undefined : { path, problem: parsed.problem, mentionsAgentCore, ...nothing };
  }
  const { tree } = parsed;
  const resources = entriesOf(tree, 'Resources').flatMap(resourceOf);
  if (resources.length === 0) return undefined;
  const parameters = entriesOf(tree, 'Parameters').map(parameterOf);
  const outputs = entriesOf(tree, 'Outputs').flatMap(outputOf);
  return { path, mentionsAgentCore, resources, parameters, outputs, tree };
}

function resourceOf({ key, keyAt, value, at }: Entry): readonly TemplateResource[] {
  if (value.kind !== 'map') return [];
  const type = scalarAt(value, 'Type')?.value;
  if (type === undefined) return [];
  const properties = childOf(value, 'Properties');
  const condition = scalarAt(value, 'Condition')?.value;
  return [
    {
      logicalId: { value: key, at: keyAt },
      type,
      ...(properties === undefined ? {} : { properties }),
      ...(condition === undefined ? {} : { condition }),
      tree: value,
      at,
    },
  ];
}

function parameterOf({ key, value, at }: Entry): TemplateParameter {
  const type = value.kind === 'map' ? scalarAt(value, 'Type')?.value : undefined;
  const written = value.kind === 'map' ? scalarAt(value, 'Default') : undefined;
  return {
    name: key,
    ...(type === undefined ? {} : { type }),
    ...(written === undefined ? {} : { default: written }),
    at,
  };
}

function outputOf({ key, value, at }: Entry): readonly TemplateOutput[] {
  const written = value.kind === 'map' ? childOf(value, 'Value') : undefined;
  return written === undefined ? [] : [{ name: key, value: written, at }];
}

function entriesOf(tree: Tree, key: string): readonly Entry[] {
  const child = tree.kind === 'map' ? childOf(tree, key) : undefined;
  return child?.kind === 'map' ? child.entries : [];
}

function childOf(tree: MapTree, key: string): Tree | undefined {
  return tree.entries.find((entry) => entry.key === key)?.value;
}

function scalarAt(tree: MapTree, key: string): Located<string> | undefined {
  const child = childOf(tree, key);
  return child?.kind === 'scalar' && child.tag === undefined ? { value: child.text, at: child.at } : undefined;
}
