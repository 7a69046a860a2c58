import type { LogEvent } from '../model/logs.ts';
import { insist, type Insistence } from './insist.ts';
import { LogRefusal, type EventPage, type EventQuestion, type LogDoor } from './port.ts';

/** A page of the service holds no more events than this (or 1 MB of them). */
export const FULL_PAGE = 10_000;

/** What comes of asking: the events, oldest first, and at the end whether that was all of them. */
export type Reading = AsyncGenerator<readonly LogEvent[], boolean, undefined>;

/**
 * All events that a question asks for, page by page to the end; the next page is fetched while one is worked on. Where
 * a token is refused, and where a page is full and names none, it goes on from the last time that was seen, so that
 * events may come twice, and none is left out. Ends early when the signal is raised.
 */
export async function* readEvents(door: LogDoor, question: EventQuestion, insistence: Insistence): Reading {
  let from = question.from;
  let pending = ask(door, question, insistence);
  for (;;) {
    const page = await answerTo(pending);
    if (page === 'stale') {
      pending = ask(door, { ...question, from }, insistence);
      continue;
    }
    if (page === undefined) return false;
    const events = inOrder(page.events);
    const last = events.at(-1)?.time;
    const next = nextQuestion({ ...question, from }, page, last, insistence);
    if (next !== undefined) pending = ask(door, next, insistence);
    if (events.length > 0) yield events;
    from = Math.max(from, last ?? from);
    if (next === undefined) return true;
  }
}

/** The question for what follows a page, if anything does. */
function nextQuestion(
  question: EventQuestion,
  page: EventPage,
  last: number | undefined,
  { tell }: Insistence,
): EventQuestion | undefined {
  if (page.next !== undefined) return { ...question, next: page.next };
  if (last === undefined || page.events.length < FULL_PAGE) return undefined;
  const from = last > question.from ? last : question.from + 1;
  // A whole page of one millisecond: what else that millisecond holds is not to be had from this endpoint.
  if (last <= question.from) tell({ kind: 'cut', group: question.group, time: last });
  return question.to !== undefined && from > question.to ? undefined : { ...question, from };
}

function ask(door: LogDoor, question: EventQuestion, insistence: Insistence): Promise<EventPage | undefined> {
  const answer = insist(() => door.filterEvents(question), insistence);
  // It is awaited later; until then a refusal is nobody's mistake.
  answer.catch(() => undefined);
  return answer;
}

async function answerTo(pending: Promise<EventPage | undefined>): Promise<EventPage | 'stale' | undefined> {
  try {
    return await pending;
  } catch (error) {
    if (error instanceof LogRefusal && error.kind === 'stale') return 'stale';
    throw error;
  }
}

/** Pages are in order by themselves; an endpoint that is not AWS may see that otherwise. */
function inOrder(events: readonly LogEvent[]): readonly LogEvent[] {
  for (let index = 1; index < events.length; index++) {
    if ((events[index]?.time ?? 0) < (events[index - 1]?.time ?? 0)) return events.toSorted((a, b) => a.time - b.time);
  }
  return events;
}
