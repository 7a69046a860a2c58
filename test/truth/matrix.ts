import { availableParallelism } from 'node:os';
import { type Cell, type Form, nameOf, type Release } from './cell.ts';
import { type Examined, examine } from './examine.ts';
import { fastmcpForms } from './fastmcp-forms.ts';
import { install } from './installed.ts';
import { mcpForms } from './mcp-forms.ts';
import { npmFastmcpForms } from './npm-fastmcp-forms.ts';
import { releases } from './releases.ts';
import { sdk2Forms } from './sdk-2-forms.ts';
import { sdkForms } from './sdk-forms.ts';

/** Which part of the matrix is wanted. */
export interface Part {
  /** Releases whose names begin so (`fastmcp@2.12`, `mcp@`), each with a form behind a colon if only one is meant; none: all. */
  readonly only: readonly string[];
  /** All forms, or those that decide most. */
  readonly forms: 'all' | 'core';
}

/** The cells of a part, release by release. */
export function cellsOf({ only, forms }: Part): ReadonlyMap<Release, readonly Cell[]> {
  const rows = releases.map((release) => {
    const cells = formsOf(release)
      .map((form) => ({ release, form }))
      .filter(({ form }) => forms === 'all' || form.core === true)
      .filter(({ form }) => only.length === 0 || only.some((one) => isMeant(one, release, form.name)));
    return [release, cells] as const;
  });
  return new Map(rows.filter(([, cells]) => cells.length > 0));
}

function isMeant(wanted: string, release: Release, form: string): boolean {
  const [name = '', ...rest] = wanted.split(':');
  return nameOf(release).startsWith(name) && (rest.length === 0 || rest.join(':') === form);
}

function formsOf(release: Release): readonly Form[] {
  switch (release.library) {
    case 'mcp':
      return mcpForms(release);
    case 'fastmcp':
      return fastmcpForms;
    case 'npm-fastmcp':
      return npmFastmcpForms;
    case '@modelcontextprotocol/server':
      return sdk2Forms;
    default:
      return sdkForms;
  }
}

/** As many processes at once as the machine has cores. */
const AT_ONCE = Number(process.env['TRUTH_AT_ONCE'] ?? Math.max(2, availableParallelism()));

/** What came of the cells of a release, and the milliseconds that its packages and its servers took. */
export interface Share {
  readonly examined: readonly Examined[];
  readonly installing: number;
  readonly running: number;
}

/** Examines the cells of a release, several at once, in their order. */
export async function examineAll(
  release: Release,
  cells: readonly Cell[],
  tell: (examined: Examined) => void,
): Promise<Share> {
  const begun = performance.now();
  const installed = await install(release);
  const ready = performance.now();
  const examined: Examined[] = [];
  const rest = cells.entries();
  const work = async (): Promise<void> => {
    for (const [index, cell] of rest) {
      const one = await examine(cell, installed);
      examined[index] = one;
      tell(one);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { examined, installing: ready - begun, running: performance.now() - ready };
}
