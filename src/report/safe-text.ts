import { masked, SECRET_WORDS } from '../domain/symptom/masked.ts';

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const UNSAFE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const SEQUENCES = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-_])/g;
const SECRET = new RegExp(SECRET_WORDS.join('|'), 'i');

/**
 * What somebody wrote to a log, fit for a terminal: no colours and cursor movements of its own, which may be an attack on
 * who reads it, and no tokens and passwords.
 */
export function safeText(text: string): string {
  let safe = text;
  if (UNSAFE.test(safe)) {
    safe = safe.replaceAll(SEQUENCES, '').replaceAll('\r', '');
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    safe = safe.replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '?');
  }
  return withoutTokens(safe);
}

/** The text without tokens and passwords; whatever else is in it stays as it is. */
export function withoutTokens(text: string): string {
  return SECRET.test(text) ? masked(text) : text;
}
