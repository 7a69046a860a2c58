import { lineStart, type Splice, withBlankLine } from './splice.ts';

/**
 * The splices of one fix with none in the way of another: what is to stand below a line that goes takes the place of
 * that line, and stretches that go and overlap are one.
 */
export function reconciled(text: string, splices: readonly Splice[]): readonly Splice[] {
  const taken = new Set<Splice>();
  const replaced = splices.map((gone) => {
    const added = gone.put === '' ? splices.find((one) => isBelow(text, one, gone) && !taken.has(one)) : undefined;
    if (added === undefined) return gone;
    taken.add(added);
    return { ...gone, put: `${added.put.replace(/^(?:\r?\n)+/, '')}${text.slice(added.start, gone.end)}` };
  });
  const rest = replaced.filter((one) => !taken.has(one));
  return [...united(text, rest.filter(isDeletion)), ...rest.filter((one) => !isDeletion(one))];
}

function isDeletion({ start, end, put }: Splice): boolean {
  return put === '' && start < end;
}

function united(text: string, deletions: readonly Splice[]): readonly Splice[] {
  const result: Splice[] = [];
  for (const one of deletions.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last === undefined || last.end <= one.start) result.push(one);
    else result.splice(-1, 1, { ...last, ...untilEnd(text, last.start, Math.max(last.end, one.end)) });
  }
  return result;
}

function untilEnd(text: string, start: number, end: number): { readonly start: number; readonly end: number } {
  const isToEnd = end === text.length && start === lineStart(text, start);
  return isToEnd ? withBlankLine(text, { start, end }) : { start, end };
}

/** Whether a splice adds lines just below the lines that another one takes away as a whole. */
function isBelow(text: string, added: Splice, gone: Splice): boolean {
  return (
    added.start === added.end &&
    /^\r?\n/.test(added.put) &&
    gone.start === lineStart(text, gone.start) &&
    gone.start < added.start &&
    /^(?:[ \t]*\r?\n)+$/.test(text.slice(added.start, gone.end))
  );
}
