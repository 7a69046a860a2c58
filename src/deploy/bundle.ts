import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import type { CodeBundle } from '../model/deployment-plan.ts';

/**
 * Zips files for AgentCore: with the modes that it asks for, and the same bytes for the same content on every machine.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-code-deploy.html (verified 2026-11-26)
 */
export function bundleOf(
  files: { readonly [name: string]: Uint8Array },
  { runtime, entryPoint }: Pick<CodeBundle, 'runtime' | 'entryPoint'>,
): CodeBundle {
  const entries = Object.entries(files)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, bytes]) =>
        [name, [bytes, { os: UNIX, attrs: REGULAR_FILE * 0x10000, mtime: DAY_ONE, level: 9 }]] as const,
    );
  const zip = zipSync(Object.fromEntries(entries) as Parameters<typeof zipSync>[0]);
  return { zip, digest: createHash('sha256').update(zip).digest('hex'), runtime, entryPoint };
}

const UNIX = 3;
const REGULAR_FILE = 0o100644;
/** The first day that a zip can name. */
const DAY_ONE = '1980-01-01T00:00:00';
