import { isAscii } from 'node:buffer';
import { remembered } from '../domain/remembered.ts';
import type { LogEvent } from '../model/logs.ts';
import type { EventPage } from './port.ts';

// The members of an answer that are read, as the API reference names them.
interface Answer {
  readonly events?: readonly WireEvent[];
  readonly nextToken?: string | null;
}

interface WireEvent {
  readonly eventId?: string;
  readonly logStreamName?: string;
  readonly timestamp?: number;
  readonly ingestionTime?: number;
  readonly message?: string;
}

/** Reads the bytes of a page into events; `done` is told when the bytes are not needed any more. */
export type PageReader = (group: string, body: Buffer, done: () => void) => ReadPage;

/** A page that is there. */
export interface ReadPage extends EventPage {
  readonly parts: Iterable<readonly LogEvent[]>;
}

/** So many bytes are made into events at once: these are told and forgotten before they grow old in the heap. */
const PART_BYTES = 196_608;

/**
 * And so many are parsed at once: a longer text finds no room among young objects while garbage is collected, and grows
 * old.
 */
const PIECE_BYTES = 16_384;

/**
 * A page of ten thousand events takes ten times its room when it is parsed at once, and outlives several collections of
 * garbage. So a page that is written as the service writes it is parsed part by part, when its turn comes; any other one
 * as a whole.
 */
export function pageReader(): PageReader {
  const eventsOf = eventReader();
  return (group, body, done) => {
    const plan = body.length > 2 * PART_BYTES ? partsIn(body) : undefined;
    if (plan === undefined) {
      const { events = [], nextToken } = JSON.parse(textIn(body, 0, body.length)) as Answer;
      done();
      return { parts: [eventsOf(group, events)], ...nextIn(nextToken) };
    }
    const { cuts, rest } = plan;
    return { parts: parsed(body, cuts, (events) => eventsOf(group, events), done), ...nextIn(rest.nextToken) };
  };
}

function* parsed(
  body: Buffer,
  cuts: readonly number[],
  eventsOf: (events: readonly WireEvent[]) => readonly LogEvent[],
  done: () => void,
): Generator<readonly LogEvent[], void, undefined> {
  let events: LogEvent[] = [];
  let start = cuts[0] ?? 0;
  for (const [index, cut] of cuts.entries()) {
    const next = cuts[index + 1];
    if (next === undefined) continue;
    events.push(...eventsOf(listIn(body, cut, next)));
    if (next - start < PART_BYTES && index + 2 < cuts.length) continue;
    yield events;
    events = [];
    start = next;
  }
  done();
}

function eventReader(): (group: string, events: readonly WireEvent[]) => readonly LogEvent[] {
  // One text for all events of a stream makes each look-up by it a comparison of addresses.
  const known = remembered((name) => name);
  let last = '';
  // Mostly it is that of the event before.
  const shared = (name: string): string => (name === last ? last : (last = known(name)));
  return (group, events) =>
    events.map(({ eventId, logStreamName = '', timestamp = 0, ingestionTime = 0, message = '' }) => ({
      id: eventId ?? `${logStreamName} ${timestamp} ${ingestionTime} ${message}`,
      group,
      stream: shared(logStreamName),
      time: timestamp,
      ingested: ingestionTime,
      message,
    }));
}

interface Plan {
  /** Where a part begins; the last one is behind the bracket that ends the list. */
  readonly cuts: readonly number[];
  /** What stands around that list. */
  readonly rest: Answer;
}

const OPENING = Buffer.from('"events":[{"');
const SEAM = Buffer.from('},{"');

/**
 * Where a page can be cut. Quotes inside of a text are escaped, so that a quote with a letter behind it opens a name:
 * these bytes before it stand between two objects, whatever the messages are.
 */
function partsIn(body: Buffer): Plan | undefined {
  const opening = body.indexOf(OPENING);
  if (opening < 0) return undefined;
  const cuts = [opening + OPENING.length - 2];
  let at = body.indexOf(SEAM, opening + PIECE_BYTES);
  while (at >= 0) {
    const isSeam = isLetter(body[at + SEAM.length] ?? 0);
    if (isSeam) cuts.push(at + 2);
    at = body.indexOf(SEAM, isSeam ? at + PIECE_BYTES : at + 1);
  }
  const end = endBehind(body, cuts.at(-1) ?? 0);
  if (end === undefined) return undefined;
  const around = `${textIn(body, 0, opening)}"events":[]${textIn(body, end, body.length)}`;
  return { cuts: [...cuts, end], rest: JSON.parse(around) as Answer };
}

/** Where the list of events has ended, if its last part begins here; nothing where that is another list. */
function endBehind(body: Buffer, last: number): number | undefined {
  const text = body.toString('latin1', last);
  for (const { index } of text.matchAll(/\}\](?=,"[A-Za-z]|\}$)/g)) {
    try {
      // Any decoding will do to see whether these are events.
      const events = JSON.parse(`[${text.slice(0, index + 2)}`) as readonly WireEvent[];
      return events.every(({ timestamp }) => typeof timestamp === 'number') ? last + index + 2 : undefined;
    } catch {
      // It is in the middle of a message.
    }
  }
  return undefined;
}

/**
 * The objects from one cut to another. A comma or a bracket stands before each cut: brackets are put there, which spares
 * a copy of the text. It throws what `JSON.parse` throws.
 */
function listIn(body: Buffer, from: number, to: number): readonly WireEvent[] {
  body[from - 1] = OPENS;
  body[to - 1] = CLOSES;
  return JSON.parse(textIn(body, from - 1, to)) as readonly WireEvent[];
}

const [OPENS, CLOSES] = [0x5b, 0x5d];

/** Most logs are ASCII, which takes a tenth of the time. */
function textIn(body: Buffer, from: number, to: number): string {
  const bytes = body.subarray(from, to);
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** One emulator writes an empty token where there is none. */
function nextIn(token: string | null | undefined): { readonly next?: string } {
  return token === undefined || token === null || token === '' ? {} : { next: token };
}
