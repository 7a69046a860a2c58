import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { performance } from 'node:perf_hooks';
import type { Answer, NoResponse } from '../model/exchange.ts';
import type { Json } from '../model/json.ts';
import { eventsIn } from './events.ts';

/** A request as it is sent: nothing is added but what HTTP itself needs; redirects are answers and not followed. */
export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string | undefined;
  /** The JSON-RPC id whose answer is waited for, where the answer is a stream. */
  readonly id?: number | undefined;
  readonly limitMs: number;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
}

const KEPT_BYTES = 64 * 1024;

/** Sends one request on a connection of its own. Never rejects: that nothing came is an answer, too. */
export function send(request: Request): Promise<Answer> {
  return new Promise((resolve) => {
    const began = performance.now();
    const elapsed = (): number => Math.round(performance.now() - began);
    let over = false;
    const end = (answer: Answer): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', interrupt);
      sent.destroy();
      resolve(answer);
    };
    let reading: Reading | undefined;
    const give = (none: Omit<NoResponse, 'kind' | 'totalMs'>): void => {
      // What came before the connection broke is worth more than that it broke.
      if (reading === undefined) end({ kind: 'none', ...none, totalMs: elapsed() });
      else end(reading.answer(elapsed(), true));
    };
    const timer = setTimeout(
      () => give({ because: 'timeout', detail: `no answer within ${request.limitMs} ms` }),
      request.limitMs,
    );
    const interrupt = (): void => give({ because: 'other', detail: 'interrupted' });
    request.signal?.addEventListener('abort', interrupt, { once: true });
    const sent = open(request);
    sent.on('error', (error: NodeJS.ErrnoException) => give({ because: reasonOf(error), detail: error.message }));
    sent.on('response', (response) => {
      reading = readingOf(response, request, elapsed());
      response.on('data', (chunk: Buffer) => {
        if (reading?.take(chunk) === true) end(reading.answer(elapsed(), false));
      });
      response.on('end', () => end(reading?.answer(elapsed(), false) ?? noAnswer(elapsed())));
      response.on('error', (error) => give({ because: 'reset', detail: error.message }));
    });
    sent.end(request.body);
  });
}

function open({ url, method, headers, body }: Request): ClientRequest {
  const target = new URL(url);
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const make = target.protocol === 'https:' ? requestHttps : requestHttp;
  return make(target, { method, headers: { ...length, ...headers }, agent: false });
}

/** An answer while it comes in. */
interface Reading {
  /** Whether what was waited for is there now. */
  readonly take: (chunk: Buffer) => boolean;
  readonly answer: (totalMs: number, broken: boolean) => Answer;
}

function readingOf(response: IncomingMessage, { id }: Request, firstByteMs: number): Reading {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const isStream = /^text\/event-stream/i.test(headers['content-type'] ?? '');
  const body = (): string => Buffer.concat(chunks).toString('utf8');
  return {
    take(chunk) {
      bytes += chunk.length;
      if (bytes <= KEPT_BYTES) chunks.push(chunk);
      return isStream && messageIn(body(), isStream, id) !== undefined;
    },
    answer(totalMs, broken) {
      const text = body();
      const message = messageIn(text, isStream, id);
      return {
        kind: 'response',
        status: response.statusCode ?? 0,
        headers,
        body: text,
        ...(message === undefined ? {} : { message }),
        firstByteMs,
        totalMs,
        ...(broken ? { open: true } : {}),
      };
    },
  };
}

/** The message that answers the request: the whole of a JSON body, or the event of a stream with its id. */
function messageIn(body: string, isStream: boolean, id: number | undefined): Json | undefined {
  if (!isStream) return parsed(body);
  for (const { data } of eventsIn(body)) {
    const message = parsed(data);
    const own = typeof message === 'object' && message !== null && 'id' in message ? message['id'] : undefined;
    if (message !== undefined && (id === undefined || own === id || own === null)) return message;
  }
  return undefined;
}

function parsed(text: string): Json | undefined {
  try {
    // JSON.parse gives nothing but JSON.
    return text.trim() === '' ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

function noAnswer(totalMs: number): Answer {
  return { kind: 'none', because: 'closed', detail: 'the connection ended without an answer', totalMs };
}

function reasonOf({ code = '', message }: NodeJS.ErrnoException): NoResponse['because'] {
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ECONNRESET' || code === 'EPIPE') return /socket hang up/.test(message) ? 'closed' : 'reset';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unresolved';
  return /^(?:ERR_TLS|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code) ? 'tls' : 'other';
}
