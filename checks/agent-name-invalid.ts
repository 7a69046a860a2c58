import { faultOfName, type GivenName, namesIn } from '../src/domain/manifest/agent-names.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'agent-name-invalid',
  title: 'AgentCore refuses the name of the agent',
  severity: 'error',
  why: 'CreateAgentRuntime takes a letter followed by at most 47 letters, digits and underscores; a hyphen, which most other AWS names may have, ends the deployment.',
  remedy: 'Use letters, digits and underscores only, beginning with a letter, at most 48 characters.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html'],
  fix: 'none',
  needs: ['manifests', 'deployments'],

  subjects: ({ manifests, deployments }) => namesIn(manifests, deployments),

  judge(given: GivenName) {
    const fault = faultOfName(given);
    if (fault === undefined) return undefined;
    const severity = given.by === 'document' ? { severity: 'warning' as const } : {};
    return {
      message: fault.message,
      at: given.name.at,
      ...severity,
      ...(fault.remedy === undefined ? {} : { remedy: fault.remedy }),
    };
  },
});
