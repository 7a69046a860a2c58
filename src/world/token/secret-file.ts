import { closeSync, fchmodSync, fstatSync, openSync, writeSync } from 'node:fs';

/** Writes a secret into a file that only its owner may read; one that is there already loses its readers first. */
export function writeSecret(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    // A device or a pipe is everybody's.
    if (fstatSync(file).isFile()) fchmodSync(file, 0o600);
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}
