import type { Edit, Safety } from '../../model/change.ts';
import type { Setting, Written } from '../../model/value.ts';

/** A value as Python writes it, and as a word of a command line or a variable. */
export interface Wanted {
  readonly code: string;
  readonly word: string;
}

/** What it takes to write another value where one is written. */
export interface Rewriting {
  readonly edits: readonly Edit[];
  /** A value of the program's own, or one that others share: a person must see it. */
  readonly safety: Safety;
  readonly from: string;
}

/** Writes another value where a setting has its own from; `undefined`: nobody can tell where that is. */
export function rewriting(setting: Setting<unknown>, wanted: Wanted): Rewriting | undefined {
  if (setting.kind !== 'set' || setting.written === undefined) return undefined;
  const { written } = setting;
  const edit = editOf(written, wanted);
  return edit === undefined ? undefined : { edits: [edit], safety: safetyOf(written), from: written.text };
}

function editOf(written: Written, { code, word }: Wanted): Edit | undefined {
  const { as, at, text, use, shared } = written;
  if (as === 'constant' && shared === true)
    return use === undefined ? undefined : { kind: 'replace', at: use, put: code };
  // In code, what is spelt as a string stays one: `int("8080")`.
  const isBoolean = text === 'True' || text === 'False' || text === 'None';
  if (as === 'literal' && text === '') return { kind: 'replace', at, put: code };
  return text === '' ? undefined : { kind: 'swap', at, from: text, to: isBoolean ? code : word };
}

/** What only the image says is the image's own; a default that a flag or a caller overrides may be meant for others. */
function safetyOf({ as }: Written): Safety {
  return as === 'default' ? 'review' : 'safe';
}
