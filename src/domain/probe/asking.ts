import type { Finding, Unclear } from '../../model/check.ts';
import type { Location } from '../../model/location.ts';
import type { Probe } from '../../model/probe.ts';
import { LOOK } from './seen.ts';
import { isPassed, type Stage, type Verdict, verdictOf } from './verdict.ts';

/** A probe, for a check that judges one stage of it. */
export interface AskedOfProbe {
  readonly kind: 'probe';
  readonly check: Stage;
  readonly probe: Probe;
  readonly verdict: Verdict;
}

/** The probe, where it came as far as this check's stage: what failed before is found by another one. */
export function* askedOfProbe(check: Stage, probe: Probe | undefined): Iterable<AskedOfProbe> {
  if (probe === undefined) return;
  const verdict = verdictOf(probe);
  const isOwn = ownerOf(verdict) === check;
  if (isOwn || isPassed(verdict, check)) yield { kind: 'probe', check, probe, verdict };
}

/** The check that has the last word: the one that names the cause, or that was next when the run was over. */
function ownerOf(verdict: Verdict): Stage | undefined {
  if (verdict.kind === 'cause' || verdict.kind === 'open') return verdict.check;
  return verdict.kind === 'cut' ? verdict.before : undefined;
}

/** What facts beside the probe add to a finding. */
export interface Added {
  /** Sentences that go behind the message. */
  readonly because?: string | undefined;
  readonly remedy?: string | undefined;
  readonly related?: readonly Location[] | undefined;
}

/** What a check has to say of a probe: nothing, where the cause is another one or none. */
export function saidOf({ check, probe, verdict }: AskedOfProbe, added: Added = {}): Finding | Unclear | undefined {
  if (verdict.kind === 'cut') return verdict.before === check ? cutShort(probe) : undefined;
  if (verdict.kind !== 'cause' && verdict.kind !== 'open') return undefined;
  if (verdict.check !== check) return undefined;
  const at: Location = { kind: 'exchange', name: verdict.name, part: 'response' };
  const more = added.because === undefined ? '' : ` ${added.because}`;
  if (verdict.kind === 'open') return { unclear: `${verdict.unclear}${more}`, at };
  const remedy = added.remedy ?? verdict.remedy;
  const related = [
    ...verdict.related.map(([name, label]): Location => ({ kind: 'exchange', name, part: 'response', label })),
    ...(added.related ?? []),
  ];
  return {
    message: `${verdict.message}${more}`,
    at,
    ...(verdict.severity === undefined ? {} : { severity: verdict.severity }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(related.length === 0 ? {} : { related }),
  };
}

function cutShort({ cut, limitMs, exchanges }: Probe): Unclear {
  const over = cut === 'interrupted' ? 'the run was interrupted' : `the run was over after ${limitMs / 1000} s`;
  const name = exchanges.at(-1)?.name ?? LOOK;
  return { unclear: `This was not asked any more, because ${over}.`, at: { kind: 'exchange', name, part: 'request' } };
}
