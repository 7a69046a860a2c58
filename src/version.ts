import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Put in by the build. */
declare const BUILT_VERSION: string | undefined;

/** The version of this program. */
export const version: string = typeof BUILT_VERSION === 'string' ? BUILT_VERSION : sourceVersion();

/** Run from source: the number stands in package.json. */
function sourceVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '0.0.0';
}
