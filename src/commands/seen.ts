import { secretPlaces, starredIn } from '../domain/secret/secret-places.ts';
import { starred } from '../domain/secret/secret-text.ts';
import { type Lines, linesOf } from '../domain/text.ts';
import type { Sheet } from '../engine/collect.ts';
import { judgesFact } from '../engine/select.ts';
import type { Check } from '../model/check.ts';
import type { Place } from '../model/location.ts';
import type { NotAsked, Outcome, Report } from '../model/report.ts';
import { version } from '../version.ts';
import { accountNotAsked, SIMULATED } from './account.ts';
import { judge, serverNotAsked, tokenNotAsked, type Wanted } from './examine.ts';

/** What `doctor` saw of a project and its account: all that its report is made of. */
export interface Seen {
  /** As the user named the folder. */
  readonly root: string;
  readonly sheet: Sheet;
  readonly account:
    | { readonly ok: true; readonly denied: readonly string[] }
    | { readonly ok: false; readonly because: string; readonly hint: string };
  readonly unread: Report['unread'];
  /** The files that were read; of a saved run, only the lines that count. */
  readonly texts: ReadonlyMap<string, string>;
}

const SIMULATION_NOT_ASKED: NotAsked = {
  source: 'cloud',
  checks: [SIMULATED],
  because: 'IAM itself was not asked what the roles may do.',
  hint: '`--simulate` asks it.',
};

/** The checks that can be asked about what was seen. */
export async function askedOf(wanted: Wanted, { account, sheet }: Seen): Promise<readonly Check[]> {
  const isLive = sheet.probe !== undefined;
  if (!account.ok && !isLive) return wanted.files;
  const { checks } = await import('../../checks/index.ts');
  const cloud = account.ok ? wanted.cloud.filter((id) => sheet.simulations !== undefined || id !== SIMULATED) : [];
  const ids = new Set([...wanted.files.map(({ id }) => id), ...cloud]);
  const live = new Set(isLive ? wanted.live : []);
  return checks.filter((check) => ids.has(check.id) || (live.has(check.id) && judgesFact(check, 'probe')));
}

/** The checks that cannot, and why. */
export function leftOutOf(wanted: Wanted, { account, sheet }: Seen): readonly NotAsked[] {
  const isSimulated = !account.ok || sheet.simulations !== undefined || !wanted.cloud.includes(SIMULATED);
  return [
    ...(account.ok || wanted.cloud.length === 0 ? [] : [accountNotAsked(wanted.cloud, account)]),
    ...(isSimulated ? [] : [SIMULATION_NOT_ASKED]),
    ...tokenNotAsked(wanted.token),
    ...(sheet.probe === undefined ? serverNotAsked(wanted.live) : []),
  ];
}

/** Asks the checks, and makes the report of what they say. */
export function reportOn(asked: readonly Check[], notAsked: readonly NotAsked[], seen: Seen): Report {
  const { root, sheet, account, unread, texts } = seen;
  const { project, agents } = sheet;
  const outcomes = judge(asked, sheet, { texts: () => texts });
  return {
    tool: { name: 'agentcore-doctor', version },
    root,
    outcomes,
    notAsked,
    unread,
    looked: {
      files: project?.ok === true ? project.value.files.length : 0,
      agents: agents?.ok === true ? [...new Set(agents.value.agents.map(({ name }) => name).filter(Boolean))] : [],
    },
    excerpts: excerptsOf(outcomes, seen),
    ...(sheet.probe?.ok === true ? { probe: sheet.probe.value } : {}),
    ...(account.ok ? { denied: account.denied } : {}),
  };
}

/** The lines that the findings of these outcomes point at, with stars in the place of secrets. */
export function excerptsOf(
  outcomes: readonly Outcome[],
  { sheet, texts }: Pick<Seen, 'sheet' | 'texts'>,
): Report['excerpts'] {
  const indexed = new Map<string, Lines>();
  const secrets = secretPlaces(sheet.manifests, sheet.agents);
  const lines: Record<string, Record<number, string>> = {};
  const places = outcomes.flatMap((outcome) => (outcome.status === 'fail' ? outcome.findings.map(({ at }) => at) : []));
  for (const place of places.filter((at): at is Place => at.kind === 'file')) {
    const text = texts.get(place.path);
    if (text === undefined) continue;
    const file = indexed.get(place.path) ?? linesOf(place.path, text);
    indexed.set(place.path, file);
    const number = place.range.start.line;
    (lines[place.path] ??= {})[number] ??= starredIn(starred(file.line(number)), place.path, number, secrets);
  }
  return lines;
}
