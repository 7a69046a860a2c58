import { type Access, accessIn } from './access.ts';
import { graver, type Level, levelNamed, levelOf, levelOfSeverity, levelOfStatus } from './level.ts';
import { ERROR, REQUEST } from './seen.ts';

/** What is in a message, as far as a person wants to see it. */
export interface Told {
  /** What to show: the body of a record, or the message as it is. */
  readonly text: string;
  readonly level: Level | undefined;
  /** Whether the text itself tells its level; absent: nobody has looked. */
  readonly tellsLevel?: boolean;
  readonly traceId?: string | undefined;
  readonly session?: string | undefined;
  readonly access?: Access | undefined;
  /** A span tells how long something took; it is no line that anybody wrote. */
  readonly span?: true;
}

/**
 * Reads a message: a line of text, a record or span of OpenTelemetry, or the JSON of a logger. `seen`: what a glance at it
 * has told, so that nothing is looked for that is not there.
 */
export function toldBy(message: string, seen = ERROR | REQUEST): Told {
  const document = message.startsWith('{') ? parsed(message) : undefined;
  if (document !== undefined) return toldByDocument(message, document);
  const access = (seen & REQUEST) === 0 ? undefined : accessIn(message);
  const level = levelOf(message, (seen & ERROR) !== 0);
  return { text: message, level: graver(level, levelOfAccess(access)), tellsLevel: level !== undefined, access };
}

type Document = { readonly [member: string]: unknown };

/** The JSON object that a message is; nothing where it is none. */
export function parsed(message: string): Document | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return isDocument(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toldByDocument(message: string, document: Document): Told {
  if (isSpan(document)) return toldBySpan(document);
  const { severityText, severityNumber, level, body } = document;
  const attributes = isDocument(document['attributes']) ? document['attributes'] : {};
  const text = textOf(body) ?? textOf(document['message']) ?? textOf(document['msg']) ?? textOf(document['event']);
  const stack = textOf(attributes['exception.stacktrace']) ?? stackIn(document['err']) ?? stackIn(document['error']);
  const access = accessOf(document) ?? accessIn(text ?? '');
  const own =
    levelNamed(severityText) ?? levelOfSeverity(severityNumber) ?? levelNamed(level) ?? levelOf(text ?? message);
  return {
    text: text === undefined ? message : stack === undefined ? text : `${text}\n${stack}`,
    level: graver(own, levelOfAccess(access)),
    ...idsOf(document, attributes),
    access,
  };
}

function levelOfAccess(access: Access | undefined): Level | undefined {
  return access === undefined ? undefined : levelOfStatus(access.status);
}

function isSpan(document: Document): boolean {
  return (
    typeof document['name'] === 'string' && 'spanId' in document && ('durationNano' in document || 'kind' in document)
  );
}

function toldBySpan(document: Document): Told {
  const attributes = isDocument(document['attributes']) ? document['attributes'] : {};
  const nanos = Number(document['durationNano'] ?? Number.NaN);
  const status = statusIn(attributes);
  const code = isDocument(document['status']) ? document['status']['code'] : undefined;
  const parts = [
    String(document['name']),
    ...(status === undefined ? [] : [String(status)]),
    ...(Number.isFinite(nanos) ? [`${Math.round(nanos / 1e6)} ms`] : []),
  ];
  return {
    text: `span ${parts.join(', ')}`,
    level: graver(code === 'ERROR' || code === 2 ? 'error' : 'debug', levelOfStatus(status ?? 0)),
    ...idsOf(document, attributes),
    span: true,
  };
}

function statusIn(attributes: Document): number | undefined {
  const status = Number(attributes['http.response.status_code'] ?? attributes['http.status_code'] ?? Number.NaN);
  return Number.isInteger(status) ? status : undefined;
}

function idsOf(document: Document, attributes: Document): Pick<Told, 'traceId' | 'session'> {
  const traceId = [document['traceId'], document['trace_id'], attributes['otelTraceID']].find(isId);
  const session = [attributes['session.id'], document['sessionId'], document['session_id']].find(isId);
  return { traceId, session };
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 3 && !/^0+$/.test(value);
}

/** The request that `pino-http` and its like write down. */
function accessOf({ req, res }: Document): Access | undefined {
  if (!isDocument(req) || !isDocument(res)) return undefined;
  const { method, url } = req;
  const status = Number(res['statusCode'] ?? res['status']);
  if (typeof method !== 'string' || typeof url !== 'string' || !Number.isInteger(status)) return undefined;
  return { method, path: url, status };
}

/** A text, also as OpenTelemetry wraps it; anything else as JSON. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return undefined;
  if (isDocument(value) && typeof value['stringValue'] === 'string') return value['stringValue'];
  return JSON.stringify(value);
}

function stackIn(error: unknown): string | undefined {
  return isDocument(error) && typeof error['stack'] === 'string' ? error['stack'] : undefined;
}
