import type { Invocation } from '../src/model/client.ts';
import { ACCEPT, missingTypes } from '../src/domain/client/accept.ts';
import { parameterFix } from '../src/domain/client/accept-fix.ts';
import { listing } from '../src/domain/words.ts';
import { type Grouped, onePerDocument } from '../src/domain/client/client-grouping.ts';
import { defineCheck } from '../src/model/check.ts';

const HOW = {
  python: `Pass \`accept="${ACCEPT}"\` and \`contentType="application/json"\` to \`invoke_agent_runtime\`.`,
  typescript: `Pass \`accept: "${ACCEPT}"\` and \`contentType: "application/json"\` to \`InvokeAgentRuntimeCommand\`.`,
  shell: `Add \`--accept "${ACCEPT}" --content-type application/json\`.`,
};

export default defineCheck({
  id: 'raw-invoke-without-accept',
  title: 'An MCP request through InvokeAgentRuntime does not accept both answer types',
  severity: 'error',
  why: 'MCP servers answer in JSON or as an event stream and refuse with 406 whoever does not accept both; the AWS SDKs send nothing of the kind by themselves.',
  remedy: `Pass \`accept\` as \`${ACCEPT}\`.`,
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html'],
  fix: 'safe',
  needs: ['clients'],

  // `{"prompt": …}` is for agents of the HTTP protocol, which accept anything.
  subjects: ({ clients }) =>
    onePerDocument(
      clients.invocations.filter(({ mcp }) => mcp === 'yes'),
      ({ accept }) => (accept.kind === 'written' ? accept.value : accept.kind),
    ),

  judge({ accept, at, language, document, alike, all }: Grouped<Invocation>) {
    if (accept.kind === 'unclear')
      return { unclear: 'An MCP request is sent through InvokeAgentRuntime with an `accept` that is computed.', at };
    const missing = missingTypes(accept).map((type) => `\`${type}\``);
    if (missing.length === 0) return undefined;
    const fix = parameterFix(all);
    const message =
      accept.kind === 'absent'
        ? 'An MCP request is sent through InvokeAgentRuntime without `accept`.'
        : `An MCP request is sent through InvokeAgentRuntime with \`accept\` \`${accept.value}\`, without ${listing(missing)}.`;
    return {
      message,
      at: accept.kind === 'absent' ? at : accept.at,
      remedy: HOW[language],
      related: alike,
      ...(document ? { severity: 'warning' as const } : {}),
      ...(fix === undefined ? {} : { fix }),
    };
  },
});
