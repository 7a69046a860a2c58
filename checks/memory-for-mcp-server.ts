import { locatedText, valueAt } from '../src/domain/config/tree.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Located } from '../src/model/location.ts';

export default defineCheck({
  id: 'memory-for-mcp-server',
  title: 'A memory is created for an MCP server',
  severity: 'note',
  why: '`agentcore configure` turns memory on unless told otherwise. It keeps the conversation of an agent; an MCP server has none, and pays for it with some minutes at the first deployment and with the cost of the resource.',
  remedy:
    'Write `mode: NO_MEMORY`, or configure with `--disable-memory`, unless the server itself reads `BEDROCK_AGENTCORE_MEMORY_ID`.',
  references: ['https://github.com/aws/bedrock-agentcore-starter-toolkit/issues/396'],
  fix: 'none',
  needs: ['agents'],

  *subjects({ agents }) {
    for (const { name, protocol, config } of agents.agents) {
      const mode = locatedText(valueAt(config?.tree, 'memory', 'mode'));
      if (config?.kind === 'toolkit' && mode !== undefined && protocol.kind !== 'unclear' && protocol.value === 'MCP')
        yield { name, mode };
    }
  },

  judge({ name, mode }: { readonly name: string; readonly mode: Located<string> }) {
    if (mode.value === 'NO_MEMORY') return undefined;
    return { message: `MCP server \`${name}\` is deployed with memory \`${mode.value}\`.`, at: mode.at };
  },
});
