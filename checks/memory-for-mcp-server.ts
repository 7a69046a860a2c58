import { locatedText, valueAt } from '../src/domain/config/tree.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Located } from '../src/model/location.ts';
import type { Tree } from '../src/model/tree.ts';

export default defineCheck({
  id: 'memory-for-mcp-server',
  title: 'A memory is created for an MCP server',
  severity: 'note',
  why: '`agentcore configure` turns memory on unless told otherwise. It keeps the conversation of an agent; an MCP server has none, and pays for it with some minutes at the first deployment and with the cost of the resource.',
  remedy:
    'Write `mode: NO_MEMORY`, or configure with `--disable-memory`, unless the server itself reads `BEDROCK_AGENTCORE_MEMORY_ID`.',
  references: ['https://github.com/aws/bedrock-agentcore-starter-toolkit/issues/396'],
  fix: 'review',
  needs: ['agents'],

  *subjects({ agents }) {
    for (const { name, protocol, config } of agents.agents) {
      const mode = locatedText(valueAt(config?.tree, 'memory', 'mode'));
      if (config?.kind === 'toolkit' && mode !== undefined && protocol.kind !== 'unclear' && protocol.value === 'MCP')
        yield { name, mode, tree: config.tree };
    }
  },

  judge({ name, mode, tree }: { readonly name: string; readonly mode: Located<string>; readonly tree: Tree }) {
    if (mode.value === 'NO_MEMORY') return undefined;
    return {
      message: `MCP server \`${name}\` is deployed with memory \`${mode.value}\`.`,
      at: mode.at,
      fix: {
        title: 'Write `NO_MEMORY` for the mode of the memory',
        // The server may read it.
        safety: 'review',
        edits: [{ kind: 'set', at: tree.at, path: ['memory', 'mode'], value: 'NO_MEMORY' }],
      },
    };
  },
});
