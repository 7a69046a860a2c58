import { isOpen } from '../src/domain/manifest/agent-config.ts';
import { isAbsolute } from '../src/domain/locate.ts';
import { isBelow } from '../src/domain/paths.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Agent } from '../src/model/agent.ts';
import type { AgentConfig } from '../src/model/manifest.ts';

export default defineCheck({
  id: 'entrypoint-absolute',
  title: 'The manifest points into the folders of one machine',
  severity: 'note',
  why: '`agentcore configure` writes the whole path of the machine it runs on; on any other machine, in CI, and after a move of the folder, `agentcore deploy` does not find the file.',
  remedy: 'Write the path relative to the manifest.',
  references: [
    'https://github.com/aws/bedrock-agentcore-starter-toolkit/blob/main/src/bedrock_agentcore_starter_toolkit/operations/runtime/configure.py',
  ],
  fix: 'none',
  needs: ['agents'],

  *subjects({ agents }) {
    for (const agent of agents.agents)
      if (agent.config !== undefined && agent.config.kind !== 'unread') yield { agent, config: agent.config };
  },

  judge({
    agent,
    config: { entrypoint, sourceFolder, base },
  }: {
    readonly agent: Agent;
    readonly config: AgentConfig;
  }) {
    const absolute = [entrypoint, sourceFolder].flatMap((path) =>
      path !== undefined && isAbsolute(path.value) && !isOpen(path.value) ? [path] : [],
    );
    const [first, second] = absolute;
    if (first === undefined) return undefined;
    const key = first === entrypoint ? 'entrypoint' : 'source_path';
    const found = first === entrypoint ? agent.entry?.path : agent.folder;
    const here = found === undefined ? undefined : fromBase(found, base);
    return {
      message: `The ${first === entrypoint ? 'entry point' : 'source folder'} of \`${agent.name}\` is \`${first.value}\`, a path of one machine.`,
      at: first.at,
      ...(here === undefined ? {} : { remedy: `Write \`${key}: ${here}\`.` }),
      ...(second === undefined ? {} : { related: [{ ...second.at, label: 'the source folder' }] }),
    };
  },
});

function fromBase(path: string, base: string): string | undefined {
  if (!isBelow(path, base)) return undefined;
  return (base === '' ? path : path.slice(base.length + 1)) || '.';
}
