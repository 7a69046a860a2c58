import { Readable } from 'node:stream';
import type { AwsCall, AwsRefusal } from '../../model/aws.ts';
import type { Json } from '../../model/json.ts';
import { clientConfig } from './client-config.ts';
import type { AwsOptions } from './index.ts';
import { refusalOf } from './refusal.ts';
import { type Client, type Command, type Handler, loadService, type Service } from './service.ts';

export type LogOperation = 'DescribeLogGroups' | 'DescribeLogStreams' | 'FilterLogEvents';
type Input = { readonly [member: string]: Json };

/** CloudWatch Logs, for who asks it without end: nothing is tried again here, and no page is read twice. */
export interface LogCalls {
  /**
   * The answer as it came over the wire, a JSON document, or why there is none. It is put into `room`, if it fits; who
   * lends the same room again saves the collector of garbage megabytes a page.
   */
  call(
    operation: LogOperation,
    input: Input,
    room?: Buffer,
  ): Promise<{ readonly ok: true; readonly body: Buffer } | AwsRefusal>;
  /** A session of Live Tail: the events of its stream as the SDK hands them out. It throws refusals, as the stream does. */
  live(input: Input, signal: AbortSignal): Promise<AsyncIterable<object>>;
  /** What an error of the stream comes to. */
  refusalOf(error: unknown): AwsRefusal;
  close(): void;
}

/** A page of 1 MB over a thin line. */
const LIMIT_MS = 60_000;

/** Opens the calls for one region; the client is made with the first of them. */
export function openLogCalls(options: AwsOptions): LogCalls {
  const { environment } = options;
  const region = options.region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  let opened: Promise<{ readonly client: Client; readonly service: Service }> | undefined;
  const open = (): NonNullable<typeof opened> =>
    (opened ??= loadService('logs').then((service) => {
      const { requestHandler, ...config } = clientConfig(options, 'logs', region) as {
        readonly requestHandler: object;
      };
      const patient = { ...requestHandler, requestTimeout: LIMIT_MS };
      return { service, client: new service.Client({ ...config, maxAttempts: 1, requestHandler: patient }) };
    }));
  const callOf = (operation: string, input: Input): AwsCall => ({ service: 'logs', operation, input });
  return {
    async call(operation, input, room = NOTHING) {
      const kept: { body?: Buffer } = {};
      try {
        const { client, service } = await open();
        const command = commandOf(service, operation, input);
        takeBody(command, room, kept);
        await client.send(command, { abortSignal: AbortSignal.timeout(LIMIT_MS) });
        return { ok: true, body: kept.body ?? EMPTY };
      } catch (error) {
        return refusalOf(error, callOf(operation, input));
      }
    },
    async live(input, signal) {
      const { client, service } = await open();
      const output = await client.send(commandOf(service, 'StartLiveTail', input), { abortSignal: signal });
      // The SDK promises the stream in this member.
      return (output as { readonly responseStream: AsyncIterable<object> }).responseStream;
    },
    refusalOf: (error) => refusalOf(error, callOf('StartLiveTail', {})),
    close: () => void opened?.then(({ client }) => client.destroy()),
  };
}

function commandOf({ commands }: Service, operation: string, input: Input): Command {
  const Made = commands[operation];
  if (Made === undefined) throw new Error(`logs ${operation} has no command`);
  return new Made({ ...input });
}

const EMPTY = Buffer.from('{}');

/**
 * Takes the body of a good answer off the wire and leaves the SDK an empty one: what it makes of a page of ten
 * thousand events takes as long as reading the page.
 */
function takeBody(command: Command, room: Buffer, kept: { body?: Buffer }): void {
  const middleware =
    (next: Handler): Handler =>
    async (given) => {
      const result = await next(given);
      const response = result.response as { statusCode?: number; headers?: Headers; body?: unknown };
      if (response.statusCode !== 200 || !(response.body instanceof Readable)) return result;
      kept.body = await bytesOf(response.body, room, Number(response.headers?.['content-length'] ?? 0));
      response.body = Readable.from([EMPTY]);
      return result;
    };
  command.middlewareStack.add(middleware, { step: 'deserialize', priority: 'low', name: 'takeBody' });
}

type Headers = { readonly [name: string]: string | undefined };

/**
 * All that comes, of which the answer says how much it is. What is copied at once dies young; chunks that wait for the
 * last one do not.
 */
async function bytesOf(body: Readable, room: Buffer, told: number): Promise<Buffer> {
  // Room for the next one, too, which may be larger.
  let bytes = told > room.length ? grown(NOTHING, told + told / 4) : room;
  let size = 0;
  for await (const chunk of body) {
    // What nobody decodes comes in buffers.
    const piece = chunk as Buffer;
    if (size + piece.length > bytes.length) bytes = grown(bytes.subarray(0, size), 2 * size + piece.length);
    size += piece.copy(bytes, size);
  }
  return bytes.subarray(0, size);
}

function grown(bytes: Buffer, length: number): Buffer {
  const bigger = Buffer.allocUnsafeSlow(LEAST_ROOM * Math.ceil(length / LEAST_ROOM));
  bytes.copy(bigger);
  return bigger;
}

const NOTHING = Buffer.alloc(0);

/** Most answers but pages fit in. */
const LEAST_ROOM = 65_536;
