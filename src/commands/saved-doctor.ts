import { checks } from '../../checks/index.ts';
import { starred } from '../domain/secret/secret-text.ts';
import { linesOf } from '../domain/text.ts';
import type { Sheet } from '../engine/collect.ts';
import { ignoreLinesOf } from '../engine/ignore.ts';
import { runCheck } from '../engine/run.ts';
import { damaged } from '../engine/saved-run.ts';
import type { Collected, FactName } from '../model/fact.ts';
import type { Images } from '../model/image.ts';
import type { KeptLine } from '../model/saved-run.ts';
import { isSheet } from './kept-facts.ts';
import { savedRun, type SavingCall } from './saved-run.ts';
import { excerptsOf, type Seen } from './seen.ts';

/** What a saved run of `doctor` holds: what was seen, with the facts that checks ask for and the lines that are shown. */
interface Kept extends Omit<Seen, 'sheet' | 'texts'> {
  readonly facts: Sheet;
  readonly lines: readonly KeptLine[];
}

/** What `doctor` saw in this run, or in the one that was saved. */
export async function savedDoctor(call: SavingCall, look: () => Promise<Seen>): Promise<Seen> {
  const root = call.given.positionals[0] ?? '.';
  const content = await savedRun(call, root, async () => kept(await look()));
  if (!isKept(content)) throw damaged(call.given.text('from') ?? '');
  const { facts, lines, ...rest } = content;
  return { ...rest, sheet: facts, texts: textsOf(lines) };
}

const ASKED: ReadonlySet<FactName> = new Set([
  ...checks.flatMap(({ needs, also = [] }) => [...needs, ...also]),
  // What the head and the end of a report say.
  'project',
  'agents',
]);

function kept({ sheet, texts, account, ...rest }: Seen): Kept {
  const asked: Sheet = Object.fromEntries(Object.entries(sheet).filter(([name]) => ASKED.has(name as FactName)));
  const facts = { ...asked, ...(asked.images?.ok === true ? { images: withoutTexts(asked.images.value) } : {}) };
  return { ...rest, account: later(account), facts, lines: linesOfReports(facts, texts) };
}

/** No check asks for the texts of files that a Dockerfile writes, and anything may be in them. */
function withoutTexts({ files }: Images): Collected<Images> {
  const bare = files.map((file) =>
    file.creates.length === 0 ? file : { ...file, creates: file.creates.map((one) => ({ ...one, text: '' })) },
  );
  return { ok: true, value: { files: bare } };
}

/** A report of the saved run may ask checks that this one did not; it cannot tell them what was never looked at. */
function later(account: Seen['account']): Seen['account'] {
  if (account.ok) return { ok: true, denied: account.denied };
  const { because, hint } = account;
  return hint === ''
    ? { ok: false, because: 'for the checks of the saved run had no use for it', hint: 'Save a run of all checks.' }
    : { ok: false, because, hint };
}

/** The lines that any check can point at, and those that silence one. */
function linesOfReports(sheet: Sheet, texts: Seen['texts']): readonly KeptLine[] {
  const all = checks.filter(({ needs }) => needs.every((name) => sheet[name]?.ok === true));
  const excerpts = excerptsOf(
    all.map((check) => runCheck(check, sheet)),
    { sheet, texts },
  );
  return [...texts].flatMap(([path, text]) => {
    const shown = excerpts[path] ?? {};
    const silent = ignoreLinesOf(path, text);
    const file = silent.length === 0 ? undefined : linesOf(path, text);
    const numbers = new Set([...Object.keys(shown).map(Number), ...silent]);
    return [...numbers]
      .toSorted((a, b) => a - b)
      .map((line) => ({ path, line, text: shown[line] ?? starred(file?.line(line) ?? '') }));
  });
}

/** Texts in which only these lines are written. */
function textsOf(lines: readonly KeptLine[]): Seen['texts'] {
  const files = new Map<string, string[]>();
  for (const { path, line, text } of lines) {
    const file = files.get(path) ?? [];
    files.set(path, file);
    while (file.length < line) file.push('');
    file[line - 1] = text;
  }
  return new Map([...files].map(([path, file]) => [path, file.join('\n')]));
}

function isKept(content: object): content is Kept {
  const { root, facts, account, unread, lines } = content as { readonly [name: string]: unknown };
  return (
    typeof root === 'string' &&
    isSheet(facts) &&
    typeof account === 'object' &&
    account !== null &&
    'ok' in account &&
    Array.isArray(unread) &&
    Array.isArray(lines) &&
    lines.every(isLine)
  );
}

function isLine(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  const { path, line, text } = part as { readonly [name: string]: unknown };
  return typeof path === 'string' && Number.isSafeInteger(line) && Number(line) > 0 && typeof text === 'string';
}
