import { faultOfName, type GivenName, type NameFault, namesIn } from '../src/domain/manifest/agent-names.ts';
import { isOwn, type Namings, renameEdits } from '../src/domain/manifest/agent-renames.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';

interface Judged {
  readonly given: GivenName;
  readonly namings: Namings;
  readonly files: readonly string[];
}

export default defineCheck({
  id: 'agent-name-invalid',
  title: 'AgentCore refuses the name of the agent',
  severity: 'error',
  why: 'CreateAgentRuntime takes a letter followed by at most 47 letters, digits and underscores; a hyphen, which most other AWS names may have, ends the deployment.',
  remedy: 'Use letters, digits and underscores only, beginning with a letter, at most 48 characters.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html'],
  fix: 'review',
  needs: ['manifests', 'deployments', 'project'],

  *subjects({ manifests, deployments, project: { files } }) {
    for (const given of namesIn(manifests, deployments)) yield { given, namings: { manifests, deployments }, files };
  },

  judge(judged: Judged) {
    const fault = faultOfName(judged.given);
    if (fault === undefined) return undefined;
    const severity = judged.given.by === 'document' ? { severity: 'warning' as const } : {};
    return {
      message: fault.message,
      at: judged.given.name.at,
      ...severity,
      ...(fault.remedy === undefined ? {} : { remedy: fault.remedy }),
      ...optional('fix', fixFor(judged, fault)),
    };
  },
});

function fixFor({ given: { name, of }, namings, files }: Judged, { right }: NameFault): Fix | undefined {
  if (right === undefined) return undefined;
  const title = `Call it \`${right.name}\``;
  if (of === 'project')
    return { title, safety: 'review', edits: [{ kind: 'swap', at: name.at, from: name.value, to: right.name }] };
  const edits = renameEdits(name.value, right.name, namings);
  // The toolkit keeps what it builds in a folder of the agent's name, which would have to move, too.
  if (edits === undefined || files.some((path) => path.includes(`.bedrock_agentcore/${name.value}/`))) return undefined;
  const many = edits.length > 1 ? ' in every place that names it' : '';
  const sure = right.sure && !isUsedOtherwise(name.value, namings);
  return { title: title + many, safety: sure ? 'safe' : 'review', edits };
}

/** Another thing may be named by the same constant, or another program may read the name from a file of its own. */
function isUsedOtherwise(name: string, { manifests, deployments }: Namings): boolean {
  return (
    deployments.declarations.some((one) => one.name?.value === name && !isOwn(one)) ||
    manifests.files.some((file) => file.kind === 'unread' && file.agents.some((agent) => agent.name?.value === name))
  );
}
