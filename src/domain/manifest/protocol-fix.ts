import type { Agent } from '../../model/agent.ts';
import type { Edit, Fix } from '../../model/change.ts';
import type { ProtocolSlot, RuntimeDeclaration } from '../../model/deployment.ts';
import { isWithin } from '../text.ts';
import { protocolEdits } from './protocol-edits.ts';
import { protocolRemedy } from './served-protocol.ts';

/** Deploys an agent with the protocol of its server, wherever its own is written or would be. */
export function protocolFix(
  agent: Agent,
  protocol: string,
  declarations: readonly RuntimeDeclaration[],
): Fix | undefined {
  const { config, declaration } = agent;
  const own =
    config !== undefined
      ? protocolEdits(config, protocol)
      : declaration === undefined
        ? undefined
        : declaredEdits(declaration, protocol);
  if (own === undefined) return undefined;
  // A script that configures the same agent anew would take the protocol back.
  const again = declarations.filter(
    (one) => one !== declaration && one.name?.value === agent.name && one.protocol?.value.toUpperCase() !== protocol,
  );
  const others = again.filter((one) => one.protocol === undefined || /^(?:HTTP|MCP)$/i.test(one.protocol.value));
  const touched = [...(config === undefined && declaration !== undefined ? [declaration] : []), ...others];
  return {
    title: protocolRemedy(agent, protocol).replace(/\.$/, ''),
    // A constant or a parameter may stand for other things, too; a file of somebody's own has a reader of its own.
    safety: touched.some(isElsewhere) || config?.kind === 'unread' ? 'review' : 'safe',
    edits: [...own, ...others.flatMap((one) => declaredEdits(one, protocol) ?? [])],
  };
}

function isElsewhere({ protocol, at }: RuntimeDeclaration): boolean {
  return protocol !== undefined && !isWithin(protocol.at, at);
}

function declaredEdits({ protocol, slot }: RuntimeDeclaration, put: string): readonly Edit[] | undefined {
  if (protocol !== undefined) return [{ kind: 'swap', at: protocol.at, from: protocol.value, to: put }];
  return slot === undefined ? undefined : [intoSlot(slot, put)];
}

function intoSlot({ kind, at, name, around: [before, after] }: ProtocolSlot, protocol: string): Edit {
  const code = `${before}${protocol}${after}`;
  switch (kind) {
    case 'command':
      return { kind: 'words', at, where: 'after', put: `${name} ${code}` };
    case 'call':
      return { kind: 'call', at, set: { [name]: code } };
    case 'members':
      return { kind: 'members', at, set: { [name]: code } };
    case 'properties':
      return { kind: 'set', at, path: [name], value: code };
    case 'block':
      // `terraform fmt` leaves a blank line before a block.
      return { kind: 'line', at, where: 'before', put: `${before.startsWith('{') ? '\n' : ''}  ${name} ${code}` };
  }
}
