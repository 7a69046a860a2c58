import { deployedServers } from '../domain/server/deployed.ts';
import { type FoundUse, javascriptUses, pythonUses } from '../domain/server/aws-uses.ts';
import type { AwsUse } from '../model/aws-use.ts';
import { defineCollector } from '../model/fact.ts';
import type { World } from '../model/world.ts';

/** Finds what deployed servers ask of AWS, in those of their files that import an AWS SDK. */
export const awsUses = defineCollector<'awsUses', 'servers' | 'agents'>({
  source: 'files',
  needs: ['servers', 'agents'],
  async collect({ servers, agents }, world) {
    const read = new Map<string, Promise<readonly FoundUse[]>>();
    const uses = await Promise.all(
      deployedServers(servers).map(async ({ imports, language, agentIndex }): Promise<readonly AwsUse[]> => {
        const paths = new Set(imports.filter(({ module }) => isAws(module)).map(({ at }) => at.path));
        const agent = agentIndex === undefined ? '' : (agents.agents[agentIndex]?.name ?? '');
        const found = await Promise.all(
          [...paths].map((path) => {
            const known = read.get(path) ?? usesIn(path, language, world);
            read.set(path, known);
            return known;
          }),
        );
        return found.flat().map((use) => ({ agent, ...use }));
      }),
    );
    const seen = new Map(uses.flat().map((use) => [`${use.agent} ${use.action} ${use.at.path}`, use]));
    return { uses: [...seen.values()] };
  },
});

function isAws(module: string): boolean {
  return module === 'boto3' || module.startsWith('boto3.') || module.startsWith('@aws-sdk/client-');
}

async function usesIn(path: string, language: 'python' | 'typescript', world: World): Promise<readonly FoundUse[]> {
  const file = await world.glance(path);
  if (!file.ok) return [];
  return language === 'python' ? pythonUses(path, file.text) : javascriptUses(path, file.text);
}
