import type { Sheet } from '../engine/collect.ts';

/** Whether something out of a saved run has the form of facts: each with a value, or with the reason why there is none. */
export function isSheet(part: unknown): part is Sheet {
  return typeof part === 'object' && part !== null && Object.values(part).every(isCollected);
}

function isCollected(part: unknown): boolean {
  if (typeof part !== 'object' || part === null || !('ok' in part)) return false;
  if (part.ok === true) return 'value' in part && typeof part.value === 'object' && part.value !== null;
  return (
    part.ok === false && 'gap' in part && typeof part.gap === 'object' && part.gap !== null && 'because' in part.gap
  );
}
