import { commitChanges } from '../apply/cloud/commit.ts';
import { cloudJournal } from '../apply/cloud/journal.ts';
import { kindOf } from '../apply/cloud/kinds.ts';
import type { WritableAws } from '../model/aws.ts';
import type { CloudResource } from '../model/change.ts';
import { stateFolder } from '../world/state.ts';
import type { Candidate } from './account-candidates.ts';
import type { Io } from './command.ts';
import { newPasswords } from './new-passwords.ts';

/** Makes the changes; what a person needs to know of them comes back, by the thing. */
export async function commitChosen(
  chosen: readonly Candidate[],
  { account, aws }: { readonly account: string; readonly aws: WritableAws },
  io: Io,
  asks: boolean,
): Promise<Made> {
  const folder = cloudJournal(stateFolder(io.environment), account);
  const { secretFor, fileOf } = newPasswords(io, asks);
  const plans = chosen.flatMap((one) => one.planned);
  await commitChanges(plans, { account, folder, aws, secretFor });
  const notes = new Map<CloudResource, string>();
  let client: string | undefined;
  for (const { resource } of plans) {
    const id = await kindOf(resource).idOf?.(resource, aws);
    const file = fileOf(resource);
    if (file !== undefined) notes.set(resource, `The password is in \`${file}\`, for you only.`);
    if (id === undefined) continue;
    client = id;
    notes.set(
      resource,
      `Its id is \`${id}\`: sign in with it, and list it in \`allowedClients\` of the runtime where that lists clients.`,
    );
  }
  return { client, notes };
}

/** The id of an app client that was made, and what is to be said of what was changed. */
export interface Made {
  readonly client: string | undefined;
  readonly notes: ReadonlyMap<CloudResource, string>;
}

/** Of a run that writes nothing. */
export const NOTHING_MADE: Made = { client: undefined, notes: new Map() };
