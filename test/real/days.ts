/** The tables of releases in `src/domain/dependency/` hold all that was there before this day. */
export const TODAY = '2026-11-25';

/** The day of a release, from the registry's upload times (verified 2026-11-25); today's packages break these. */
const RELEASED: Readonly<Record<string, string>> = {
  'mcp 1.6.0': '2025-03-27',
  'mcp 1.8.0': '2025-05-08',
  'mcp 1.10.1': '2025-06-27',
  'fastmcp 2.2.10': '2025-05-06',
  'fastmcp 2.5.2': '2025-05-29',
  'fastmcp 2.10.6': '2025-07-19',
  'fastapi-mcp 0.4.0': '2025-07-28',
};

const FORTNIGHT = 14 * 24 * 3600 * 1000;

/** The day by which packages of its own time are installed with a pinned release that today's would break; else today. */
export function ownTimeOf(requirements: readonly string[]): string {
  const days = requirements.flatMap((line) => RELEASED[line.replace('==', ' ')] ?? []);
  const oldest = days.toSorted()[0];
  return oldest === undefined ? TODAY : new Date(Date.parse(oldest) + FORTNIGHT).toISOString().slice(0, 10);
}
