import { randomUUID } from 'node:crypto';
import { askJson, signedAs, type Upstreams } from '../wire/upstream.ts';
import { isAllowed, type Place } from './artifact-rules.ts';

/** The log stream of one microVM. */
export interface RuntimeLog {
  readonly write: (line: string) => void;
  /** Waits until everything is in the log group. */
  readonly flush: () => Promise<void>;
}

export interface LogOptions {
  readonly place: Place;
  /** `<runtime id>-<endpoint>` */
  readonly name: string;
  readonly role: string;
  readonly upstreams: Upstreams;
}

/**
 * Writes lines to the log group of a runtime, where its role may: made with the first invocation, a stream for each
 * microVM, a line an event. Names of groups are documented, those of streams measured (2026-07).
 */
export function runtimeLog({ place, name, role, upstreams }: LogOptions): RuntimeLog {
  const group = `/aws/bedrock-agentcore/runtimes/${name}`;
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  const stream = `${day}/[runtime-logs-${randomUUID()}]${randomUUID()}`;
  const ask = (operation: string, input: object): Promise<unknown> =>
    askJson(
      { headers: signedAs(place, 'logs') },
      upstreams['logs'] ?? upstreams.default,
      `Logs_20140328.${operation}`,
      {
        logGroupName: group,
        ...input,
      },
    );
  const open = async (): Promise<boolean> => {
    const arn = `arn:aws:logs:${place.region}:${place.account}:log-group:${group}:log-stream:${stream}`;
    if (!(await isAllowed(role, 'logs:PutLogEvents', arn, place, upstreams))) return false;
    // Both may be there already.
    await ask('CreateLogGroup', {});
    for (const logStreamName of [stream, 'otel-rt-logs']) await ask('CreateLogStream', { logStreamName });
    return true;
  };
  const opened = open();
  let written: Promise<unknown> = opened;
  return {
    write: (message) => {
      const timestamp = Date.now();
      const events = { logStreamName: stream, logEvents: [{ timestamp, message }] };
      written = Promise.all([opened, written]).then(([isOpen]) => isOpen && ask('PutLogEvents', events));
    },
    flush: () => written.then(() => undefined),
  };
}
