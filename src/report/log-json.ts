import { memberOf, valueIn } from '../domain/logs/fields.ts';
import type { Line } from '../domain/logs/reader.ts';
import { parsed } from '../domain/logs/telemetry.ts';
import { isoOf, UTC } from '../domain/logs/zone.ts';
import type { LogEvent } from '../model/logs.ts';
import { nameOf } from './log-line.ts';
import { withoutTokens } from './safe-text.ts';

/** One JSON document a line: each event with all that CloudWatch told of it, tokens hidden, and what was found in it. */
export function jsonLines(line: Line, fields: readonly string[]): string {
  return line.entry.map((event, index) => `${JSON.stringify(documentOf(line, event, index === 0, fields))}\n`).join('');
}

function documentOf(line: Line, event: LogEvent, isFirst: boolean, fields: readonly string[]): object {
  if (fields.length > 0) return picked(event, fields);
  const { told, level, mark, late } = line;
  return {
    timestamp: isoOf(event.time, UTC),
    ingestionTime: isoOf(event.ingested, UTC),
    group: event.group,
    stream: event.stream,
    ...(event.id === undefined ? {} : { id: event.id }),
    message: withoutTokens(event.message),
    ...(level === undefined ? {} : { level }),
    ...(told.traceId === undefined ? {} : { traceId: told.traceId }),
    ...(told.session === undefined ? {} : { session: told.session }),
    ...(late ? { late } : {}),
    // Of the lines of a traceback the first one bears what the whole shows.
    ...(mark === undefined || !isFirst ? {} : { check: nameOf(mark), cause: mark.sentence }),
  };
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
