import { Readable } from 'node:stream';
import type { Json } from '../../model/json.ts';
import type { Command, Handler } from './service.ts';

/** The body of an answer, as far as it has come. */
export interface Kept {
  status?: number;
  body?: string;
}

/**
 * Keeps the answer to a command as it comes over the wire. An SDK knows the members of its own day and drops the rest: a
 * document that is to be written back whole has to be the wire's.
 */
export function keepAnswer(command: Command, kept: Kept): void {
  const middleware =
    (next: Handler): Handler =>
    async (given) => {
      const result = await next(given);
      const response = result.response as { statusCode?: number; body?: unknown };
      if (response.body instanceof Readable) {
        const chunks: Buffer[] = [];
        for await (const chunk of response.body) chunks.push(Buffer.from(chunk as Uint8Array));
        const whole = Buffer.concat(chunks);
        kept.body = whole.toString('utf8');
        response.body = Readable.from(whole.length === 0 ? [] : [whole]);
      }
      if (response.statusCode !== undefined) kept.status = response.statusCode;
      return result;
    };
  command.middlewareStack.add(middleware, { step: 'deserialize', priority: 'low', name: 'keepAnswer' });
}

/** Sends a document as it is in the place of the body that the SDK would make of the input. */
export function sendAsIs(command: Command, document: Json): void {
  const middleware =
    (next: Handler): Handler =>
    (given) => {
      const request = given.request as { body?: unknown; headers?: Record<string, string> };
      request.body = JSON.stringify(document);
      return next(given);
    };
  command.middlewareStack.add(middleware, { step: 'serialize', priority: 'low', name: 'sendAsIs' });
}

/** The JSON of an answer that came whole and says that all is well. */
export function documentOf({ status, body }: Kept): Json | undefined {
  if (status === undefined || status < 200 || status >= 300 || body === undefined) return undefined;
  if (body.trim() === '') return {};
  try {
    // JSON.parse gives nothing but JSON.
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}
