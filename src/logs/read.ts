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
  // A token belongs to the question that it was given for.
  let asked = question;
  let { from } = question;
  let pending = ask(door, asked, insistence);
  for (;;) {
    const page = await answerTo(pending);
    if (page === undefined) return false;
    if (page === 'stale') {
      asked = { ...question, from };
      pending = ask(door, asked, insistence);
      continue;
    }
    const { next } = page;
    if (next !== undefined) pending = ask(door, { ...asked, next }, insistence);
    let count = 0;
    let last: number | undefined;
    for await (const events of inOrder(page.parts)) {
      count += events.length;
      last = events.at(-1)?.time;
      yield events;
    }
    from = Math.max(from, last ?? from);
    if (next !== undefined) continue;
    const rest = count < FULL_PAGE || last === undefined ? undefined : questionFrom(asked, last, insistence);
    if (rest === undefined) return true;
    asked = rest;
    pending = ask(door, asked, insistence);
  }
}

/** The question for what follows a full page that names no next one, if anything may. */
function questionFrom(question: EventQuestion, last: number, { tell }: Insistence): EventQuestion | undefined {
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
async function* inOrder(parts: EventPage['parts']): AsyncGenerator<readonly LogEvent[], void, undefined> {
  const rest: LogEvent[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  for await (const events of parts) {
    if (events.length === 0) continue;
    if (rest.length > 0 || !areInOrder(events, newest)) {
      rest.push(...events);
      continue;
    }
    newest = events.at(-1)?.time ?? newest;
    yield events;
  }
  if (rest.length > 0) yield rest.toSorted((a, b) => a.time - b.time);
}

function areInOrder(events: readonly LogEvent[], after: number): boolean {
  let before = after;
  for (const { time } of events) {
    if (time < before) return false;
    before = time;
  }
  return true;
}
