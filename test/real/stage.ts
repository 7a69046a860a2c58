import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Hands over a copy of a project, with other texts in some files, and removes it afterwards. */
export async function staged<T>(
  project: string,
  texts: ReadonlyMap<string, string>,
  use: (root: string) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'agentcore-doctor-'));
  try {
    cpSync(project, root, { recursive: true });
    for (const [path, text] of texts) writeFileSync(join(root, path), text);
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
