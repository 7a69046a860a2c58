import { setTimeout as sleep } from 'node:timers/promises';

/** Who wants to know how a deployment gets on, and how it is called off. */
export interface Watch {
  /** Told what is being done. */
  readonly tell: (what: string) => void;
  /** Told what was done, once for each thing. */
  readonly note: (what: string) => void;
  readonly signal: AbortSignal;
}

/** How often AWS is asked how far it is. Emulators are done at once. */
const FIRST_MS = 200;
const LONGEST_MS = 5000;

/** Asks again and again, at first quickly, until there is an answer. Throws when it is called off. */
export async function until<T>(look: () => Promise<T | undefined>, { signal }: Pick<Watch, 'signal'>): Promise<T> {
  for (let pause = FIRST_MS; ; pause = Math.min(pause * 1.5, LONGEST_MS)) {
    signal.throwIfAborted();
    const found = await look();
    if (found !== undefined) return found;
    await sleep(pause, undefined, { signal });
  }
}
