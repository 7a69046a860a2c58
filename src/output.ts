import { fstatSync, writeSync } from 'node:fs';

/** Where the program writes to. */
export interface Output {
  readonly isTerminal: boolean;
  /** Columns of the terminal. */
  readonly width: number | undefined;
  write(text: string): void;
  /** Resolves when a pipe that was full takes more. */
  drained(): Promise<void>;
  /** The reader went away (`| head`), which is no error of ours: nothing more is written. */
  isAbandoned(): boolean;
}

/**
 * A standard stream. What goes to a pipe or a file is written at once, without `process.stdout` and `process.stderr`:
 * the modules behind them take 3 ms to load. Terminals, and pipes that are full and do not block, are left to them.
 */
export function openOutput(descriptor: 1 | 2): Output {
  const isSeen = isTerminal(descriptor);
  let direct = isPipeOrFile(descriptor);
  let abandoned = false;
  const stream = (): NodeJS.WriteStream => {
    const opened = descriptor === 1 ? process.stdout : process.stderr;
    if (opened.listenerCount('error') === 0) opened.on('error', noteAbandoned);
    return opened;
  };
  const noteAbandoned = (error: unknown): void => {
    if (codeOf(error) !== 'EPIPE') throw error;
    abandoned = true;
  };
  return {
    isTerminal: isSeen,
    width: isSeen ? stream().columns : undefined,
    write(text) {
      if (abandoned) return;
      try {
        const rest = direct ? writeNow(descriptor, text) : Buffer.from(text);
        if (rest.length === 0) return;
        direct = false;
        stream().write(rest);
      } catch (error) {
        noteAbandoned(error);
      }
    },
    async drained() {
      if (direct || abandoned || !stream().writableNeedDrain) return;
      await new Promise<void>((resolve) => {
        const end = (): void => {
          stream().off('drain', end).off('error', end);
          resolve();
        };
        stream().on('drain', end).on('error', end);
      });
    },
    isAbandoned: () => abandoned,
  };
}

/** Whether somebody sits at the other end of a standard stream, told without opening it. */
export function isTerminal(descriptor: 0 | 1 | 2): boolean {
  return !isPipeOrFile(descriptor) && process.getBuiltinModule('node:tty').isatty(descriptor);
}

/** Anything odd is left to Node's own streams. */
function isPipeOrFile(descriptor: number): boolean {
  try {
    const kind = fstatSync(descriptor);
    return kind.isFIFO() || kind.isFile() || kind.isSocket();
  } catch {
    return false;
  }
}

/** Writes until nothing is left, or until the pipe is full; the rest is returned. */
function writeNow(descriptor: number, text: string): Buffer {
  let rest: Buffer | undefined;
  try {
    // Mostly it is all taken at once, and no copy is left to the collector of garbage.
    const written = writeSync(descriptor, text);
    if (written === Buffer.byteLength(text)) return NOTHING;
    rest = Buffer.from(text).subarray(written);
    while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
  } catch (error) {
    if (codeOf(error) !== 'EAGAIN') throw error;
  }
  return rest ?? Buffer.from(text);
}

const NOTHING = Buffer.alloc(0);

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
