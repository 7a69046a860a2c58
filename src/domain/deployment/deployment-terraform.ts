import type { ProtocolSlot, RuntimeDeclaration } from '../../model/deployment.ts';
import { optional } from '../manifest/optional.ts';
import { type Code, groupAt, groupOf, literalAt, type Member, memberIn } from './code-literals.ts';
import { closing } from './code-mask.ts';

/** `aws_bedrockagentcore_gateway` has a `protocol_type` of its own and is no runtime. */
const RUNTIME =
  /\bresource\s+"(?:aws_bedrockagentcore_agent_runtime|awscc_bedrockagentcore_runtime)"\s+"[^"\n]*"\s*\{/g;

/** Whether a Terraform file is worth reading for runtimes. */
export function mayDeclareInTerraform(text: string): boolean {
  return text.includes('bedrockagentcore_agent_runtime"') || text.includes('awscc_bedrockagentcore_runtime"');
}

/** The runtimes of a Terraform file. */
export function declarationsInTerraform(code: Code, path: string): readonly RuntimeDeclaration[] {
  return [...code.text.matchAll(RUNTIME)].flatMap(({ index, 0: head }) => {
    const open = index + head.length - 1;
    const close = closing(code.mask, open);
    // In a comment nothing of the head is left.
    if (close === undefined || code.mask[index] === ' ') return [];
    return [declarationAt(code, path, index, open, close + 1)];
  });
}

function declarationAt(code: Code, path: string, start: number, open: number, end: number): RuntimeDeclaration {
  const block = groupAt(code, open);
  const name = memberIn(block, 'agentruntimename');
  const literal = name === undefined ? undefined : literalAt(code, name.value);
  const protocol = protocolOf(code, memberIn(block, 'protocolconfiguration'));
  const artifact = memberIn(block, 'agentruntimeartifact');
  const inside = artifact === undefined ? undefined : groupOf(code, artifact.value);
  const configuration = memberIn(inside, 'codeconfiguration');
  const points = configuration === undefined ? undefined : memberIn(groupOf(code, configuration.value), 'entrypoint');
  const point = points === undefined ? undefined : groupOf(code, points.value)?.members.at(-1);
  const entrypoint = point === undefined ? undefined : literalAt(code, point.value);
  const variables = memberIn(block, 'environmentvariables');
  return {
    by: 'terraform',
    at: code.placeOf(start, end),
    ...(literal === undefined ? {} : { name: literal }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    packaging:
      configuration !== undefined
        ? 'code-zip'
        : memberIn(inside, 'containerconfiguration') !== undefined
          ? 'container'
          : 'unknown',
    hasAuthorizer: memberIn(block, 'authorizerconfiguration') !== undefined,
    environment: variables === undefined ? [] : variablesIn(code, variables, path),
    ...optional('slot', protocol === undefined ? slotOf(code, start, end) : undefined),
  };
}

/** Before a closing brace that stands alone at the beginning of its line, as `terraform fmt` writes it. */
function slotOf(code: Code, start: number, end: number): ProtocolSlot | undefined {
  if (code.text[end - 2] !== '\n' || !/^\s*(?:\n|$)/.test(code.text.slice(end))) return undefined;
  const structured = code.text.startsWith('resource "aws_', start);
  return {
    kind: 'block',
    at: code.placeOf(end - 1, end),
    name: 'protocol_configuration',
    around: structured ? ['{\n    server_protocol = "', '"\n  }'] : ['= "', '"'],
  };
}

/** `protocol_configuration { server_protocol = "MCP" }`, or the plain string of the other provider. */
function protocolOf(code: Code, member: Member | undefined): RuntimeDeclaration['protocol'] {
  if (member === undefined) return undefined;
  const value = memberIn(groupOf(code, member.value), 'serverprotocol')?.value ?? member.value;
  return (
    literalAt(code, value) ?? {
      value: code.text.slice(value.start, value.end),
      at: code.placeOf(value.start, value.end),
    }
  );
}

/** The variables of a map, also of the maps that `merge(…)` is given. */
function variablesIn(code: Code, { value }: Member, path: string): RuntimeDeclaration['environment'] {
  const group = groupOf(code, value);
  const maps = /^merge\b/.test(code.text.slice(value.start, value.end))
    ? (group?.members.map((member) => groupOf(code, member.value)) ?? [])
    : [group];
  return maps.flatMap((map) =>
    (map?.members ?? []).flatMap((member) =>
      member.key === undefined
        ? []
        : [
            {
              name: member.key,
              value: literalAt(code, member.value)?.value,
              at: code.placeOf(member.start, member.end),
              from: `\`environment_variables\` in ${path}`,
            },
          ],
    ),
  );
}
