import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sheet } from '../../src/engine/collect.ts';
import type { Check } from '../../src/model/check.ts';
import type { Outcome } from '../../src/model/report.ts';
import { describeLocation } from '../../src/report/describe.ts';

/** The status that a fixture folder's name promises: `fails-two-roles` promises `fail`. */
export function promiseOf(name: string): Outcome['status'] {
  if (name.startsWith('fails')) return 'fail';
  if (name.startsWith('passes')) return 'pass';
  if (name.startsWith('not-applicable')) return 'not-applicable';
  if (name.startsWith('unknown')) return 'unknown';
  throw new Error(`${name}: a case begins with fails, passes, not-applicable or unknown`);
}

const FIXTURES = 'fixtures/checks';

/** The cases of a check: the folders below `fixtures/checks/<id>`. */
export function casesOf(id: string): readonly string[] {
  const folder = join(FIXTURES, id);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** The project of a case; `expected.txt` lies beside it, not in it. */
export function projectOf(id: string, name: string): string {
  return join(FIXTURES, id, name, 'project');
}

export function expectedOf(id: string, name: string): string {
  return join('..', FIXTURES, id, name, 'expected.txt');
}

/** What was recorded of an account or a server for a case, as the facts that it gives; beside a project or alone. */
export function recordedOf(id: string, name: string): Sheet | undefined {
  const path = join(FIXTURES, id, name, 'facts.json');
  if (!existsSync(path)) return undefined;
  const facts: { readonly [name: string]: unknown } = JSON.parse(readFileSync(path, 'utf8'));
  return Object.fromEntries(Object.entries(facts).map(([fact, value]) => [fact, { ok: true, value }]));
}

/** What a check said, in bare lines: no colours, no excerpts, so that restyling the report touches no fixture. */
export function describeOutcome(check: Check, outcome: Outcome): string {
  if (outcome.status === 'crashed') return `crashed: ${outcome.error}\n`;
  if (outcome.status !== 'fail' && outcome.status !== 'unknown') return `${outcome.status}\n`;
  const lines: string[] = [];
  for (const { message, at, severity, remedy, related = [], fix } of outcome.status === 'fail'
    ? outcome.findings
    : []) {
    lines.push(`${severity ?? check.severity} ${describeLocation(at)} ${message}`);
    if (remedy !== undefined) lines.push(`  do: ${remedy}`);
    for (const place of related)
      lines.push(`  see: ${describeLocation(place)}${place.label === undefined ? '' : ` (${place.label})`}`);
    for (const { title, safety, name } of fix === undefined ? [] : [fix, ...(fix.alternatives ?? [])])
      lines.push(`  fix: ${name === undefined ? '' : `${name}: `}${title} (${safety})`);
  }
  for (const { unclear, at } of outcome.unclear) lines.push(`cannot tell ${describeLocation(at)} ${unclear}`);
  return `${lines.join('\n')}\n`;
}

/** Wraps a check so that `seen` gathers the facts it really reads. */
export function watched(check: Check, seen: Set<string>): Check {
  return {
    ...check,
    subjects: (facts) =>
      check.subjects(
        new Proxy(facts, {
          get: (target, name, receiver) => {
            seen.add(String(name));
            return Reflect.get(target, name, receiver);
          },
        }),
      ),
    judge: (subject) => check.judge(subject),
  };
}
