import type { Io } from './command.ts';

const PATIENCE_MS = 1000;
const PACE_MS = 100;

/** A line on a terminal's stderr that says what is being read, once a run has taken a second. */
export interface Progress {
  readonly onRead: (path: string) => void;
  /** Says what is being done, where that takes long. */
  readonly tell: (what: string) => void;
  /** Wipes the line: to be called before anything else is written. */
  readonly done: () => void;
}

/** Shows nothing where stderr is no terminal. */
export function watchReading(io: Io): Progress {
  if (!io.isTerminal.err) return { onRead: () => undefined, tell: () => undefined, done: () => undefined };
  const start = Date.now();
  let shown = 0;
  let read = 0;
  const show = (what: string): void => {
    const now = Date.now();
    if (now - start < PATIENCE_MS || now - shown < PACE_MS) return;
    shown = now;
    io.err(`\r\u001b[K${what.slice(0, (io.width ?? 80) - 1)}`);
  };
  return {
    onRead(path) {
      read += 1;
      show(`${read} files read: ${path}`);
    },
    tell: show,
    done() {
      if (shown > 0) io.err('\r\u001b[K');
    },
  };
}
