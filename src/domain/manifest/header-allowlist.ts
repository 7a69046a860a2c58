/** The prefix of AWS's own that may be passed on. */
const CUSTOM = 'x-amzn-bedrock-agentcore-runtime-custom-';

/**
 * Headers that never reach the agent's code.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-header-allowlist.html (verified 2026-11-23)
 */
const RESTRICTED: ReadonlySet<string> = new Set(
  `proxy-authorization www-authenticate accept accept-charset accept-encoding accept-language content-type
  content-length content-encoding content-language content-location content-range cache-control etag expires
  if-match if-modified-since if-none-match if-range if-unmodified-since last-modified pragma vary connection
  keep-alive proxy-connection upgrade host user-agent referer from range accept-ranges transfer-encoding te
  trailer server date location retry-after set-cookie cookie`.split(/\s+/),
);

/** The most headers that a runtime may pass on. */
export const MOST_HEADERS = 20;

/** Why a header cannot be on the list, as the end of a sentence. */
export function faultOfHeader(name: string, hasJwt: boolean): string | undefined {
  const lower = name.toLowerCase();
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,255}$/.test(name)) return 'is not the name of a header';
  if (lower.startsWith('x-amz-')) return 'begins with `x-amz-`, which belongs to request signing';
  if (lower.startsWith('x-amzn-') && !lower.startsWith(CUSTOM))
    return 'begins with `x-amzn-` and not with `X-Amzn-Bedrock-AgentCore-Runtime-Custom-`';
  if (RESTRICTED.has(lower)) return 'is one of the headers that AgentCore never passes on';
  if (lower === 'authorization' && !hasJwt)
    return 'is passed on only by a runtime with a JWT authorizer, and this one has none';
  return undefined;
}
