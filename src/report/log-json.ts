import { memberOf, valueIn } from '../domain/logs/fields.ts';
import type { Line } from '../domain/logs/reader.ts';
import { remembered } from '../domain/remembered.ts';
import { parsed } from '../domain/logs/telemetry.ts';
import { UTC, walls } from '../domain/logs/zone.ts';
import type { LogEvent } from '../model/logs.ts';
import { nameOf } from './log-line.ts';
import { withoutTokens } from './safe-text.ts';

/** Writes one JSON document a line: each event with all that CloudWatch told of it, tokens hidden, and what was found in it. */
export function jsonWriter(fields: readonly string[]): (line: Line) => string {
  const happened = walls(UTC);
  const taken = walls(UTC);
  const quoted = remembered((text) => JSON.stringify(text));
  const documentOf = (line: Line, event: LogEvent, isFirst: boolean): string => {
    const { group, stream, id } = event;
    const message = line.isHarmless ? event.message : withoutTokens(event.message);
    // Two thirds of the time go into making an object of what is a text a moment later.
    const place = `"group":${quoted(group)},"stream":${quoted(stream)}`;
    const key = id === undefined ? '' : `,"id":${JSON.stringify(id)}`;
    return `{"timestamp":"${isoBy(happened, event.time)}","ingestionTime":"${isoBy(taken, event.ingested)}",${place}${key},"message":${JSON.stringify(message)}${foundIn(line, isFirst)}}\n`;
  };
  return (line) => {
    const { entry } = line;
    if (fields.length > 0) return entry.map((event) => `${JSON.stringify(picked(event, fields))}\n`).join('');
    if (entry.length === 1) return documentOf(line, entry[0], true);
    return entry.map((event, index) => documentOf(line, event, index === 0)).join('');
  };
}

function isoBy(walled: ReturnType<typeof walls>, time: number): string {
  const { date, time: clock } = walled(time);
  return `${date}T${clock}Z`;
}

/** What was found in a line, as further members. Of the lines of a traceback the first one bears what the whole shows. */
function foundIn({ told: { traceId, session }, level, mark, late }: Line, isFirst: boolean): string {
  const known = level === undefined ? '' : `,"level":"${level}"`;
  if (traceId === undefined && session === undefined && mark === undefined && !late) return known;
  const more = {
    ...(traceId === undefined ? {} : { traceId }),
    ...(session === undefined ? {} : { session }),
    ...(late ? { late } : {}),
    ...(mark === undefined || !isFirst ? {} : { check: nameOf(mark), cause: mark.sentence }),
  };
  const text = JSON.stringify(more).slice(1, -1);
  return text === '' ? known : `${known},${text}`;
}

function picked(event: LogEvent, fields: readonly string[]): object {
  const document = parsed(event.message);
  return Object.fromEntries(
    fields.map((name) => [name, safeValue(memberOf(event, name) ?? valueIn(document, name) ?? null)]),
  );
}

function safeValue(value: unknown): unknown {
  if (typeof value === 'string') return withoutTokens(value);
  // What a masked text says is no longer a document, and a program is better off with the text.
  if (typeof value !== 'object' || value === null) return value;
  const text = JSON.stringify(value);
  const safe = withoutTokens(text);
  return safe === text ? value : safe;
}
