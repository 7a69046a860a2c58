import type { Agent } from '../../model/agent.ts';
import type { Edit, Fix } from '../../model/change.ts';
import type { ProtocolSlot, RuntimeDeclaration } from '../../model/deployment.ts';
import { isWithin } from '../text.ts';
import { protocolEdits } from './protocol-edits.ts';
import { protocolRemedy } from './served-protocol.ts';

/** Deploys an agent with the protocol of its server, wherever its own is written or would be. */
export function protocolFix(agent: Agent, protocol: string): Fix | undefined {
  const { config, declaration } = agent;
  const edits =
    config !== undefined
      ? protocolEdits(config, protocol)
      : declaration === undefined
        ? undefined
        : declaredEdits(declaration, protocol);
  if (edits === undefined) return undefined;
  const written = declaration?.protocol;
  const elsewhere =
    config === undefined && declaration !== undefined && written !== undefined && !isWithin(written.at, declaration.at);
  return {
    title: protocolRemedy(agent, protocol).replace(/\.$/, ''),
    // A constant or a parameter may stand for other things, too; a file of somebody's own has a reader of its own.
    safety: elsewhere || config?.kind === 'unread' ? 'review' : 'safe',
    edits,
  };
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
