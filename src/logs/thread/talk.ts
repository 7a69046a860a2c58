import type { Glance } from '../../domain/symptom/glance.ts';
import type { EventQuestion, GroupPage, LogDoor, RefusalKind, StreamPage } from '../port.ts';
import type { Columns } from './columns.ts';

/** What the thread that asks AWS is told. It opens its door first, and closes it last. */
export type Order =
  | { readonly kind: 'open'; readonly options: DoorOptions }
  /** From now on, a glance is taken at each message. */
  | { readonly kind: 'glance'; readonly glance: Glance }
  | { readonly kind: 'ask'; readonly id: number; readonly call: Call }
  | { readonly kind: 'close' };

export interface DoorOptions {
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly environment: { readonly [name: string]: string | undefined };
  /** Whether somebody wants to see the ids of events. */
  readonly withIds: boolean;
}

/** A call of the door by its name. */
export type Call =
  | { readonly name: 'filterEvents'; readonly given: [EventQuestion] }
  | { readonly name: 'describeGroups'; readonly given: Parameters<LogDoor['describeGroups']> }
  | { readonly name: 'describeStreams'; readonly given: Parameters<LogDoor['describeStreams']> };

/**
 * What it says of a call: one answer, or a page, its events as they are ready, and the end. A refusal may come at any
 * time.
 */
export type Reply = { readonly id: number } & (
  | { readonly kind: 'answer'; readonly answer: GroupPage | StreamPage }
  | { readonly kind: 'page'; readonly next?: string }
  | { readonly kind: 'events'; readonly columns: Columns }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly refusal: RefusalKind; readonly action: string; readonly message: string }
  | { readonly kind: 'failed'; readonly error: unknown }
);
