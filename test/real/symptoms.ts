import type { Answer, Seen } from './attempt.ts';
import type { Contract } from './deployment.ts';

/** What a build and a start came to. */
export type Observed =
  | { readonly kind: 'not-built'; readonly because: string }
  | {
      readonly kind: 'seen';
      readonly seen: Seen;
      /** What the build installed. */
      readonly versions: ReadonlyMap<string, string>;
    };

/** What the process does when a check of the running server is right. The other checks speak of other things. */
export const symptoms: Readonly<Record<string, (observed: Observed) => boolean>> = {
  'argument-not-accepted': died(/TypeError|AttributeError|No such option|Unknown option/),
  'auth-inside-server': answered((status) => status === 400 || status === 401),
  'broken-exec-form': died(/not found|can't open file|\[: /),
  'dependency-conflict': (observed) => observed.kind === 'not-built' || died(/Error/)(observed),
  'dependency-missing': died(/ModuleNotFoundError|ImportError|not found/),
  'host-guard': answered((status) => status === 421),
  'host-loopback': (observed) => listensOn(observed, /^127\.0\.0\.1:\d+$/) && refuses(observed),
  'lifespan-missing': answered((status) => status === 500),
  'local-module-shadows-sdk': died(/ModuleNotFoundError|ImportError/),
  'not-stateless': answered((status, body) => [400, 404].includes(status) && /session/i.test(body)),
  // An app mounted at /mcp with its own path left on is asked for /mcp/ first, and is not there either.
  'path-not-mcp': answered((status, body) => status === 307 || (status === 404 && !body.includes('jsonrpc'))),
  'port-not-8000': (observed) => listensOn(observed, /:(?!8000$)\d+$/) && refuses(observed),
  'redirects-trailing-slash': answered((status) => status === 307),
  'sdk-import-broken': died(/ModuleNotFoundError|ImportError/),
  // Over stdio it ends as soon as its input does; over SSE it listens and has nothing at /mcp.
  'transport-not-http': (observed) => endedWith(observed, 0) || answered((status) => status === 404)(observed),
  // `fastmcp run` of 2.12 checks the word as a member of its configuration.
  'transport-unknown': died(/Unknown transport|ValidationError[^]*deployment\.transport/),
  'wrong-app-class': (observed) =>
    (listensOn(observed, /:8080$/) && refuses(observed)) || answered((status) => status === 404)(observed),
};

/** It listens where its contract wants it and, as an MCP server, answers `initialize` as it is sent under that contract. */
export function isServing(observed: Observed, contract: Contract): boolean {
  if (contract === 'HTTP') return listensOn(observed, /^0\.0\.0\.0:8080$/);
  if (observed.kind === 'not-built' || !listensOn(observed, /^(0\.0\.0\.0|\[::\]):8000$/)) return false;
  // The answers to `initialize` and `initializeAnew`.
  const [first, anew] = observed.seen.answers;
  const answer = contract === 'MCP with sessions' ? anew : first;
  return answer !== undefined && 'status' in answer && answer.status === 200 && answer.body.includes('"serverInfo"');
}

/** What was observed, for a person who wonders. */
export function describeObserved(observed: Observed): string {
  if (observed.kind === 'not-built') return `It cannot be installed: ${observed.because}`;
  const { listens, ended, answers, output } = observed.seen;
  const end = ended === undefined ? '' : `; ended with ${ended.signal ?? ended.code}`;
  return `It listens on ${listens.join(', ') || 'nothing'}${end}; ${JSON.stringify(answers)}\n${output.slice(-2000)}`;
}

function died(words: RegExp): (observed: Observed) => boolean {
  return (observed) =>
    observed.kind === 'seen' &&
    observed.seen.listens.length === 0 &&
    ![0, undefined].includes(observed.seen.ended?.code ?? undefined) &&
    words.test(observed.seen.output);
}

function endedWith(observed: Observed, code: number): boolean {
  return observed.kind === 'seen' && observed.seen.listens.length === 0 && observed.seen.ended?.code === code;
}

function listensOn(observed: Observed, address: RegExp): boolean {
  return observed.kind === 'seen' && observed.seen.listens.some((one) => address.test(one));
}

function answered(fits: (status: number, body: string) => boolean): (observed: Observed) => boolean {
  return (observed) => {
    const answer = firstAnswer(observed);
    return answer !== undefined && 'status' in answer && fits(answer.status, answer.body);
  };
}

function refuses(observed: Observed): boolean {
  const answer = firstAnswer(observed);
  return answer !== undefined && 'none' in answer && answer.none === 'ECONNREFUSED';
}

function firstAnswer(observed: Observed): Answer | undefined {
  return observed.kind === 'seen' ? observed.seen.answers[0] : undefined;
}
