import type { LogEvent } from '../../model/logs.ts';

/** What belongs together: one event, or the lines of one traceback. */
export type Entry = readonly [LogEvent, ...LogEvent[]];

/** Keeps the lines of a traceback together, each of which is an event of its own. */
export interface Assembler {
  /** Takes the next event in order; gives what is complete with it. */
  take(event: LogEvent): readonly Entry[];
  /** Whether anything waits for more of it; if not, an event that names no error is complete by itself. */
  isWaiting(): boolean;
  /** A reading is over: gives what has been waiting since the one before. `all`: everything that waits. */
  pause(all: boolean): readonly Entry[];
}

interface Block {
  readonly events: [LogEvent, ...LogEvent[]];
  readonly kind: 'python' | 'node';
  /** The line that names the error was met: only what chains another traceback may follow. */
  named: boolean;
  waited: boolean;
}

const LONGEST = 500;

/** One assembler serves any number of streams, whose lines come in between each other. */
export function assembler(): Assembler {
  const open = new Map<string, Block>();
  return {
    isWaiting: () => open.size > 0,
    take(event) {
      const key = `${event.group}\n${event.stream}`;
      const over = stale(open, event.time);
      const block = open.get(key);
      if (block !== undefined && goesOn(block, event.message)) {
        block.events.push(event);
        block.waited = false;
        return over;
      }
      if (block !== undefined) open.delete(key);
      const before: readonly Entry[] = block === undefined ? over : [...over, block.events];
      const kind = kindBegunBy(event.message);
      if (kind === undefined) return [...before, [event]];
      open.set(key, { events: [event], kind, named: kind === 'node', waited: false });
      return before;
    },
    pause(all) {
      const out: Entry[] = [];
      for (const [key, block] of open) {
        if (all || block.waited) {
          open.delete(key);
          out.push(block.events);
        } else block.waited = true;
      }
      return out;
    },
  };
}

/** The lines of a traceback are written at once: where time has passed, no more of it comes. */
function stale(open: Map<string, Block>, now: number): readonly Entry[] {
  const out: Entry[] = [];
  for (const [key, { events }] of open) {
    if (now - (events.at(-1)?.time ?? now) <= PATIENCE_MS) continue;
    open.delete(key);
    out.push(events);
  }
  return out;
}

const PATIENCE_MS = 2000;
const PYTHON_BEGINS = /^\s*(?:\+ |\| )?(?:Exception Group )?Traceback \(most recent call last\):\s*$/;
const NODE_BEGINS = /^(?:Uncaught )?(?:Error|[A-Z]\w{0,60}(?:Error|Exception))(?: \[\w{1,60}\])?: /;
const CHAINS = /^(?:During handling of the above exception|The above exception was the direct cause)/;
const PYTHON_NAMES = /^[A-Za-z_][\w.]{0,200}(?:: |:?$)/;
const NODE_GOES_ON = /^\s+(?:at |\[|\w+: )|^\s*[}\]],?\s*$/;

function kindBegunBy(message: string): Block['kind'] | undefined {
  if (PYTHON_BEGINS.test(message)) return 'python';
  return NODE_BEGINS.test(message) && !message.includes('\n') ? 'node' : undefined;
}

function goesOn(block: Block, message: string): boolean {
  if (block.events.length >= LONGEST) return false;
  if (block.kind === 'node') return NODE_GOES_ON.test(message);
  if (CHAINS.test(message)) {
    block.named = false;
    return true;
  }
  if (block.named) return message.trim() === '';
  if (PYTHON_BEGINS.test(message)) return true;
  // Frames are indented; the first line that is not names the error.
  if (/^\s|^$|^\|/.test(message)) return true;
  block.named = PYTHON_NAMES.test(message);
  return block.named;
}
