/** The calls that are running, so that the server can wait for them, and end them. */
export interface RunningCalls {
  /** Runs a call under a signal that ends with the caller's, after the time limit, or with `abort`. */
  readonly run: <Result>(
    caller: AbortSignal,
    limitMs: number,
    call: (signal: AbortSignal) => Promise<Result>,
  ) => Promise<Result>;
  readonly abort: () => void;
  readonly count: () => number;
}

/** Keeps the controllers by hand: `AbortSignal.any` holds on to what it has seen as long as one of its signals lives. */
export function keepCalls(): RunningCalls {
  const running = new Set<AbortController>();
  return {
    async run(caller, limitMs, call) {
      const controller = new AbortController();
      const cancel = (): void => controller.abort(caller.reason);
      const limit = setTimeout(() => controller.abort(new DOMException('time limit', 'TimeoutError')), limitMs);
      if (caller.aborted) cancel();
      caller.addEventListener('abort', cancel, { once: true });
      running.add(controller);
      try {
        return await call(controller.signal);
      } finally {
        clearTimeout(limit);
        caller.removeEventListener('abort', cancel);
        running.delete(controller);
      }
    },
    abort: () => {
      for (const controller of running) controller.abort();
    },
    count: () => running.size,
  };
}
