import type { HttpRequest } from '../src/model/client.ts';
import type { Library, Server } from '../src/model/server.ts';
import { ACCEPT, missingTypes } from '../src/domain/client/accept.ts';
import { compareRelease } from '../src/domain/python/python-sdks.ts';
import { headerFix } from '../src/domain/client/accept-fix.ts';
import { listing } from '../src/domain/words.ts';
import { type Grouped, onePerDocument } from '../src/domain/client/client-grouping.ts';
import { defineCheck } from '../src/model/check.ts';

/** Libraries whose servers refuse a wildcard, and the version in which they stop to do so. */
const STRICT_BEFORE: { readonly [K in Library]?: string } = {
  mcp: '2.0.0',
  'mcp-lowlevel': '2.0.0',
  fastmcp: '4.0.0',
  '@modelcontextprotocol/sdk': '2.0.0',
};

/** A server that only registers tools, or speaks stdio, does not answer these requests. */
function asksForBoth({ library, version, launches }: Server): boolean {
  const before = STRICT_BEFORE[library];
  const serves = launches.some(({ transport }) => transport.kind !== 'unclear' && transport.value !== 'stdio');
  return serves && before !== undefined && version.kind !== 'unknown' && compareRelease(version.version, before) < 0;
}

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
  fix: 'safe',
  needs: ['clients', 'servers'],

  // A server on the same machine is judged by what it is built with: not all of them ask for both types.
  subjects: ({ clients, servers }) =>
    onePerDocument(
      clients.requests.filter(
        ({ mcp, to }) => mcp === 'yes' && (to === 'runtime' || servers.servers.some(asksForBoth)),
      ),
      ({ to, accept }) => `${to} ${accept.kind === 'written' ? accept.value : accept.kind}`,
    ),

  judge({ accept, at, language, to, document, alike, all }: Grouped<HttpRequest>) {
    const where = to === 'runtime' ? 'to a runtime' : 'to `/mcp`';
    if (accept.kind === 'unclear')
      return { unclear: `An MCP request is sent ${where} with headers that are computed.`, at };
    const missing = missingTypes(accept).map((type) => `\`${type}\``);
    if (missing.length === 0) return undefined;
    const fix = headerFix(all);
    const message =
      accept.kind === 'absent'
        ? `An MCP request is sent ${where} without an \`Accept\` header, that is, with \`${DEFAULT[language]}\`.`
        : `An MCP request is sent ${where} with \`Accept: ${accept.value}\`, without ${listing(missing)}.`;
    const remedy =
      language === 'shell' ? `Add \`-H "Accept: ${ACCEPT}"\`.` : `Add \`"Accept": "${ACCEPT}"\` to the headers.`;
    // On the same machine, and to people who only read, less is at stake.
    return {
      message,
      at: accept.kind === 'absent' ? at : accept.at,
      remedy,
      related: alike,
      ...(to === 'local' || document ? { severity: 'warning' as const } : {}),
      ...(fix === undefined ? {} : { fix }),
    };
  },
});
