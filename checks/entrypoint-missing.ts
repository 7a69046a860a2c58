import { isOpen } from '../src/domain/manifest/agent-config.ts';
import { isAbsolute, withoutAttribute } from '../src/domain/locate.ts';
import { baseOf, folderOf, isBelow, joinPath } from '../src/domain/paths.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import { meantBy, nearest } from '../src/domain/words.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Agent } from '../src/model/agent.ts';
import type { AgentConfig } from '../src/model/manifest.ts';

interface Judged {
  readonly agent: Agent;
  readonly config: AgentConfig;
  readonly files: readonly string[];
}

export default defineCheck({
  id: 'entrypoint-missing',
  title: 'The entry point of the agent is not there',
  severity: 'error',
  why: 'Both tools look for the file before they build anything, and stop when it is missing.',
  remedy:
    'Correct the path; it is relative to the folder of `.bedrock_agentcore.yaml`, or to `codeLocation` of agentcore.json.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-toolkit.html'],
  fix: 'review',
  needs: ['agents', 'project'],

  *subjects({ agents, project: { files } }) {
    for (const agent of agents.agents) {
      if (agent.config?.entrypoint !== undefined && agent.config.kind !== 'unread')
        yield { agent, config: agent.config, files };
    }
  },

  judge({ agent, config, files }: Judged) {
    const written = config.entrypoint;
    if (written === undefined || agent.entry !== undefined || isOpen(written.value)) return undefined;
    const path = withoutAttribute(written.value).replaceAll('\\', '/');
    const inside = isAbsolute(written.value) ? path : joinPath(agent.folder, path);
    if (inside === undefined)
      return {
        unclear: `The entry point of \`${agent.name}\`, \`${written.value}\`, lies outside the folder that was looked at.`,
        at: written.at,
      };
    if (/(^|\/)(dist|build|out|\.?venv|node_modules)\//.test(inside)) {
      return {
        unclear: `The entry point of \`${agent.name}\`, \`${written.value}\`, comes out of a build.`,
        at: written.at,
      };
    }
    const where = isAbsolute(written.value) ? 'no file of that name is in this project' : `there is no \`${inside}\``;
    return {
      message: `The entry point of \`${agent.name}\` is \`${written.value}\`, and ${where}.`,
      at: written.at,
      ...remedyFor(path, agent, config, files),
    };
  },
});

function remedyFor(
  path: string,
  agent: Agent,
  config: AgentConfig,
  files: readonly string[],
): { readonly remedy?: string; readonly fix?: Fix } {
  const ending = /\.\w+$/.exec(path)?.[0] ?? '.py';
  const near = files.filter((file) => folderOf(file) === agent.folder && file.endsWith(ending));
  const same = files.filter(
    (file) => baseOf(file) === baseOf(path) && (config.base === '' || file.startsWith(`${config.base}/`)),
  );
  const names = near.map(baseOf);
  const named = nearest(baseOf(path), names);
  const meant = same.length === 1 ? same[0] : near.find((file) => baseOf(file) === named);
  if (meant === undefined) return {};
  const from = config.kind === 'cli' ? agent.folder : config.base;
  const relative = from !== '' && meant.startsWith(`${from}/`) ? meant.slice(from.length + 1) : meant;
  const remedy =
    config.kind === 'cli' ? `Write \`"entrypoint": "${relative}"\`.` : `Write \`entrypoint: ${relative}\`.`;
  const only = same.length === 1 || meantBy(baseOf(path), names) !== undefined;
  return { remedy, ...optional('fix', only && isBelow(meant, from) ? writing(config, relative) : undefined) };
}

/** The file is only likely to be the one; what stood behind its name stays. */
function writing({ tree, entrypoint }: AgentConfig, relative: string): Fix {
  const before = entrypoint?.value ?? '';
  const value = relative + before.slice(withoutAttribute(before).length);
  return {
    title: `Write \`${value}\` for the entry point`,
    safety: 'review',
    edits: [{ kind: 'set', at: tree.at, path: ['entrypoint'], value }],
  };
}
