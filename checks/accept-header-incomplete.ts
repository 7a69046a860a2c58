import type { HttpRequest } from '../src/model/client.ts';
import { ACCEPT, missingTypes } from '../src/domain/accept.ts';
import { listing } from '../src/domain/words.ts';
import { type Grouped, onePerDocument } from '../src/domain/client-grouping.ts';
import { defineCheck } from '../src/model/check.ts';

/** What is sent when a request names no type. */
const DEFAULT = { python: '*/*', typescript: '*/*', shell: '*/*' };

export default defineCheck({
  id: 'accept-header-incomplete',
  title: 'A hand-written MCP request does not accept both answer types',
  severity: 'error',
  why: 'The platform answers 406 "Accept Header Error", and so do servers of `mcp` 1.x, to which `*/*` is not enough.',
  remedy: `Send the header \`Accept: ${ACCEPT}\`.`,
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html',
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports',
  ],
  fix: 'none',
  needs: ['clients'],

  subjects: ({ clients }) => onePerDocument(clients.requests.filter(({ mcp }) => mcp === 'yes'), ({ to, accept }) => `${to} ${accept.kind === 'written' ? accept.value : accept.kind}`),

  judge({ accept, at, language, to, document, alike }: Grouped<HttpRequest>) {
    const where = to === 'runtime' ? 'to a runtime' : 'to `/mcp`';
    if (accept.kind === 'unclear') return { unclear: `An MCP request is sent ${where} with headers that are computed.`, at };
    const missing = missingTypes(accept).map((type) => `\`${type}\``);
    if (missing.length === 0) return undefined;
    const message =
      accept.kind === 'absent'
        ? `An MCP request is sent ${where} without an \`Accept\` header, that is, with \`${DEFAULT[language]}\`.`
        : `An MCP request is sent ${where} with \`Accept: ${accept.value}\`, without ${listing(missing)}.`;
    const remedy = language === 'shell' ? `Add \`-H "Accept: ${ACCEPT}"\`.` : `Add \`"Accept": "${ACCEPT}"\` to the headers.`;
    // On the same machine, and to people who only read, less is at stake.
    return { message, at: accept.kind === 'absent' ? at : accept.at, remedy, related: alike, ...(to === 'local' || document ? { severity: 'warning' as const } : {}) };
  },
});
