import type { AwsRefusal } from '../model/aws.ts';
import type { LogEvent } from '../model/logs.ts';
import type { LogCalls, LogOperation } from '../world/aws/log-calls.ts';
import { pageReader } from './event-page.ts';
import { type LiveDoor, type LiveNews, type LogDoor, LogRefusal, type RefusalKind } from './port.ts';

type Input = Parameters<LogCalls['call']>[1];

/** The follower's ports, on the calls of the AWS SDK. */
export function awsDoor(calls: LogCalls): LogDoor & LiveDoor {
  let answered = false;
  const pageOf = pageReader();
  const spare: Buffer[] = [];
  const ask = async <T>(
    operation: LogOperation,
    input: Input,
    read: (body: Buffer) => T,
    room?: Buffer,
  ): Promise<T> => {
    const answer = await calls.call(operation, input, room);
    if (!answer.ok) throw refused(answer, operation, { answered, paged: input['nextToken'] !== undefined });
    answered = true;
    try {
      return read(answer.body);
    } catch (cause) {
      throw new LogRefusal('unreachable', `logs:${operation}`, 'The answer cannot be read.', { cause });
    }
  };
  return {
    async filterEvents({ group, streams, from, to, pattern, next }) {
      const input = {
        logGroupName: group,
        startTime: Math.max(0, Math.floor(from)),
        ...(streams === undefined ? {} : { logStreamNames: streams }),
        ...(to === undefined ? {} : { endTime: Math.ceil(to) }),
        ...(pattern === undefined ? {} : { filterPattern: pattern }),
        ...(next === undefined ? {} : { nextToken: next }),
      };
      // Room that gets lost with a refusal is made anew.
      return ask('FilterLogEvents', input, (body) => pageOf(group, body, () => spare.push(wholeOf(body))), spare.pop());
    },
    async describeGroups(prefix, next) {
      const input = { logGroupNamePrefix: prefix, ...(next === undefined ? {} : { nextToken: next }) };
      const { logGroups = [], nextToken } = await ask<Groups>('DescribeLogGroups', input, documentIn);
      const groups = logGroups.flatMap(({ logGroupName: name, logGroupArn, arn }) =>
        name === undefined ? [] : [{ name, ...withArn(logGroupArn ?? arn?.replace(/:\*$/, '')) }],
      );
      return { groups, ...withNext(nextToken) };
    },
    async describeStreams(group, next) {
      const input = { logGroupName: group, ...(next === undefined ? {} : { nextToken: next }) };
      const { logStreams = [], nextToken } = await ask<Streams>('DescribeLogStreams', input, documentIn);
      return { streams: logStreams.flatMap(({ logStreamName }) => logStreamName ?? []), ...withNext(nextToken) };
    },
    async startLiveTail({ groups, pattern, signal }) {
      const input = {
        logGroupIdentifiers: groups,
        ...(pattern === undefined ? {} : { logEventFilterPattern: pattern }),
      };
      try {
        return newsOf(await calls.live(input, signal), calls);
      } catch (error) {
        throw refused(calls.refusalOf(error), 'StartLiveTail', { answered: true, paged: false });
      }
    },
  };
}

// The members of the answers that are read, as the API reference names them.

interface Groups {
  readonly logGroups?: readonly {
    readonly logGroupName?: string;
    readonly logGroupArn?: string;
    readonly arn?: string;
  }[];
  readonly nextToken?: string;
}

interface Streams {
  readonly logStreams?: readonly { readonly logStreamName?: string }[];
  readonly nextToken?: string;
}

interface LiveUpdate {
  readonly sessionUpdate?: {
    readonly sessionMetadata?: { readonly sampled?: boolean };
    readonly sessionResults?: readonly {
      readonly logGroupIdentifier?: string;
      readonly logStreamName?: string;
      readonly timestamp?: number;
      readonly ingestionTime?: number;
      readonly message?: string;
    }[];
  };
}

/** All the room that bytes lie in. */
function wholeOf({ buffer }: Buffer): Buffer {
  return Buffer.from(buffer);
}

/** What the caller says that it is. */
function documentIn<T>(body: Buffer): T {
  return JSON.parse(body.toString('utf8')) as T;
}

async function* newsOf(stream: AsyncIterable<object>, calls: LogCalls): AsyncGenerator<LiveNews, void, undefined> {
  try {
    for await (const item of stream) {
      const { sessionUpdate } = item as LiveUpdate;
      if (sessionUpdate === undefined) continue;
      const { sessionMetadata, sessionResults = [] } = sessionUpdate;
      const events = sessionResults.map(
        ({
          logGroupIdentifier = '',
          logStreamName = '',
          timestamp = 0,
          ingestionTime = 0,
          message = '',
        }): LogEvent => ({
          // `account:name`, or an ARN.
          group: logGroupIdentifier.slice(logGroupIdentifier.lastIndexOf(':') + 1),
          stream: logStreamName,
          time: timestamp,
          ingested: ingestionTime,
          message,
        }),
      );
      yield { events, sampled: sessionMetadata?.sampled ?? false };
    }
  } catch (error) {
    throw refused(calls.refusalOf(error), 'StartLiveTail', { answered: true, paged: false });
  }
}

/** One emulator writes an empty token where there is none. */
function withNext(next: string | null | undefined): { readonly next?: string } {
  return next === undefined || next === null || next === '' ? {} : { next };
}

function withArn(arn: string | undefined): { readonly arn?: string } {
  return arn === undefined ? {} : { arn };
}

function refused(
  { kind, code, message, gap }: AwsRefusal,
  operation: string,
  { answered, paged }: { readonly answered: boolean; readonly paged: boolean },
): LogRefusal {
  const own = message.startsWith('Region is missing') ? 'invalid' : kindFor(kind, code);
  const action = `logs:${operation}`;
  if (paged && own === 'invalid' && /token/i.test(message)) return new LogRefusal('stale', action, message);
  // What worked before works again once somebody signed in.
  if (own === 'credentials' && answered) return new LogRefusal('unreachable', action, `${gap.because}`);
  return new LogRefusal(own, action, own === 'credentials' || own === 'denied' ? gap.because : message);
}

function kindFor(kind: AwsRefusal['kind'], code: string): RefusalKind {
  switch (kind) {
    case 'missing':
      return 'absent';
    case 'denied':
    case 'credentials':
    case 'throttled':
    case 'unreachable':
      return kind;
    case 'invalid':
    case 'conflict':
    case 'not-implemented':
      return 'invalid';
    case 'other':
      return PASSING.test(code) ? 'unreachable' : 'invalid';
  }
}

/** The service has trouble of its own, or its answer was cut. */
const PASSING =
  /Internal|ServiceUnavailable|ServiceFailure|SyntaxError|SessionTimeout|SessionStreaming|aborted|socket|^5\d\d|Unknown/i;
