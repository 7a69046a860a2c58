import type { Agent } from '../../model/agent.ts';
import type { CloudTarget, RuntimeState } from '../../model/cloud.ts';

/**
 * Whether a runtime was deployed from an agent's files: a tool wrote its ARN down there, or its name is that of the agent,
 * which the npm CLI puts behind the project's. An option may name any runtime.
 */
export function isDeployedFrom(
  { name, config, declaration }: Agent,
  { agent, runtime }: CloudTarget,
  state: Pick<RuntimeState, 'name'>,
): boolean {
  if (agent !== name || config?.kind === 'unread') return false;
  if (runtime?.at !== undefined) return true;
  const own = declaration?.name?.value ?? config?.name?.value;
  return own !== undefined && (state.name === own || (config?.kind === 'cli' && state.name.endsWith(`_${own}`)));
}
