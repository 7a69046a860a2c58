import type { ProtocolSlot } from '../../model/deployment.ts';
import type { Located } from '../../model/location.ts';
import type { Code } from './code-literals.ts';

/** Where a command takes a protocol that it does not name: behind its last option. */
export function slotOfCommand(words: readonly Located<string>[], aws: boolean): ProtocolSlot | undefined {
  const last = words.at(-1);
  const option = words.findLast(({ value }) => /^--?\w/.test(value));
  if (last === undefined || option === undefined) return undefined;
  const at = { ...last.at, range: { start: option.at.range.start, end: last.at.range.end } };
  return aws
    ? { kind: 'command', at, name: '--protocol-configuration', around: ['serverProtocol=', ''] }
    : { kind: 'command', at, name: '--protocol', around: ['', ''] };
}

/**
 * Where the code that creates a runtime takes a protocol: as an argument, or as a member of the literal around the
 * artifact. Each way of creating one has its own form of the value.
 */
export function slotOfCode(
  code: Code,
  { open, close }: { readonly open: number; readonly close: number },
  artifact: string,
): ProtocolSlot | undefined {
  const name = nameLike(artifact);
  const around = formOf(code, open, artifact);
  if (around === undefined) return undefined;
  if (code.mask[open] === '{') return { kind: 'members', at: code.placeOf(open, close + 1), name, around };
  const callee = /[\w.]+\s*$/.exec(code.mask.slice(Math.max(0, open - 200), open))?.[0];
  return callee === undefined
    ? undefined
    : { kind: 'call', at: code.placeOf(open - callee.length, close + 1), name, around };
}

/** The protocol's name in the style of the artifact's: `agentRuntimeArtifact`, `agent_runtime_artifact`. */
function nameLike(artifact: string): string {
  if (artifact.includes('_')) return 'protocol_configuration';
  return artifact.startsWith('A') ? 'ProtocolConfiguration' : 'protocolConfiguration';
}

/** The text around the protocol: a string, an enumeration, or the structure of the API. */
function formOf(code: Code, open: number, artifact: string): ProtocolSlot['around'] | undefined {
  const before = code.mask.slice(Math.max(0, open - 300), open);
  const [, module, construct] =
    /(?:\bnew\s+|\b)(?:([\w.]+)\.)?(Runtime|CfnRuntime|CfnResource)(?:\s*\([^()]*|\s*)$/.exec(before) ?? [];
  if (construct === 'Runtime') return module === undefined ? undefined : [`${module}.ProtocolType.`, ''];
  if (construct !== undefined || /properties\s*[:=]\s*$/.test(before) || artifact.startsWith('A')) return ['"', '"'];
  return code.style === 'python' ? ['{"serverProtocol": "', '"}'] : ['{ serverProtocol: "', '" }'];
}
