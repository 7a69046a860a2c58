import type { Edit } from '../../model/change.ts';
import { isSamePlace } from '../text.ts';

/** The same edits with one for each call and each command: two that add to the same one would want the same text. */
export function gathered(edits: readonly Edit[]): readonly Edit[] {
  const result: Edit[] = [];
  for (const edit of edits) {
    const index = result.findIndex((one) => one.kind === edit.kind && isSamePlace(one.at, edit.at));
    const together = index === -1 ? undefined : joined(result[index], edit);
    if (together === undefined) result.push(edit);
    else result[index] = together;
  }
  return result;
}

function joined(one: Edit | undefined, other: Edit): Edit | undefined {
  if (one?.kind === 'call' && other.kind === 'call')
    return {
      ...one,
      set: { ...one.set, ...other.set },
      drop: [...new Set([...(one.drop ?? []), ...(other.drop ?? [])])],
      positions: { ...one.positions, ...other.positions },
    };
  if (one?.kind === 'words' && other.kind === 'words' && one.where === other.where)
    return { ...one, put: `${one.put} ${other.put}` };
  return JSON.stringify(one) === JSON.stringify(other) ? one : undefined;
}
