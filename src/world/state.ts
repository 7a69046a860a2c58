import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder in which the doctor keeps what must outlive a run: by the platform's custom, below the user's home. */
export function stateFolder(environment: { readonly [name: string]: string | undefined }): string {
  const given =
    environment['XDG_STATE_HOME'] ?? (process.platform === 'win32' ? environment['LOCALAPPDATA'] : undefined);
  const base = given !== undefined && given !== '' ? given : join(homedir(), '.local', 'state');
  return join(base, 'agentcore-doctor');
}
