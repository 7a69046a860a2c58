import { damaged } from '../engine/saved-run.ts';
import { savedRun, type SavingCall } from './saved-run.ts';

/** What a command keeps that is no sheet of facts: an object with these members, each an object or a list. */
export async function savedMembers<T extends object>(
  call: SavingCall,
  members: readonly (keyof T)[],
  look: () => Promise<T>,
): Promise<T> {
  const content = await savedRun(call, call.given.positionals[0] ?? '.', look);
  const held = content as Partial<T>;
  if (members.some((name) => typeof held[name] !== 'object' || held[name] === null))
    throw damaged(call.given.text('from') ?? '');
  // The command wrote it in this form, and its members are there.
  return content as T;
}
