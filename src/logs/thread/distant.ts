import type { Glance } from '../../domain/symptom/glance.ts';
import type { LogEvent } from '../../model/logs.ts';
import type { ThreadLine } from '../../model/thread.ts';
import { type GroupPage, type LogDoor, LogRefusal, type StreamPage } from '../port.ts';
import { eventsIn } from './columns.ts';
import type { Call, DoorOptions, Order, Reply } from './talk.ts';

/** A door that another thread opens. */
export interface DistantDoor {
  readonly door: LogDoor;
  /** Has a glance taken there at each message. */
  readonly prepare: (glance: Glance) => void;
}

/** The port of the follower, where another thread asks AWS: `serveAws` is at the other end of the line. */
export function distantDoor(line: ThreadLine, options: DoorOptions): DistantDoor {
  const tell = (order: Order): void => line.say(order);
  tell({ kind: 'open', options });
  const open = new Map<number, Inbox>();
  line.hear(
    (heard) => {
      // Nobody else speaks on this line.
      const reply = heard as Reply;
      open.get(reply.id)?.put(reply);
    },
    (error) => {
      lost = error;
      for (const [id, inbox] of open) inbox.put({ id, kind: 'failed', error });
    },
  );
  let lost: Error | undefined;
  let last = 0;
  const ask = (call: Call): Inbox => {
    last += 1;
    const id = last;
    const inbox = inboxFor(() => open.delete(id));
    open.set(id, inbox);
    if (lost === undefined) tell({ kind: 'ask', id, call });
    else inbox.put({ id, kind: 'failed', error: lost });
    return inbox;
  };
  // Each call has answers of its own.
  const answerTo = async <T extends GroupPage | StreamPage>(call: Call): Promise<T> => {
    const reply = await ask(call).next();
    return (reply.kind === 'answer' ? reply.answer : unforeseen(reply)) as T;
  };
  const door: LogDoor = {
    async filterEvents(question) {
      const inbox = ask({ name: 'filterEvents', given: [question] });
      const reply = await inbox.next();
      if (reply.kind !== 'page') return unforeseen(reply);
      return {
        parts: partsFrom(inbox),
        ...(reply.next === undefined ? {} : { next: reply.next }),
      };
    },
    describeGroups: (...given) => answerTo({ name: 'describeGroups', given }),
    describeStreams: (...given) => answerTo({ name: 'describeStreams', given }),
  };
  return { door, prepare: (glance) => tell({ kind: 'glance', glance }) };
}

/** Ends the other thread, whether a door was opened there or not. */
export function dismiss(line: ThreadLine): void {
  line.say({ kind: 'close' } satisfies Order);
}

async function* partsFrom(inbox: Inbox): AsyncGenerator<readonly LogEvent[], void, undefined> {
  for (;;) {
    const reply = await inbox.next();
    if (reply.kind === 'end') return;
    if (reply.kind !== 'events') return unforeseen(reply);
    yield eventsIn(reply.columns);
  }
}

/** What came for one call and was not taken out yet. */
interface Inbox {
  put(reply: Reply): void;
  /** The next reply; it throws those that say why there is none. */
  next(): Promise<Reply>;
}

/** `over` is told when no more will come. */
function inboxFor(over: () => void): Inbox {
  const kept: Reply[] = [];
  let wake = (): void => undefined;
  return {
    put(reply) {
      if (reply.kind !== 'page' && reply.kind !== 'events') over();
      kept.push(reply);
      wake();
    },
    async next() {
      while (kept.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const reply = kept.shift();
      if (reply === undefined) throw new Error('an inbox has two readers');
      if (reply.kind === 'refused') throw new LogRefusal(reply.refusal, reply.action, reply.message);
      if (reply.kind === 'failed') throw reply.error;
      return reply;
    },
  };
}

function unforeseen({ kind }: Reply): never {
  throw new Error(`the other thread says ${kind} where nobody expects it`);
}
