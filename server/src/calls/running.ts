/** Who waits for a call. */
export interface Caller {
  readonly signal: AbortSignal;
  /** The session as AgentCore names it, and the id of the request in it. */
  readonly session: string | undefined;
  readonly id: string | number;
}

/** The calls that are running, so that the server can wait for them, and end them. */
export interface RunningCalls {
  /** Runs a call under a signal that ends with the caller's, after the time limit, or with `abort`. */
  readonly run: <Result>(
    caller: Caller,
    limitMs: number,
    call: (signal: AbortSignal) => Promise<Result>,
  ) => Promise<Result>;
  /** Ends the call that a caller of a session has under this id. */
  readonly cancel: (session: string, id: string | number) => void;
  readonly abort: () => void;
  readonly count: () => number;
}

/** Keeps the controllers by hand: `AbortSignal.any` holds on to what it has seen as long as one of its signals lives. */
export function keepCalls(): RunningCalls {
  const running = new Map<AbortController, Caller>();
  return {
    async run(caller, limitMs, call) {
      const { signal } = caller;
      const controller = new AbortController();
      const cancel = (): void => controller.abort(signal.reason);
      const limit = setTimeout(() => controller.abort(new DOMException('time limit', 'TimeoutError')), limitMs);
      if (signal.aborted) cancel();
      signal.addEventListener('abort', cancel, { once: true });
      running.set(controller, caller);
      try {
        return await call(controller.signal);
      } finally {
        clearTimeout(limit);
        signal.removeEventListener('abort', cancel);
        running.delete(controller);
      }
    },
    cancel: (session, id) => {
      for (const [controller, caller] of running)
        if (caller.session === session && caller.id === id) controller.abort();
    },
    abort: () => {
      for (const controller of running.keys()) controller.abort();
    },
    count: () => running.size,
  };
}
