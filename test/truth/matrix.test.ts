import { appendFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { unlessUnavailable } from '../real/unavailable.ts';
import { nameOf, type Release } from './cell.ts';
import type { Examined } from './examine.ts';
import { install } from './installed.ts';
import { cellsOf, examineAll, type Share } from './matrix.ts';
import { agrees, describeExamined, describeShortly, tableOf } from './table.ts';

// What the checks say of a server, release by release and form by form, is what its process does. `npm run truth` asks
// about all forms; the suite about those whose verdict changes between releases.

const only = (process.env['TRUTH_ONLY'] ?? '').split(',').filter(Boolean);
const cells = cellsOf({ only, forms: process.env['TRUTH'] === 'all' ? 'all' : 'core' });
const shares: Share[] = [];

describe('what is said of a server is what its process does', { timeout: 1_200_000 }, () => {
  const all = [...cells];
  for (const [index, [release, own]] of all.entries()) {
    it(`${nameOf(release)}: ${own.length} servers`, async (context) => {
      installBeside(all[index + 1]?.[0]);
      const share = await unlessUnavailable(context, () => examineAll(release, own, note));
      shares.push(share);
      expect(share.examined.filter((one) => !agrees(one)).map(describeExamined)).toEqual([]);
    });
  }
});

/** Packages come while servers run; what went wrong with them is said when their turn comes. */
function installBeside(release: Release | undefined): void {
  if (release !== undefined) install(release).catch(() => undefined);
}

/** What is known so far, for one who watches. */
function note(one: Examined): void {
  if (process.env['TRUTH_LOG'] !== undefined) appendFileSync(process.env['TRUTH_LOG'], `${describeShortly(one)}\n`);
}

afterAll(() => void process.stdout.write(`${tableOf(shares)}\n`));
