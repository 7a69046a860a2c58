import type { Probe, ProbeExchange } from '../../model/probe.ts';
import { isServed } from '../rehearsal/answers.ts';
import { authVerdict } from './auth-verdict.ts';
import { firstVerdict } from './first-verdict.ts';
import { runtimeVerdict } from './runtime-verdict.ts';
import { exchangeOf, HANDSHAKES, LOOK, opened } from './seen.ts';
import { isAboutCaller, sortOf } from './sort.ts';
import { LISTS, sessionVerdict } from './session-verdict.ts';

/** The checks that judge one after another how far a request comes; at most one of them has something to say. */
export const STAGES = [
  'endpoint-unreachable',
  'path-redirects',
  'endpoint-not-found',
  'auth-family-mismatch',
  'auth-refused',
  'throttled',
  'runtime-fails-to-start',
  'health-check-fails',
  'accept-refused',
  'host-rejected',
  'protocol-era-unsupported',
  'handshake-fails',
  'transport-reused-live',
  'session-rotation-breaks',
  'mcp-error-in-200',
] as const;

export type Stage = (typeof STAGES)[number];

/** The one cause of what was seen. What fails because of it is no finding of its own. */
export interface Cause {
  readonly kind: 'cause';
  readonly check: Stage;
  /** A sentence with the answer, its full stop included. */
  readonly message: string;
  /** The exchange that shows it. */
  readonly name: string;
  /** Exchanges that prove it by what differs in them, or that failed for the same reason; each with a few words. */
  readonly related: readonly (readonly [name: string, label: string])[];
  readonly remedy?: string;
  readonly severity?: 'warning' | 'note';
}

/** What was seen does not tell. */
export interface Open {
  readonly kind: 'open';
  readonly check: Stage;
  readonly unclear: string;
  readonly name: string;
}

/** `locked`: it asks for credentials, and none were given. `cut`: the run ended before that. */
export type Verdict =
  | Cause
  | Open
  | { readonly kind: 'works' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'cut'; readonly before: Stage };

/** What is behind the answers of an endpoint, in the order in which a request meets it. */
export function verdictOf(probe: Probe): Verdict {
  return (
    firstVerdict(probe) ?? authVerdict(probe) ?? handshakeVerdict(probe) ?? sessionVerdict(probe) ?? endVerdict(probe)
  );
}

/** Nothing is wrong with what was asked; whether all of it was. */
function endVerdict(probe: Probe): Verdict {
  if (probe.cut === undefined) return { kind: 'works' };
  const isListed = LISTS.every((name) => exchangeOf(probe, name) !== undefined);
  return { kind: 'cut', before: isListed ? 'mcp-error-in-200' : 'transport-reused-live' };
}

function handshakeVerdict(probe: Probe): Verdict | undefined {
  if (opened(probe) !== undefined) return undefined;
  const tried = triedOf(probe);
  if (tried === undefined)
    return probe.cut === undefined ? { kind: 'locked' } : { kind: 'cut', before: 'auth-family-mismatch' };
  return runtimeVerdict(probe, tried);
}

/** The handshake that came furthest: one with credentials, else the one without. */
export function triedOf(probe: Probe): ProbeExchange | undefined {
  const own = [HANDSHAKES.sigv4, HANDSHAKES.bearer]
    .map((name) => exchangeOf(probe, name))
    .find((one) => one !== undefined);
  if (own !== undefined) return own;
  const look = exchangeOf(probe, LOOK);
  if (look === undefined || probe.endpoint.kind === 'server') return look;
  // What is no question of credentials is an answer, whoever asks.
  return isAboutCaller(sortOf(look.answer)) ? undefined : look;
}

/** Which of the stages were passed, without anything to say: those before the verdict. */
export function isPassed(verdict: Verdict, check: Stage): boolean {
  const at = STAGES.indexOf(check);
  switch (verdict.kind) {
    case 'works':
      return true;
    case 'locked':
      return at < STAGES.indexOf('auth-family-mismatch');
    case 'cut':
      return at < STAGES.indexOf(verdict.before);
    case 'cause':
    case 'open':
      return at < STAGES.indexOf(verdict.check);
  }
}

/** Whether the list of tools was handed out, so that a client gets to work. */
export function isUsable(probe: Probe): boolean {
  return verdictOf(probe).kind === 'works' && isServed(exchangeOf(probe, 'tools-list')?.answer);
}
