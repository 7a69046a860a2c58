import type { Agent } from '../../model/agent.ts';
import type { Edit, Fix } from '../../model/change.ts';
import type { Template, TemplateResource } from '../../model/template.ts';
import type { ScalarTree, Tree } from '../../model/tree.ts';
import { allEntriesOf, entryOf, partsOf } from '../config/tree.ts';
import { intrinsicOf } from './cloudformation.ts';
import { isSynthesised } from './written.ts';

/** What the documented developer policy asks the names of roles to begin with. */
const PREFIX = 'AmazonBedrockAgentCore-';
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (verified 2026-11-25) */
const LONGEST = 64;

/** How a role gets a name that may be passed, in its template and in the manifests of the agents that name it. */
export function roleNameFix(role: TemplateResource, template: Template, agents: readonly Agent[]): Fix | undefined {
  const name = nameIn(entryOf(role.properties, 'RoleName')?.value);
  if (name === undefined || isSynthesised(template)) return undefined;
  const { text } = name;
  const known = text.includes('${') ? 0 : text.length;
  if (known + PREFIX.length > LONGEST) return undefined;
  const named = agents.flatMap(({ config }) => config?.executionRole ?? []);
  const edits: readonly Edit[] = [
    { kind: 'swap', at: name.at, from: text, to: `${PREFIX}${text}` },
    ...othersIn(template, name).map(({ scalar, before }) => renamed(scalar, before, text)),
    ...named.filter(({ value }) => value.endsWith(`/${text}`)).map((one) => renamed(one, '/', text)),
  ];
  const title = `Let the name of role \`${role.logicalId.value}\` begin with \`${PREFIX}\``;
  return { title, safety: 'review', edits };
}

function renamed({ at }: Pick<ScalarTree, 'at'>, before: string, text: string): Edit {
  return { kind: 'swap', at, from: `${before}${text}`, to: `${before}${PREFIX}${text}` };
}

/** The text that a name begins with: its own, that of `Fn::Sub`, the first part of `Fn::Join`. */
function nameIn(tree: Tree | undefined): ScalarTree | undefined {
  const intrinsic = tree === undefined ? undefined : intrinsicOf(tree);
  if (intrinsic === undefined) return tree?.kind === 'scalar' ? tree : undefined;
  if (intrinsic.name !== 'Fn::Sub') return undefined;
  return intrinsic.argument.kind === 'scalar' ? intrinsic.argument : undefined;
}

/** Where else the template writes the name out: in ARNs, and in the policies that name their roles. */
function othersIn(
  { tree }: Template,
  { text, at }: ScalarTree,
): readonly { readonly scalar: ScalarTree; readonly before: string }[] {
  if (tree === undefined) return [];
  const isName = (part: Tree): part is ScalarTree => part.kind === 'scalar' && part.text === text && part.at !== at;
  const listed = [...allEntriesOf(tree)]
    .filter(({ entry }) => entry.key === 'Roles')
    .flatMap(({ entry }) => [...partsOf(entry.value)].filter(isName))
    .map((scalar) => ({ scalar, before: '' }));
  const arns = [...partsOf(tree)].flatMap((part) =>
    part.kind === 'scalar' && part.text.includes(':role/') && part.text.endsWith(`/${text}`)
      ? [{ scalar: part, before: '/' }]
      : [],
  );
  return [...listed, ...arns];
}
