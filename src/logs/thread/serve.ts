import { setImmediate as others } from 'node:timers/promises';
import { glanceBy } from '../../domain/symptom/glance.ts';
import type { ThreadLine } from '../../model/thread.ts';
import type { openLogCalls } from '../../world/aws/index.ts';
import { awsDoor } from '../aws-door.ts';
import { type EventPage, type LogDoor, LogRefusal } from '../port.ts';
import { columnsOf, type Wanted } from './columns.ts';
import type { Call, Order, Reply } from './talk.ts';

/** Asks AWS for another thread, and reads what it answers, until that one has had enough. */
export function serveAws(line: ThreadLine, open: typeof openLogCalls): Promise<void> {
  return new Promise((resolve) => {
    const work: Work = { withIds: true };
    line.hear((heard) => {
      // Nobody else speaks on this line.
      const order = heard as Order;
      if (order.kind === 'open') {
        const calls = open(order.options);
        work.close = calls.close;
        work.withIds = order.options.withIds;
        work.door = awsDoor(calls);
      } else if (order.kind === 'glance') {
        work.glance = glanceBy(order.glance);
      } else if (order.kind === 'close') {
        work.close?.();
        resolve();
      } else {
        void serve(work, order.call, (reply) => line.say({ ...reply, id: order.id }));
      }
    });
  });
}

interface Work extends Wanted {
  withIds: boolean;
  glance?: (message: string) => number;
  door?: LogDoor;
  close?: () => void;
}

/** A reply without the number of its call. */
type Saying = Reply extends infer R ? (R extends Reply ? Omit<R, 'id'> : never) : never;

async function serve(work: Work, call: Call, say: (reply: Saying) => void): Promise<void> {
  const { door } = work;
  try {
    if (door === undefined) throw new Error('no door was opened');
    if (call.name === 'filterEvents') return await servePage(await door.filterEvents(...call.given), work, say);
    const answer =
      call.name === 'describeGroups' ? door.describeGroups(...call.given) : door.describeStreams(...call.given);
    say({ kind: 'answer', answer: await answer });
  } catch (error) {
    if (error instanceof LogRefusal)
      say({ kind: 'refused', refusal: error.kind, action: error.action, message: error.message });
    else say({ kind: 'failed', error });
  }
}

async function servePage({ parts, next }: EventPage, wanted: Wanted, say: (reply: Saying) => void): Promise<void> {
  say({ kind: 'page', ...(next === undefined ? {} : { next }) });
  for await (const events of parts) {
    // Whoever got the page asks for the next one: it is fetched while this one is read.
    await others();
    if (events.length > 0) say({ kind: 'events', columns: columnsOf(events, wanted) });
  }
  say({ kind: 'end' });
}
