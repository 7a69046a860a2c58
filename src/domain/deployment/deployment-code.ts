import type { RuntimeDeclaration } from '../../model/deployment.ts';
import type { Located } from '../../model/location.ts';
import type { NamedValue } from '../../model/value.ts';
import { type Code, type Group, groupAt, groupOf, literalAt, memberIn } from './code-literals.ts';
import { closing, enclosing } from './code-mask.ts';
import { slotOfCode } from './deployment-slots.ts';
import { assetFolderOf, groupsIn } from './deployment-folder.ts';
import { optional } from '../manifest/optional.ts';

/** Whether a Python or TypeScript text is worth reading for runtimes. */
export function mayDeclareRuntime(text: string): boolean {
  return /agentRuntimeArtifact|agent_runtime_artifact|AgentRuntimeArtifact/.test(text) || isToolkitText(text);
}

function isToolkitText(text: string): boolean {
  return text.includes('bedrock_agentcore_starter_toolkit') && text.includes('.configure(');
}

/** The runtimes that a program creates: boto3, AWS SDK, CDK, and the toolkit's `Runtime().configure(…)`. */
export function declarationsInCode(code: Code, path: string): readonly RuntimeDeclaration[] {
  const seen = new Set<number>();
  const created = [...code.text.matchAll(ARTIFACT)].flatMap(({ index, 0: found }) =>
    createdAt(code, path, index, found, seen),
  );
  return isToolkitText(code.text) ? [...created, ...configured(code, path)] : created;
}

/** The member that every way of creating a runtime has. */
const ARTIFACT =
  /["']?\b(?:agentRuntimeArtifact|agent_runtime_artifact|AgentRuntimeArtifact)\b["']?\s*(?:=(?!=)|[:,}\n])/g;

const NAMES = ['agentruntimename', 'runtimename'];

function createdAt(
  code: Code,
  path: string,
  index: number,
  found: string,
  seen: Set<number>,
): readonly RuntimeDeclaration[] {
  // In a comment or in a longer string nothing of it is left in the mask.
  if (code.mask[index] !== found[0]) return [];
  const around = enclosing(code.mask, index);
  if (around === undefined || seen.has(around.open) || isDefinition(code.mask.slice(0, around.open))) return [];
  seen.add(around.open);
  const group = withLater(code, groupAt(code, around.open), around.open);
  if (memberIn(group, 'agentruntimeid') !== undefined || memberIn(group, 'agentruntimeartifact') === undefined)
    return [];
  const declaration = declared(code, group, path);
  const { name, entrypoint, folder, protocol } = declaration;
  // A helper that is handed everything creates runtimes that are declared elsewhere.
  const handed = protocol !== undefined && !/^(?:MCP|HTTP|A2A|AGUI)$/i.test(protocol.value);
  if (handed && name === undefined && entrypoint === undefined && folder === undefined) return [];
  const before = code.mask.slice(Math.max(0, around.open - 200), around.open);
  const by = CDK[code.style].test(before) ? 'cdk' : code.style === 'typescript' ? 'typescript' : 'python';
  const slot = protocol === undefined ? slotOfCode(code, around, /\w+/.exec(found)?.[0] ?? '') : undefined;
  return [{ by, at: code.placeOf(around.open, around.close + 1), ...declaration, ...optional('slot', slot) }];
}

/** What stands before the bracket when a construct of the CDK is made. */
const CDK = {
  python: /(?:Runtime|CfnResource)$|properties\s*=\s*$/,
  typescript: /\bnew\s+[\w.]*(?:Runtime|CfnResource)\s*\([^()]*$|properties\s*:\s*$/,
  terraform: /(?!)/,
} as const;

/** An interface, a type, or the parameters of a function: nothing is created there. */
function isDefinition(before: string): boolean {
  return /(?:\binterface\s+[\w<>, .]+|\btype\s+\w+\s*=|\bclass\s+[\w<>, .()]+|\bdef\s+\w+|\bfunction\s+\w*|\bconstructor)\s*$/.test(
    before,
  );
}

/** Adds what is put into a dictionary afterwards: `params["protocolConfiguration"] = {…}`. */
function withLater(code: Code, group: Group, open: number): Group {
  const name = /([A-Za-z_]\w*)\s*(?::[^=\n]+)?=\s*$/.exec(code.mask.slice(Math.max(0, open - 120), open))?.[1];
  if (name === undefined || code.mask[open] !== '{') return group;
  const later = [
    ...code.text.matchAll(new RegExp(`(?<![\\w.])${name}(?:\\[["'](\\w+)["']\\]|\\.(\\w+))\\s*=(?!=)\\s*`, 'g')),
  ];
  const members = later.flatMap(({ index, 0: head, 1: quoted, 2: plain }) => {
    if (code.mask[index] === ' ') return [];
    const start = index + head.length;
    return [
      {
        key: quoted ?? plain,
        start: index,
        end: endOfValue(code, start),
        value: { start, end: endOfValue(code, start) },
      },
    ];
  });
  return { ...group, members: [...group.members, ...members] };
}

function endOfValue({ mask }: Code, start: number): number {
  let end = start;
  let depth = 0;
  while (end < mask.length && (depth > 0 || !/[\n;]/.test(mask[end] ?? ''))) {
    if (/[([{]/.test(mask[end] ?? '')) depth += 1;
    if (/[)\]}]/.test(mask[end] ?? '')) depth -= 1;
    end += 1;
  }
  return start + mask.slice(start, end).trimEnd().length;
}

type Declared = Omit<RuntimeDeclaration, 'by' | 'at'>;

function declared(code: Code, group: Group, path: string): Declared {
  const artifact = memberIn(group, 'agentruntimeartifact');
  const written = artifact === undefined ? '' : code.text.slice(artifact.value.start, artifact.value.end);
  const inside = artifact === undefined ? undefined : groupOf(code, artifact.value);
  const name = memberIn(group, ...NAMES);
  const authorizer = memberIn(group, 'authorizerconfiguration', 'authorizer');
  return {
    ...optional('name', name === undefined ? undefined : literalAt(code, name.value)),
    ...optional('protocol', protocolOf(code, group)),
    ...optional('entrypoint', entrypointOf(code, inside)),
    ...optional('folder', assetFolderOf(code, written === '' ? undefined : artifact?.value, path)),
    packaging: packagingOf(written, inside),
    hasAuthorizer:
      authorizer !== undefined
        ? !/usingIAM|using_iam/.test(code.text.slice(authorizer.value.start, authorizer.value.end))
        : group.open === undefined
          ? false
          : 'unknown',
    environment: environmentOf(code, group, path),
  };
}

function packagingOf(written: string, inside: Group | undefined): RuntimeDeclaration['packaging'] {
  if (
    memberIn(inside, 'codeconfiguration') !== undefined ||
    /fromCodeAsset|fromS3|from_code_asset|from_s3|codeConfiguration|code_configuration/.test(written)
  )
    return 'code-zip';
  if (
    memberIn(inside, 'containerconfiguration') !== undefined ||
    /from(?:Asset|EcrRepository|ImageUri)|from_(?:asset|ecr_repository|image_uri)/.test(written)
  )
    return 'container';
  return 'unknown';
}

/** `"MCP"`, `{ serverProtocol: "MCP" }` or `ProtocolType.MCP`; else the expression itself. */
function protocolOf(code: Code, group: Group): Located<string> | undefined {
  const member = memberIn(group, 'protocolconfiguration', 'protocol', 'serverprotocol');
  if (member === undefined) {
    if (group.open === undefined) return undefined;
    const around = group.members[0] ?? { start: 0, end: 0 };
    return { value: group.open, at: code.placeOf(around.start, around.end) };
  }
  const inside =
    literalAt(code, member.value) === undefined ? memberIn(groupOf(code, member.value), 'serverprotocol') : undefined;
  const value = inside?.value ?? member.value;
  const written = code.text.slice(value.start, value.end);
  const constant = /\bProtocol(?:Type)?\.(\w+)$/.exec(written)?.[1];
  return literalAt(code, value) ?? { value: constant ?? written, at: code.placeOf(value.start, value.end) };
}

/** The last word of `entryPoint: ["opentelemetry-instrument", "main.py"]`. */
function entrypointOf(code: Code, artifact: Group | undefined): Located<string> | undefined {
  const configuration = memberIn(artifact, 'codeconfiguration');
  const holder = configuration === undefined ? artifact : groupOf(code, configuration.value);
  const member = memberIn(holder, 'entrypoint') ?? memberIn(groupsIn(code, holder), 'entrypoint');
  const last = member === undefined ? undefined : groupOf(code, member.value)?.members.at(-1);
  return last === undefined ? undefined : literalAt(code, last.value);
}

function environmentOf(code: Code, group: Group, path: string): readonly NamedValue[] {
  const member = memberIn(group, 'environmentvariables', 'envvars');
  const variables = member === undefined ? undefined : groupOf(code, member.value);
  return (variables?.members ?? []).flatMap(({ key, value, start, end }): readonly NamedValue[] =>
    key === undefined
      ? []
      : [
          {
            name: key,
            value: literalAt(code, value)?.value,
            at: code.placeOf(start, end),
            from: `the runtime in ${path}`,
          },
        ],
  );
}

/** `runtime.configure(entrypoint=…, protocol="MCP", agent_name=…)` of the starter toolkit. */
function configured(code: Code, path: string): readonly RuntimeDeclaration[] {
  return [...code.mask.matchAll(/\.configure\s*\(/g)].flatMap(({ index, 0: head }) => {
    const bracket = index + head.length - 1;
    const written = groupAt(code, bracket);
    const spread = written.open === undefined ? undefined : groupFrom(code, written.open);
    const group =
      spread === undefined ? written : { members: [...spread.members, ...written.members], open: spread.open };
    const entrypoint = memberIn(group, 'entrypoint');
    if (entrypoint === undefined) return [];
    const name = memberIn(group, 'agentname');
    const deployment = memberIn(group, 'deploymenttype');
    const kind = deployment === undefined ? undefined : literalAt(code, deployment.value)?.value;
    const at = code.placeOf(index + 1, (closing(code.mask, bracket) ?? bracket) + 1);
    const protocol = protocolOf(code, group);
    return [
      {
        by: 'python' as const,
        at: code.placeOf(index + 1, endOfValue(code, bracket)),
        ...optional('name', name === undefined ? undefined : literalAt(code, name.value)),
        ...optional('protocol', protocol),
        ...(protocol === undefined
          ? { slot: { kind: 'call', at, name: 'protocol', around: ['"', '"'] } as const }
          : {}),
        ...optional('entrypoint', literalAt(code, entrypoint.value)),
        packaging:
          kind === 'direct_code_deploy'
            ? ('code-zip' as const)
            : kind === 'container'
              ? ('container' as const)
              : ('unknown' as const),
        hasAuthorizer:
          memberIn(group, 'authorizerconfiguration') !== undefined
            ? true
            : group.open === undefined
              ? false
              : ('unknown' as const),
        environment: environmentOf(code, group, path),
      },
    ];
  });
}

/** The dictionary behind `**options`, with what is put into it afterwards. */
function groupFrom(code: Code, spread: string): Group | undefined {
  const name = spread.replace(/^(?:\*\*|\.\.\.)/, '');
  const found = /^\w+$/.test(name) ? new RegExp(`(?<![\\w.])${name}\\s*(?::[^=\\n]+)?=\\s*\\{`).exec(code.mask) : null;
  if (found === null) return undefined;
  const open = found.index + found[0].length - 1;
  return withLater(code, groupAt(code, open), open);
}
