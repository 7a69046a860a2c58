import type { Fault } from './fault.ts';

/** What a process shows when a check is right. Checks that are not named here speak of other things. */
export const evidence: Readonly<Record<string, readonly Fault[]>> = {
  'argument-not-accepted': ['argument-error', 'option-error'],
  'dependency-conflict': ['import-error', 'other-error', 'argument-error'],
  'dependency-missing': ['import-error'],
  'host-guard': ['refuses-foreign-host', 'refuses-all-hosts'],
  // The official SDK guards a server on loopback, and one finding names the cause of both.
  'host-loopback': ['loopback', 'refuses-foreign-host'],
  'legacy-clients-rejected': ['refuses-legacy'],
  'lifespan-missing': ['server-error'],
  'not-stateless': ['sessions'],
  'path-not-mcp': ['no-endpoint', 'redirect'],
  'port-not-8000': ['other-port'],
  'redirects-trailing-slash': ['redirect'],
  'sdk-import-broken': ['import-error'],
  // A server over SSE cannot be stateless: what is wrong with it is the transport.
  'transport-not-http': ['ends-at-once', 'no-endpoint', 'stateless-sse'],
  'transport-reused': ['answers-once'],
  'transport-unknown': ['transport-error'],
};

/** Faults that end a process before it listens: what else is wrong with it cannot be seen. */
export const FATAL: ReadonlySet<Fault> = new Set<Fault>([
  'import-error',
  'argument-error',
  'transport-error',
  'stateless-sse',
  'option-error',
  'other-error',
  'ends-at-once',
  'never-listens',
]);

/** Faults behind which an endpoint cannot be seen, with the checks that then cannot be seen to be right. */
export const HIDDEN: Readonly<Partial<Record<Fault, readonly string[]>>> = {
  'no-endpoint': ['not-stateless', 'host-guard', 'transport-reused', 'lifespan-missing', 'legacy-clients-rejected'],
  'refuses-all-hosts': [
    'not-stateless',
    'transport-reused',
    'lifespan-missing',
    'path-not-mcp',
    'redirects-trailing-slash',
  ],
  'server-error': ['not-stateless', 'transport-reused'],
  'refuses-legacy': ['not-stateless'],
};
