import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { AwsRequest, Protocol } from './request.ts';

/** What is answered to a request. */
export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  /** A stream is passed on as it comes. */
  readonly body: Buffer | string | Readable;
}

/** An error of AWS: its code without `Exception` where the protocol has it so, and its status. */
export interface AwsError {
  readonly code: string;
  readonly message: string;
  /** The protocol's usual one where absent: 400, and what is said of denials below. */
  readonly status?: number;
  /** Further members of the error, for protocols of JSON. */
  readonly more?: { readonly [name: string]: unknown };
}

/** A body of JSON with the headers that come with it. */
export function jsonAnswer(value: unknown, status = 200): Answer {
  const headers = { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() };
  return { status, headers, body: JSON.stringify(value) };
}

/** An error as the service of a request words it; `HEAD` gets no body. */
export function errorAnswer(request: Pick<AwsRequest, 'protocol' | 'service' | 'method'>, error: AwsError): Answer {
  const answer = SHAPES[request.protocol](error, request.service);
  return request.method === 'HEAD' ? { ...answer, body: '' } : answer;
}

/** The code of a denial, of throttling, of a fault of the service's, and their statuses, by protocol. */
export const CODES: {
  readonly [protocol in Protocol]: {
    readonly [kind in 'denied' | 'throttled' | 'failed']: readonly [code: string, status: number];
  };
} = {
  json: {
    denied: ['AccessDeniedException', 400],
    throttled: ['ThrottlingException', 400],
    failed: ['InternalServerError', 500],
  },
  'rest-json': {
    denied: ['AccessDeniedException', 403],
    throttled: ['ThrottlingException', 429],
    failed: ['InternalServerException', 500],
  },
  query: { denied: ['AccessDenied', 403], throttled: ['Throttling', 400], failed: ['InternalFailure', 500] },
  s3: { denied: ['AccessDenied', 403], throttled: ['SlowDown', 503], failed: ['InternalError', 500] },
};

// https://smithy.io/2.0/aws/protocols/ : how each protocol serializes errors (2026-11-25).
const SHAPES: { readonly [protocol in Protocol]: (error: AwsError, service: string) => Answer } = {
  json: ({ code, message, status = 400, more }) => ({
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify({ __type: code, message, ...more }),
  }),
  'rest-json': ({ code, message, status = 400, more }, service) => ({
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), 'x-amzn-errortype': code },
    // Lambda writes its members with capitals.
    body: JSON.stringify(service === 'lambda' ? { Type: 'User', Message: message, ...more } : { message, ...more }),
  }),
  query: ({ code, message, status = 400 }, service) => ({
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': randomUUID() },
    body: `<ErrorResponse xmlns="${NAMESPACES[service] ?? NAMESPACES['iam']}"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  }),
  s3: ({ code, message, status = 400 }) => ({
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': randomUUID() },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escaped(message)}</Message><RequestId>${randomUUID()}</RequestId><HostId>stand-in</HostId></Error>`,
  }),
};

const NAMESPACES: { readonly [service: string]: string } = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  cloudformation: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
};

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
