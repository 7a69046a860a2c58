import { agentCalled } from '../src/domain/manifest/agent-config.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Agent } from '../src/model/agent.ts';

export default defineCheck({
  id: 'authorizer-missing',
  title: 'The MCP server is reached with AWS credentials only',
  severity: 'note',
  why: 'Without a JWT authorizer a runtime takes requests signed with SigV4; MCP clients that log in with OAuth, such as editors and chat programs, do not reach it without a signing proxy.',
  remedy:
    'Add a `customJWTAuthorizer` for clients with bearer tokens; nothing is to be done when all callers sign with SigV4.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html'],
  fix: 'none',
  needs: ['agents'],

  subjects: ({ agents }) =>
    agents.agents.filter(({ protocol }) => protocol.kind !== 'unclear' && protocol.value === 'MCP'),

  judge({ name, at, config, declaration }: Agent) {
    if (config !== undefined) {
      const guarded = config.authorizer !== undefined || config.authorizerType?.value === 'CUSTOM_JWT';
      return guarded ? undefined : { message: `${agentCalled(name)} has no JWT authorizer.`, at };
    }
    if (declaration?.hasAuthorizer !== false)
      return declaration?.hasAuthorizer === true
        ? undefined
        : {
            unclear: `Whether ${name === '' ? 'the agent' : `agent \`${name}\``} has an authorizer is not written as a literal.`,
            at,
          };
    return { message: `${agentCalled(name)} is created without a JWT authorizer.`, at };
  },
});
