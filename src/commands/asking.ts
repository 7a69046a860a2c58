import type { Candidate, Choice, Planned } from '../engine/cure.ts';
import type { Fix, TextChange } from '../model/change.ts';
import type { Paint } from '../model/report.ts';
import { describeLocation } from '../report/describe.ts';
import { waysOf } from './choices.ts';
import type { Io } from './command.ts';

/** What is asked for and shown while a person decides. */
export interface Asking {
  readonly ask: NonNullable<Io['ask']>;
  readonly say: Io['err'];
  readonly paint: Paint;
  /** What a fix would change, drawn as a diff; or why it cannot be made. */
  readonly preview: (candidate: Candidate, fix: Fix) => Promise<Preview>;
}

export type Preview =
  | Exclude<Planned, { ok: true }>
  | { readonly ok: true; readonly diff: string; readonly changes: readonly TextChange[] };

/** Takes the safe fixes and asks a person about each of the others, showing what it would change. */
export function chooserAsking(asking: Asking): (candidate: Candidate) => Promise<Choice> {
  const answered = new Map<string, Choice>();
  const always = new Set<string>();
  let over = false;
  return async (candidate) => {
    const { check, fix, finding } = candidate;
    if (waysOf(fix).length === 1 && (fix.safety === 'safe' || always.has(check.id))) return { take: fix };
    const key = JSON.stringify([check.id, finding.message, describeLocation(finding.at)]);
    const known = answered.get(key);
    if (known !== undefined) return known;
    if (over) return { leave: 'declined' };
    const answer = await askAbout(candidate, asking);
    if (answer === 'quit') over = true;
    if (answer === 'all') always.add(check.id);
    const choice: Choice =
      answer === 'all' ? { take: fix } : typeof answer === 'string' ? { leave: 'declined' } : { take: answer };
    answered.set(key, choice);
    return choice;
  };
}

async function askAbout(candidate: Candidate, asking: Asking): Promise<Fix | 'no' | 'all' | 'quit'> {
  const { check, finding } = candidate;
  const { ask, say, paint } = asking;
  const ways = waysOf(candidate.fix);
  const severity = finding.severity ?? check.severity;
  say(`\n${paint.severity(severity, `${severity}[${check.id}]`)} ${paint.strong(finding.message)}\n`);
  for (const [index, way] of ways.entries()) {
    const preview = await asking.preview(candidate, way);
    const number = ways.length === 1 ? '' : `${index + 1}) `;
    say(`${number}${way.title}${way.safety === 'review' ? ' (changes what the program means)' : ''}\n`);
    say(preview.ok ? preview.diff : `  cannot be made: ${preview.because}\n`);
  }
  const words = ways.length === 1 ? '[y]es, [n]o, [a]ll of this check, [q]uit' : `1-${ways.length}, [n]o, [q]uit`;
  for (;;) {
    const answer = (await ask(`Make this change? ${words}: `)).trim().toLowerCase();
    const way = ways[Number(answer) - 1] ?? (ways.length === 1 && /^y(?:es)?$/.test(answer) ? ways[0] : undefined);
    if (way !== undefined) return way;
    if (answer === '' || /^no?$/.test(answer)) return 'no';
    if (/^q(?:uit)?$/.test(answer)) return 'quit';
    if (ways.length === 1 && /^a(?:ll)?$/.test(answer)) return 'all';
    say(`\`${answer}\` is none of the answers.\n`);
  }
}

/** Asks whether what was shown is to be written. */
export async function confirm(question: string, ask: NonNullable<Io['ask']>): Promise<boolean> {
  const answer = await ask(question);
  return /^y(?:es)?$/i.test(answer.trim());
}
