/** Something that real servers need cannot be had on this machine now. It says nothing about the server. */
export class Unavailable extends Error {}

/** The error for an installer that failed before it could decide anything. */
export function unreachable(output: string): Unavailable {
  return new Unavailable(`the package registry cannot be reached: ${output.trim().slice(-600)}`);
}

/** The little of a test's context that skipping takes. */
interface Skippable {
  readonly skip: (because: string) => never;
}

/** Skips a test that cannot be had here, with the reason; where CI runs, it fails instead. */
export async function unlessUnavailable<T>(test: Skippable, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Unavailable && !process.env['CI']) return test.skip(error.message);
    throw error;
  }
}
