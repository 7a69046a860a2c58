import { appendFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { unlessUnavailable } from '../real/unavailable.ts';
import { nameOf } from './cell.ts';
import type { Examined } from './examine.ts';
import { cellsOf, examineAll } from './matrix.ts';
import { agrees, describeExamined, describeShortly, tableOf } from './table.ts';

// What the checks say of a server, release by release and form by form, is what its process does. `npm run truth` asks
// about all forms; the suite about those whose verdict changes between releases.

const only = (process.env['TRUTH_ONLY'] ?? '').split(',').filter(Boolean);
const cells = cellsOf({ only, forms: process.env['TRUTH'] === 'all' ? 'all' : 'core' });
const examined: Examined[] = [];

describe('what is said of a server is what its process does', { timeout: 1_200_000 }, () => {
  for (const [release, own] of cells) {
    it(`${nameOf(release)}: ${own.length} servers`, async (context) => {
      const all = await unlessUnavailable(context, () => examineAll(release, own, note));
      examined.push(...all);
      expect(all.filter((one) => !agrees(one)).map(describeExamined)).toEqual([]);
    });
  }
});

/** What is known so far, for one who watches. */
function note(one: Examined): void {
  if (process.env['TRUTH_LOG'] !== undefined) appendFileSync(process.env['TRUTH_LOG'], `${describeShortly(one)}\n`);
}

afterAll(() => void process.stdout.write(`${tableOf(examined)}\n`));
