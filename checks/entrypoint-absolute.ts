import { isOpen } from '../src/domain/manifest/agent-config.ts';
import { isAbsolute, withoutAttribute } from '../src/domain/locate.ts';
import { isBelow, joinPath } from '../src/domain/paths.ts';
import { listing } from '../src/domain/words.ts';
import type { Fix } from '../src/model/change.ts';
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
  fix: 'review',
  needs: ['agents'],

  *subjects({ agents }) {
    for (const agent of agents.agents)
      if (agent.config !== undefined && agent.config.kind !== 'unread') yield { agent, config: agent.config };
  },

  judge({ agent, config }: { readonly agent: Agent; readonly config: AgentConfig }) {
    const { entrypoint, sourceFolder, kind } = config;
    const absolute = [entrypoint, sourceFolder].flatMap((path) =>
      path !== undefined && isAbsolute(path.value) && !isOpen(path.value) ? [path] : [],
    );
    const [first, second] = absolute;
    if (first === undefined) return undefined;
    const folderKey = kind === 'cli' ? 'codeLocation' : 'source_path';
    const written = absolute.map((path) => ({
      key: path === entrypoint ? 'entrypoint' : folderKey,
      value: path === entrypoint ? entryFrom(agent, config) : fromBase(agent.folder, config.base),
    }));
    const found = written.flatMap(({ key, value }) => (value === undefined ? [] : [{ key, value }]));
    return {
      message: `The ${first === entrypoint ? 'entry point' : 'source folder'} of \`${agent.name}\` is \`${first.value}\`, a path of one machine.`,
      at: first.at,
      ...(second === undefined ? {} : { related: [{ ...second.at, label: 'the source folder' }] }),
      ...(found.length < written.length ? {} : cureOf(agent, config, found)),
    };
  },
});

interface Written {
  readonly key: string;
  readonly value: string;
}

function cureOf(
  agent: Agent,
  config: AgentConfig,
  written: readonly Written[],
): { readonly remedy: string; readonly fix: Fix } {
  const title = `Write ${listing(written.map(({ key, value }) => (config.kind === 'cli' ? `\`"${key}": "${value}"\`` : `\`${key}: ${value}\``)))}`;
  return {
    remedy: `${title}.`,
    fix: {
      title,
      safety: isCertain(agent, config) ? 'safe' : 'review',
      edits: written.map(({ key, value }) => ({ kind: 'set', at: config.tree.at, path: [key], value })),
    },
  };
}

/** Whether the absolute paths end where the files are here: else only the name of a file is the same. */
function isCertain({ entry, folder }: Agent, { entrypoint, sourceFolder }: AgentConfig): boolean {
  const [file, source] = [entrypoint, sourceFolder].map((path) =>
    path === undefined ? undefined : withoutAttribute(path.value).replaceAll('\\', '/').replace(/\/+$/, ''),
  );
  if (file === undefined || entry === undefined || !isAbsolute(file) || !file.endsWith(`/${entry.path}`)) return false;
  if (source === undefined) return true;
  return (
    isAbsolute(source) && file.startsWith(`${source}/`) && joinPath(folder, file.slice(source.length)) === entry.path
  );
}

/** The CLI looks for the file in its code location, the toolkit in the folder of the manifest. */
function entryFrom({ entry, folder }: Agent, { entrypoint, base, kind }: AgentConfig): string | undefined {
  if (entry === undefined || entrypoint === undefined) return undefined;
  const path = fromBase(entry.path, kind === 'cli' ? folder : base);
  return path === undefined ? undefined : path + entrypoint.value.slice(withoutAttribute(entrypoint.value).length);
}

function fromBase(path: string, base: string): string | undefined {
  if (!isBelow(path, base)) return undefined;
  return (base === '' ? path : path.slice(base.length + 1)) || '.';
}
