import { checks } from '../../checks/index.ts';
import { familyOf } from '../domain/probe/seen.ts';
import { isUsable } from '../domain/probe/verdict.ts';
import { collect, type Sheet } from '../engine/collect.ts';
import { runCheck } from '../engine/run.ts';
import { judgesFact } from '../engine/select.ts';
import { collectors } from '../facts/index.ts';
import type { Aws } from '../model/aws.ts';
import type { Check } from '../model/check.ts';
import { Failure } from '../model/failure.ts';
import type { FactName } from '../model/fact.ts';
import type { Json } from '../model/json.ts';
import type { Endpoint, Probe } from '../model/probe.ts';
import type { Outcome } from '../model/report.ts';
import type { Signer } from '../model/signing.ts';
import type { GivenToken } from '../model/token.ts';
import { openProber } from '../probe/prober.ts';
import { fetchDocument } from '../world/fetch.ts';
import type { World } from '../model/world.ts';
import { openWorld } from '../world/index.ts';

/** What an endpoint is asked with, and what else may be looked at to explain its answers. */
export interface ProbeCall {
  readonly endpoint: Endpoint;
  readonly token?: GivenToken | undefined;
  /** Signs requests; where a token is given, only if that is taken for the wrong way. */
  readonly signer?: (() => Promise<Signer>) | undefined;
  /** Signed requests are sent even to who asks for a token. */
  readonly signsAnyway?: boolean;
  /** The account of the runtime, for its state and its log. */
  readonly aws?: Aws | undefined;
  /** What the files of the project say, where it is their endpoint. */
  readonly project?: Sheet | undefined;
  readonly tool?: { readonly name: string; readonly arguments: Json } | undefined;
  /** How long all of the asking may take, in milliseconds. */
  readonly limitMs?: number;
  readonly checks?: readonly Check[];
  readonly onStep?: ((what: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Probed {
  readonly probe: Probe;
  /** What was seen: what a report is made of. */
  readonly facts: Sheet;
  /** What each check of a probe says, the cause among them. */
  readonly outcomes: readonly Outcome[];
  /** A client gets as far as the list of tools, and nothing was found that is an error. */
  readonly isHealthy: boolean;
}

/** A container may take two minutes for its first answer; the rest takes seconds. */
const USUAL_LIMIT_MS = 180_000;

/** The checks that judge what an endpoint answers. */
export function probeChecks(): readonly Check[] {
  return checks.filter((check) => judgesFact(check, 'probe'));
}

/** Asks a deployed endpoint and says what is behind its answers; never rejects for anything that an endpoint does. */
export async function probeEndpoint(call: ProbeCall): Promise<Probed> {
  const facts = await seeEndpoint(call);
  const outcomes = judgeEndpoint(call.checks ?? probeChecks(), facts);
  const probe = probeIn(facts);
  const hasError = outcomes.some(
    (outcome) =>
      outcome.status === 'fail' &&
      outcome.findings.some(({ severity = outcome.check.severity }) => severity === 'error'),
  );
  return { probe, facts, outcomes, isHealthy: isUsable(probe) && !hasError };
}

/** What checks of a probe say about what was seen. */
export function judgeEndpoint(wanted: readonly Check[], facts: Sheet): readonly Outcome[] {
  const judged = Object.entries(facts).filter(([name, fact]) => fact.ok || name === 'probe');
  // Facts that explain others are of use where they are there; that one is missing makes no answer uncertain. Each keeps its name.
  return wanted.map((check) => runCheck(check, Object.fromEntries(judged) as Sheet));
}

/** The probe of a run that had one. */
export function probeIn({ probe }: Sheet): Probe {
  if (probe?.ok !== true) throw new Failure(probe?.gap.because ?? 'The endpoint was not asked.', probe?.gap.hint);
  return probe.value;
}

/** The facts that explain what an endpoint answers. */
export const PROBE_FACTS: readonly FactName[] = [
  'probe',
  'token',
  'manifests',
  'caller',
  'runtimes',
  'roles',
  'issuers',
  'recentLogs',
];

/** Asks a deployed endpoint, and then whoever knows why it answers so. */
export async function seeEndpoint(call: ProbeCall): Promise<Sheet> {
  const { endpoint, token, aws, signal } = call;
  const prober = openProber({
    endpoint,
    credentials: { token: token?.text(), signer: call.signer },
    signsAnyway: call.signsAnyway === true,
    tool: call.tool,
    limitMs: call.limitMs ?? USUAL_LIMIT_MS,
    fetch: fetchDocument,
    onStep: call.onStep,
    signal,
  });
  const named = { runtime: endpoint.arn ?? endpoint.id, region: endpoint.region, account: endpoint.account };
  const world = { ...openWorld({ root: '.', named, prober, token }), aws };
  const first = await collect(['probe'], collectors, world, call.project ?? NO_PROJECT);
  const probe = probeIn(first);
  // Whoever ended the run is not kept waiting for explanations.
  const sheet = probe.cut === 'interrupted' ? first : await accountOf(call, first, world);
  const full = token === undefined ? sheet : await tokenIn(probe, sheet, world);
  const kept = PROBE_FACTS.filter((name) => name !== 'manifests' || token !== undefined);
  return Object.fromEntries(kept.flatMap((name) => (full[name] === undefined ? [] : [[name, full[name]]])));
}

/** An endpoint that is named by its address has no project. */
const NO_PROJECT: Sheet = {
  agents: { ok: true, value: { agents: [], declared: false } },
  manifests: { ok: true, value: { files: [], secrets: [] } },
};
const NO_ACCOUNT: Sheet = { runtimes: { ok: true, value: { runtimes: [] } } };

/** What the account says of the runtime and of its log. Another account than the runtime's knows nothing of it. */
async function accountOf({ endpoint, aws }: ProbeCall, first: Sheet, world: World): Promise<Sheet> {
  if (aws === undefined || endpoint.id === undefined) return first;
  const { caller } = await collect(['caller'], collectors, world, first);
  if (caller?.ok !== true) return caller === undefined ? first : { ...first, runtimes: caller };
  if (endpoint.account !== undefined && caller.value.account !== endpoint.account) {
    const because = `The credentials are of account \`${caller.value.account}\`, and the runtime is in \`${endpoint.account}\`.`;
    return { ...first, runtimes: { ok: false, gap: { because } } };
  }
  // The files name runtimes of their own; asked about is the one that was called.
  const { targets: _, ...rest } = first;
  const { runtimes, recentLogs } = await collect(['runtimes', 'recentLogs'], collectors, world, { ...rest, caller });
  const seen = {
    ...first,
    ...(runtimes === undefined ? {} : { runtimes }),
    ...(recentLogs === undefined ? {} : { recentLogs }),
  };
  const { isExplainedByLog } = await import('../domain/probe/recent-log.ts');
  if (!isExplainedByLog(probeIn(first))) return seen;
  // What keeps a server from starting may be what its role lacks.
  const { roles } = await collect(['roles'], collectors, world, { ...rest, ...seen, caller });
  return { ...seen, caller, ...(roles === undefined ? {} : { roles }) };
}

/** What the token says, and its issuer where the endpoint asks for tokens. */
async function tokenIn(probe: Probe, sheet: Sheet, world: World): Promise<Sheet> {
  const asks: readonly FactName[] =
    familyOf(probe) === 'jwt' && probe.cut !== 'interrupted' ? ['token', 'issuers'] : ['token'];
  const { token, issuers } = await collect(
    asks,
    collectors,
    world,
    sheet.runtimes?.ok === true ? sheet : { ...sheet, ...NO_ACCOUNT },
  );
  return { ...sheet, ...(token === undefined ? {} : { token }), ...(issuers === undefined ? {} : { issuers }) };
}
