import type { Json } from '../../model/json.ts';
import type { LogEvent } from '../../model/logs.ts';
import { isoOf, UTC } from './zone.ts';

/** What every event has, by the names that CloudWatch gives it. */
export function memberOf(event: LogEvent, name: string): Json | undefined {
  switch (name) {
    case 'timestamp':
      return isoOf(event.time, UTC);
    case 'ingestionTime':
      return isoOf(event.ingested, UTC);
    case 'group':
    case 'stream':
    case 'message':
      return event[name];
    case 'id':
      return event.id ?? null;
    default:
      return undefined;
  }
}

/**
 * The value at `a.b.c` in a document. OpenTelemetry puts dots into names, so that the longest name that is there comes
 * first: `attributes.session.id` finds `session.id` in `attributes`.
 */
export function valueIn(document: unknown, path: string): unknown {
  if (path === '') return document;
  if (typeof document !== 'object' || document === null) return undefined;
  const members = document as { readonly [name: string]: unknown };
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length--) {
    const name = parts.slice(0, length).join('.');
    if (!Object.hasOwn(members, name)) continue;
    const value = valueIn(members[name], parts.slice(length).join('.'));
    if (value !== undefined) return value;
  }
  return undefined;
}
