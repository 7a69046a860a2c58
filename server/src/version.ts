declare const BUILT_VERSION: string;

/** What the server calls itself; the version is written in by the build. */
export const IDENTITY = {
  name: 'bedrock-arc-validator',
  title: 'Bedrock Automated Reasoning validator',
  version: typeof BUILT_VERSION === 'undefined' ? '0.0.0' : BUILT_VERSION,
} as const;
