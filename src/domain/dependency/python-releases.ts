const words = (text: string): readonly string[] => text.split(' ');

/**
 * Released versions by distribution, oldest first, without pre-releases and withdrawn ones, as of 2026-11-25. `mcp` and
 * `fastmcp` are complete; of the others there is the newest of each minor, or of each major where minors do not matter.
 */
export const released = {
  mcp: words(
    '0.9.1 1.0.0 1.1.0 1.1.1 1.1.2 1.1.3 1.2.0 1.2.1 1.3.0 1.4.0 1.4.1 1.5.0 1.6.0 1.7.0 1.7.1 1.8.0 1.8.1 ' +
      '1.9.0 1.9.1 1.9.2 1.9.3 1.9.4 1.10.0 1.10.1 1.11.0 1.12.0 1.12.1 1.12.2 1.12.3 1.12.4 1.13.0 1.13.1 ' +
      '1.14.0 1.14.1 1.15.0 1.16.0 1.17.0 1.18.0 1.19.0 1.20.0 1.21.0 1.21.1 1.21.2 1.22.0 1.23.0 1.23.1 ' +
      '1.23.2 1.23.3 1.24.0 1.25.0 1.26.0 1.27.0 1.27.1 1.27.2 1.28.0 1.28.1 1.29.0 1.29.1 1.30.0 2.0.0 2.0.1 ' +
      '2.1.0 2.1.1 2.2.0 2.3.0',
  ),
  fastmcp: words(
    '0.1.0 0.2.0 0.3.0 0.3.1 0.3.2 0.3.3 0.3.4 0.3.5 0.4.0 0.4.1 1.0 2.0.0 2.1.0 2.1.1 2.1.2 2.2.0 2.2.1 2.2.2 ' +
      '2.2.3 2.2.4 2.2.5 2.2.6 2.2.7 2.2.8 2.2.9 2.2.10 2.3.0 2.3.1 2.3.2 2.3.3 2.3.4 2.3.5 2.4.0 2.5.0 2.5.1 ' +
      '2.5.2 2.6.0 2.6.1 2.7.0 2.7.1 2.8.0 2.8.1 2.9.0 2.9.1 2.9.2 2.10.0 2.10.1 2.10.2 2.10.3 2.10.4 2.10.5 ' +
      '2.10.6 2.11.0 2.11.1 2.11.2 2.11.3 2.12.0 2.12.1 2.12.2 2.12.3 2.12.4 2.12.5 2.13.0 2.13.0.1 2.13.0.2 ' +
      '2.13.1 2.13.2 2.13.3 2.14.0 2.14.1 2.14.2 2.14.3 2.14.4 2.14.5 2.14.6 2.14.7 3.0.0 3.0.1 3.0.2 3.1.0 ' +
      '3.1.1 3.2.0 3.2.1 3.2.2 3.2.3 3.2.4 3.3.0 3.3.1 3.4.0 3.4.1 3.4.2 3.4.3 3.4.4 3.4.5 3.4.6 3.4.7 3.4.8 ' +
      '3.4.9 3.4.10 3.4.11 4.0.0 4.0.1 4.0.2 4.0.3 4.0.4 4.0.5 4.0.6 4.0.7 4.0.8 4.0.9 4.0.10 4.0.11 4.1.0 ' +
      '4.1.1 4.1.2 4.1.3 4.1.4 4.1.6 4.1.7 4.2.3',
  ),
  pydantic: words(
    '1.10.27 2.0.3 2.1.1 2.2.1 2.3.0 2.4.2 2.5.3 2.6.4 2.7.4 2.8.2 2.9.2 2.10.6 2.11.10 2.12.5 2.13.5 2.14.4',
  ),
  starlette: words('0.52.1 1.10.0'),
  uvicorn: words('0.54.0'),
  fastapi: words('0.165.0'),
  'fastapi-mcp': words('0.1.8 0.2.0 0.3.7 0.4.0'),
  'bedrock-agentcore': words(
    '0.1.7 1.0.7 1.1.5 1.2.1 1.3.3 1.4.7 1.5.1 1.6.4 1.7.0 1.8.0 1.9.1 1.10.0 1.11.0 1.12.0 1.13.0 1.14.1 1.15.1 ' +
      '1.16.0 1.17.0 1.18.1 1.19.0 1.20.0 1.21.0 1.22.0 1.23.1 1.24.2 1.25.0',
  ),
  'bedrock-agentcore-starter-toolkit': words('0.1.34 0.2.10 0.3.14'),
  'strands-agents': words(
    '0.1.9 0.2.1 0.3.0 1.0.1 1.1.0 1.2.0 1.3.0 1.4.0 1.5.0 1.6.0 1.7.1 1.8.0 1.9.1 1.10.0 1.11.0 1.12.0 1.13.0 ' +
      '1.14.0 1.15.0 1.16.0 1.17.0 1.18.0 1.19.0 1.20.0 1.21.0 1.22.0 1.23.0 1.24.0 1.25.0 1.26.0 1.27.0 1.28.0 ' +
      '1.29.0 1.30.0 1.31.0 1.32.0 1.33.0 1.34.1 1.35.0 1.36.0 1.37.0 1.38.0 1.39.0 1.40.0 1.41.0 1.42.0 1.43.0 ' +
      '1.44.0 1.45.0 1.46.0 1.47.0 1.48.0 1.50.2 1.51.0 1.52.0 1.53.0 1.54.0 1.55.1 1.56.0 1.57.2 1.58.1 1.59.0 ' +
      '1.60.0 1.61.1 1.62.0',
  ),
  'strands-agents-tools': words('0.1.9 0.2.23 0.3.0 0.4.1 0.5.3 0.6.0 0.7.0 0.8.10'),
  'langchain-mcp-adapters': words('0.0.11 0.1.14 0.2.2 0.3.0 0.3.1 0.3.2'),
  'openai-agents': words(
    '0.0.19 0.1.0 0.2.11 0.3.3 0.4.2 0.5.1 0.6.9 0.7.0 0.8.4 0.9.3 0.10.5 0.11.1 0.12.5 0.13.6 0.14.8 0.15.3 ' +
      '0.16.1 0.17.8 0.18.3 0.19.4 0.20.0 0.21.1 0.22.3 0.23.1 0.24.0',
  ),
  'google-adk': words('0.5.0 1.11.0 1.39.1 2.9.2 2.13.0'),
  'pydantic-ai-slim': words('0.8.1 1.107.10 2.68.0'),
  'pydantic-ai': words('0.8.1 1.107.10 2.66.0'),
  'mcp-proxy-for-aws': words('1.0.0 1.1.6 1.2.0 1.3.0 1.4.2 1.5.0 1.6.6 1.7.0'),
  'crewai-tools': words('0.76.0 1.15.3 1.15.30'),
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A distribution whose releases are known. */
export type KnownDistribution = keyof typeof released;

/**
 * What versions `from` (included) to `before` (excluded) of a distribution ask of `mcp` or `fastmcp`. With `extra`
 * they ask it only when installed with that extra. `*` is a requirement without a bound. A range starts at the first
 * version seen with the bound; where the version before it was not looked at, the change may be a little earlier.
 */
export type SdkBound = {
  readonly package: KnownDistribution;
  readonly from: string;
  readonly before?: string;
  readonly on: 'mcp' | 'fastmcp';
  readonly specifier: string;
  readonly extra?: string;
};

/**
 * Requirements on `mcp` and `fastmcp` in packages installed beside a server (2026-11-23). `fastmcp` states its own in
 * its lines. `bedrock-agentcore` without an extra, its starter toolkit and `strands-agents-tools` ask nothing directly;
 * the last one brings in `strands-agents` without an upper bound.
 */
export const sdkBounds: readonly SdkBound[] = [
  { package: 'strands-agents', from: '0.1.0', before: '1.2.0', on: 'mcp', specifier: '>=1.8.0,<2.0.0' },
  { package: 'strands-agents', from: '1.2.0', before: '1.27.0', on: 'mcp', specifier: '>=1.11.0,<2.0.0' },
  { package: 'strands-agents', from: '1.27.0', before: '1.55.0', on: 'mcp', specifier: '>=1.23.0,<2.0.0' },
  { package: 'strands-agents', from: '1.55.0', on: 'mcp', specifier: '>=1.23.0,<2.2' },
  { package: 'bedrock-agentcore', from: '1.13.0', on: 'mcp', specifier: '>=1.23.0,<2.0.0', extra: 'strands-agents' },
  { package: 'fastapi-mcp', from: '0.1.0', before: '0.3.0', on: 'mcp', specifier: '>=1.3.0' },
  { package: 'fastapi-mcp', from: '0.3.0', before: '0.3.7', on: 'mcp', specifier: '>=1.6.0' },
  { package: 'fastapi-mcp', from: '0.3.7', before: '0.4.0', on: 'mcp', specifier: '>=1.8.1' },
  { package: 'fastapi-mcp', from: '0.4.0', on: 'mcp', specifier: '>=1.12.0' },
  { package: 'langchain-mcp-adapters', from: '0.0.11', before: '0.1.14', on: 'mcp', specifier: '>=1.7' },
  { package: 'langchain-mcp-adapters', from: '0.1.14', before: '0.3.1', on: 'mcp', specifier: '>=1.9.2' },
  { package: 'langchain-mcp-adapters', from: '0.3.1', before: '0.3.2', on: 'mcp', specifier: '>=1.24.0' },
  { package: 'langchain-mcp-adapters', from: '0.3.2', on: 'mcp', specifier: '>=1.24.0,<2.0.0' },
  { package: 'openai-agents', from: '0.0.7', before: '0.0.10', on: 'mcp', specifier: '*' },
  { package: 'openai-agents', from: '0.0.10', before: '0.0.19', on: 'mcp', specifier: '>=1.6.0,<2' },
  { package: 'openai-agents', from: '0.0.19', before: '0.2.11', on: 'mcp', specifier: '>=1.9.4,<2' },
  { package: 'openai-agents', from: '0.2.11', before: '0.8.0', on: 'mcp', specifier: '>=1.11.0,<2' },
  { package: 'openai-agents', from: '0.8.0', before: '0.20.0', on: 'mcp', specifier: '>=1.19.0,<2' },
  { package: 'openai-agents', from: '0.20.0', on: 'mcp', specifier: '>=1.19.0,<3' },
  { package: 'google-adk', from: '1.0.0', before: '1.10.0', on: 'mcp', specifier: '>=1.5.0' },
  { package: 'google-adk', from: '1.10.0', before: '1.11.0', on: 'mcp', specifier: '>=1.8.0' },
  { package: 'google-adk', from: '1.11.0', before: '1.20.0', on: 'mcp', specifier: '>=1.8.0,<2.0.0' },
  { package: 'google-adk', from: '1.20.0', before: '1.28.0', on: 'mcp', specifier: '>=1.10.0,<2.0.0' },
  { package: 'google-adk', from: '1.28.0', before: '1.39.1', on: 'mcp', specifier: '>=1.23.0,<2.0.0' },
  { package: 'google-adk', from: '1.39.1', before: '2.0.0', on: 'mcp', specifier: '>=1.24,<2' },
  { package: 'google-adk', from: '2.0.0', before: '2.10.0', on: 'mcp', specifier: '>=1.24,<2', extra: 'mcp' },
  { package: 'google-adk', from: '2.10.0', on: 'mcp', specifier: '>=1.24,<3', extra: 'mcp' },
  { package: 'pydantic-ai-slim', from: '0.8.1', before: '1.40.0', on: 'mcp', specifier: '>=1.12.3', extra: 'mcp' },
  { package: 'pydantic-ai-slim', from: '1.40.0', before: '1.60.0', on: 'mcp', specifier: '>=1.18.0', extra: 'mcp' },
  {
    package: 'pydantic-ai-slim',
    from: '1.60.0',
    before: '1.100.0',
    on: 'mcp',
    specifier: '>=1.25.0,<2.0',
    extra: 'mcp',
  },
  {
    package: 'pydantic-ai-slim',
    from: '1.100.0',
    before: '1.107.6',
    on: 'fastmcp',
    specifier: '>=3.3.0',
    extra: 'mcp',
  },
  {
    package: 'pydantic-ai-slim',
    from: '1.107.6',
    before: '2.0.0',
    on: 'fastmcp',
    specifier: '>=3.3.0,<4',
    extra: 'mcp',
  },
  { package: 'pydantic-ai-slim', from: '2.0.0', before: '2.20.0', on: 'fastmcp', specifier: '>=3.3.0', extra: 'mcp' },
  {
    package: 'pydantic-ai-slim',
    from: '2.20.0',
    before: '2.30.0',
    on: 'fastmcp',
    specifier: '>=3.3.0,<4',
    extra: 'mcp',
  },
  { package: 'pydantic-ai-slim', from: '2.30.0', on: 'fastmcp', specifier: '>=3.3.0,<5', extra: 'mcp' },
  { package: 'pydantic-ai', from: '2.66.0', on: 'fastmcp', specifier: '>=3.3.0,<5' },
  { package: 'mcp-proxy-for-aws', from: '1.0.0', before: '1.1.0', on: 'fastmcp', specifier: '>=2.11.2' },
  { package: 'mcp-proxy-for-aws', from: '1.1.0', before: '1.1.3', on: 'fastmcp', specifier: '>=2.13.0.2' },
  { package: 'mcp-proxy-for-aws', from: '1.1.3', before: '1.1.6', on: 'fastmcp', specifier: '>=2.13.1' },
  { package: 'mcp-proxy-for-aws', from: '1.1.6', before: '1.2.0', on: 'fastmcp', specifier: '>=2.13.1,<2.14.1' },
  { package: 'mcp-proxy-for-aws', from: '1.2.0', before: '1.5.0', on: 'fastmcp', specifier: '~=3.2.0' },
  { package: 'mcp-proxy-for-aws', from: '1.5.0', before: '1.6.1', on: 'fastmcp', specifier: '>=3.2,<3.4' },
  { package: 'mcp-proxy-for-aws', from: '1.6.1', on: 'fastmcp', specifier: '>=3.2,<3.5' },
  { package: 'crewai-tools', from: '0.76.0', before: '1.15.4', on: 'mcp', specifier: '>=1.6.0', extra: 'mcp' },
  { package: 'crewai-tools', from: '1.15.4', before: '1.15.30', on: 'mcp', specifier: '>=1.28.1,<2', extra: 'mcp' },
  { package: 'crewai-tools', from: '1.15.30', on: 'mcp', specifier: '>=1.30.0,<2', extra: 'mcp' },
];
