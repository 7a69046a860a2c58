import type { EventPage, EventQuestion, LogDoor } from './port.ts';

/**
 * Asks for the first page of a group whose name can be told before anybody has looked for it; the answer is kept for who
 * asks the same. So the first line takes one round trip, and not two.
 */
export function withHeadStart(door: LogDoor, question: EventQuestion): LogDoor {
  let early: Promise<EventPage> | undefined = door.filterEvents(question);
  // Perhaps nobody asks for it.
  early.catch(() => undefined);
  return {
    ...door,
    filterEvents(asked) {
      const kept = early;
      if (kept === undefined || !isSame(asked, question)) return door.filterEvents(asked);
      early = undefined;
      return kept;
    },
  };
}

function isSame(a: EventQuestion, b: EventQuestion): boolean {
  return (
    a.group === b.group &&
    a.from === b.from &&
    a.to === b.to &&
    a.pattern === b.pattern &&
    a.streams === undefined &&
    a.next === undefined
  );
}
