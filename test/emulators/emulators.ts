import { afterAll } from 'vitest';
import { unlessUnavailable } from '../real/unavailable.ts';
import { type Emulator, type EmulatorName, startEmulator } from './start.ts';

// Imported by a test file, this module is that file's own: so is each emulator, from its first use to the file's end.

const started = new Map<EmulatorName, Promise<Emulator>>();

afterAll(async () => {
  // One that did not start has said so where it was asked for.
  for (const one of await Promise.allSettled(started.values())) if (one.status === 'fulfilled') await one.value.stop();
});

/** The one emulator of that name of this test file; where it cannot be installed, the test is skipped, or fails in CI. */
export function emulator(test: { readonly skip: (because: string) => never }, name: EmulatorName): Promise<Emulator> {
  return unlessUnavailable(test, () => {
    const one = started.get(name) ?? startEmulator(name);
    started.set(name, one);
    return one;
  });
}
