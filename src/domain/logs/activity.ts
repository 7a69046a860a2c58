/** What is counted, by time. */
export const COUNTED = ['requests', 'errors', '4xx', '5xx'] as const;
export type Counted = (typeof COUNTED)[number];

/** How much happened when; takes a bounded amount of room, however long it goes on. */
export interface Activity {
  add(what: Counted, time: number): void;
  /** The counts in steps, as coarse as they have to be to fit into so many columns; nothing where nothing was counted. */
  chart(columns: number): Chart | undefined;
}

export interface Chart {
  /** Milliseconds since 1970; where the first column begins, and where the last one ends. */
  readonly from: number;
  readonly to: number;
  /** How much time a column stands for. */
  readonly step: number;
  readonly rows: readonly { readonly what: Counted; readonly counts: readonly number[] }[];
}

const MINUTE = 60_000;
/** A week of minutes; from then on the steps that are kept are twice as long. */
const MOST_KEPT = 10_080;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080];

/** Counts by the minute. */
export function activity(): Activity {
  let kept = MINUTE;
  let counts = new Map<number, Map<Counted, number>>();
  const bump = (into: typeof counts, key: number, what: Counted, by: number): void => {
    const bucket = into.get(key) ?? new Map<Counted, number>();
    bucket.set(what, (bucket.get(what) ?? 0) + by);
    into.set(key, bucket);
  };
  const coarsen = (): void => {
    const coarser: typeof counts = new Map();
    for (const [key, bucket] of counts)
      for (const [what, number] of bucket) bump(coarser, Math.floor(key / 2), what, number);
    counts = coarser;
    kept *= 2;
  };
  return {
    add(what, time) {
      bump(counts, Math.floor(time / kept), what, 1);
      while (counts.size > MOST_KEPT) coarsen();
    },
    chart: (columns) => chartOf(counts, kept, columns),
  };
}

function chartOf(
  counts: ReadonlyMap<number, ReadonlyMap<Counted, number>>,
  kept: number,
  columns: number,
): Chart | undefined {
  if (counts.size === 0) return undefined;
  const keys = [...counts.keys()];
  const [first, last] = keys.reduce(
    ([least, most], key) => [Math.min(least, key), Math.max(most, key)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const step = stepFor((last + 1 - first) * kept, Math.max(1, columns), kept);
  const start = Math.floor((first * kept) / step);
  const length = Math.floor((last * kept) / step) - start + 1;
  const rows = COUNTED.map((what) => {
    const row = Array.from({ length }, () => 0);
    for (const [key, bucket] of counts) {
      const column = Math.floor((key * kept) / step) - start;
      row[column] = (row[column] ?? 0) + (bucket.get(what) ?? 0);
    }
    return { what, counts: row };
  });
  return { from: start * step, to: (start + length) * step, step, rows };
}

/** The finest of the usual steps that fits; it is a multiple of what is kept. */
function stepFor(span: number, columns: number, kept: number): number {
  const usual = STEPS.map((minutes) => minutes * MINUTE).filter((step) => step % kept === 0);
  // A span may begin and end in the middle of a step.
  const fitting = usual.find((step) => span / step + 1 <= columns || span <= step);
  return fitting ?? Math.ceil(span / kept / columns + 1) * kept;
}
