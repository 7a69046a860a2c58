import type { LogEvent } from '../../model/logs.ts';
import { type IdSet, idSet, printOf } from './id-set.ts';

/** Which events were told already, as far back as they may come again. */
export interface Memory {
  /** Whether an event is met for the first time; from then on it is known. */
  admit(event: LogEvent): boolean;
  /** What happened before this time does not come again. */
  forget(before: number): void;
  /** How many events are remembered. */
  size(): number;
}

/** Events are remembered by the stretch of time that they fall into, so that a stretch is forgotten at one stroke. */
const STRETCH_MS = 10_000;

interface Stretch {
  readonly ids: IdSet;
  /** Lines that came by Live Tail and were not met by their id yet; and the other way round. */
  readonly live: Map<string, number>;
  readonly swept: Map<string, number>;
}

/**
 * The memory of one log group. An event has an id; one that comes by Live Tail has none, and is held against the others
 * by its stream, time and text, and by how often they occur. `live`: such events are to be expected. So many events are
 * kept however old they are, for a page that comes twice.
 */
export function memoryOf(live: boolean, kept: number): Memory {
  const stretches = new Map<number, Stretch>();
  // A stretch that is forgotten makes room for a new one: what is allocated and dropped by the minute piles up in the heap.
  const spare: IdSet[] = [];
  let oldest = Number.NEGATIVE_INFINITY;
  let size = 0;
  let latest: Stretch | undefined;
  let at = Number.NaN;
  // The next event is mostly of the stretch of the last one.
  const stretchFor = (time: number): Stretch => {
    const number = Math.floor(time / STRETCH_MS);
    const stretch = number === at && latest !== undefined ? latest : stretchAt(stretches, number, spare);
    latest = stretch;
    at = number;
    return stretch;
  };
  return {
    admit(event) {
      const stretch = stretchFor(event.time);
      const { id, print = id === undefined ? undefined : printOf(id) } = event;
      if (print !== undefined) {
        if (!stretch.ids.add(print)) return false;
        size += 1;
        return live ? isUnpaired(event, stretch.live, stretch.swept) : true;
      }
      return isUnpaired(event, stretch.swept, stretch.live);
    },
    forget(before) {
      const first = Math.floor(before / STRETCH_MS);
      if (first <= oldest || size <= kept) return;
      oldest = first;
      latest = undefined;
      for (const [number, { ids }] of stretches) {
        if (number >= first) continue;
        stretches.delete(number);
        size -= ids.size();
        ids.clear();
        spare.push(ids);
      }
    },
    size: () => size,
  };
}

function stretchAt(stretches: Map<number, Stretch>, number: number, spare: IdSet[]): Stretch {
  const known = stretches.get(number);
  if (known !== undefined) return known;
  const made: Stretch = { ids: spare.pop() ?? idSet(), live: new Map(), swept: new Map() };
  stretches.set(number, made);
  return made;
}

/** Whether no event that came the other way is still without its like; if one is, the two are the same. */
function isUnpaired(event: LogEvent, others: Map<string, number>, own: Map<string, number>): boolean {
  const key = `${event.stream}\n${event.time}\n${event.message}`;
  const waiting = others.get(key) ?? 0;
  if (waiting > 0) {
    if (waiting === 1) others.delete(key);
    else others.set(key, waiting - 1);
    return false;
  }
  own.set(key, (own.get(key) ?? 0) + 1);
  return true;
}
