import type { AgentConfig } from '../../model/manifest.ts';
import { isOpen } from './agent-config.ts';
import { whereaboutsOf } from './arns.ts';

/** The region or account of an agent as its own settings and resources tell it; nothing when they disagree. */
export function knownOf(
  agent: Pick<AgentConfig, 'account' | 'region' | 'executionRole' | 'repository' | 'runtimeArn'>,
  word: 'region' | 'account',
): string | undefined {
  const things = [agent.executionRole, agent.repository, agent.runtimeArn];
  const told = things.flatMap((thing) => whereaboutsOf(thing?.value ?? '')[word] ?? []);
  const own = agent[word]?.value;
  const written = own === undefined || own === '' || isOpen(own) ? [] : [own];
  const [known, ...others] = new Set([...written, ...told]);
  return others.length > 0 ? undefined : known;
}
