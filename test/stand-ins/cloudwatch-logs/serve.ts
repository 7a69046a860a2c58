import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { eventMessage } from './event-stream.ts';
import { type Asked, isForeign, type Page, shelf } from './pages.ts';
import { dice, type Played } from './playlist.ts';

/**
 * What the stand-in plays. Documented: pages, tokens, empty pages with a token, throttling, the group that comes into
 * being with the first invocation. Measured by others: late events. Assumed: how often each happens.
 */
export interface Play {
  readonly events: readonly Played[];
  readonly pageSize?: number;
  readonly withoutTokens?: boolean;
  /** Shares of the calls that are refused: throttled, answered with 500, and cut in the middle of the answer. */
  readonly throttled?: number;
  readonly failing?: number;
  readonly reset?: number;
  /** Of the calls with a token: it is refused. */
  readonly stale?: number;
  /** Of the calls with a token: the page is empty and names it again. */
  readonly empty?: number;
  /** Of the events of a page: how many come again in the same page. */
  readonly repeated?: number;
  /** When each group comes into being; those that are not named are there. */
  readonly born?: { readonly [group: string]: number };
  /** IAM actions that are denied, such as `logs:FilterLogEvents`. */
  readonly denied?: readonly string[];
  /** What Live Tail leaves out, as it does beyond 500 events a second. */
  readonly sampled?: number;
  /** A session of Live Tail ends after so many milliseconds. */
  readonly sessionMs?: number;
  /** Each answer takes so long: a round trip to a service that is far away. */
  readonly latencyMs?: number;
  readonly seed?: number;
}

export interface StandIn {
  readonly url: string;
  /** How many calls of each operation came, and how many were refused. */
  readonly counts: { readonly [operation: string]: number };
  close(): Promise<void>;
}

interface Stage {
  readonly play: Play;
  readonly chance: () => number;
  readonly shelves: ReadonlyMap<string, ReturnType<typeof shelf>>;
  readonly groups: readonly string[];
  readonly counts: { [operation: string]: number };
  readonly sessions: Set<NodeJS.Timeout>;
}

const ACCOUNT = '111122223333';

/** A stand-in of CloudWatch Logs that every AWS client takes for the service: JSON 1.1 over HTTP on this machine. */
export async function startCloudWatchLogs(play: Play): Promise<StandIn> {
  const groups = [...new Set(play.events.map(({ group }) => group))].toSorted();
  const stage: Stage = {
    play,
    chance: dice(play.seed ?? 11),
    shelves: new Map(groups.map((name) => [name, shelf(play.events.filter(({ group }) => group === name))])),
    groups,
    counts: {},
    sessions: new Set(),
  };
  const server = createServer((request, response) => void answer(stage, request, response));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    counts: stage.counts,
    close: () =>
      new Promise((resolve) => {
        for (const session of stage.sessions) clearInterval(session);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(stage: Stage, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { play, chance } = stage;
  const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  // What a client sends is JSON; what it is about, the operations look at.
  const asked = JSON.parse((await bodyOf(request)) || '{}') as Asked & Named;
  count(stage, operation);
  if (play.latencyMs !== undefined) await after(play.latencyMs);
  if (play.denied?.includes(`logs:${operation}`))
    return refuse(response, 400, 'AccessDeniedException', denial(operation));
  if (operation !== 'StartLiveTail') {
    const roll = chance();
    const { throttled = 0, failing = 0, reset = 0, stale = 0 } = play;
    if (roll < throttled + failing + reset) count(stage, 'refused');
    if (roll < throttled) return refuse(response, 400, 'ThrottlingException', 'Rate exceeded');
    if (roll < throttled + failing) return refuse(response, 500, 'InternalFailure', 'Internal failure');
    if (roll < throttled + failing + reset) return cut(response);
    if (asked.nextToken !== undefined && roll < throttled + failing + reset + stale)
      return refuse(response, 400, 'InvalidParameterException', 'The specified nextToken is invalid.');
  }
  switch (operation) {
    case 'DescribeLogGroups':
      return send(response, JSON.stringify({ logGroups: groupsFor(stage, asked) }));
    case 'DescribeLogStreams':
      return describeStreams(stage, asked, response);
    case 'FilterLogEvents':
      return filter(stage, asked, response);
    case 'StartLiveTail':
      return liveTail(stage, asked, response);
    default:
      return refuse(response, 400, 'UnknownOperationException', `The stand-in does not play ${operation}.`);
  }
}

interface Named {
  readonly logGroupNamePrefix?: string;
  readonly logGroupIdentifiers?: readonly string[];
}

function groupsFor(stage: Stage, { logGroupNamePrefix = '' }: Named): readonly object[] {
  return stage.groups
    .filter((name) => name.startsWith(logGroupNamePrefix) && exists(stage, name))
    .map((name) => ({ logGroupName: name, logGroupArn: arnOf(name), arn: `${arnOf(name)}:*`, creationTime: 0 }));
}

function exists({ play, groups }: Stage, name: string): boolean {
  return groups.includes(name) && Date.now() >= (play.born?.[name] ?? 0);
}

function arnOf(group: string): string {
  return `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${group}`;
}

/** Fifty to a page, as the service has it. */
function describeStreams(stage: Stage, asked: Asked, response: ServerResponse): void {
  const group = groupIn(asked);
  if (!exists(stage, group)) return refuseAbsent(response);
  const now = Date.now();
  const names = new Set<string>();
  for (const event of stage.play.events)
    if (event.group === group && event.visible <= now && event.stream.startsWith(asked.logStreamNamePrefix ?? ''))
      names.add(event.stream);
  const start = Number(asked.nextToken ?? 0);
  const page = [...names].toSorted().slice(start, start + 50);
  const next = start + 50 < names.size ? { nextToken: String(start + 50) } : {};
  send(response, JSON.stringify({ logStreams: page.map((logStreamName) => ({ logStreamName })), ...next }));
}

function filter(stage: Stage, asked: Asked, response: ServerResponse): void {
  const { play, chance } = stage;
  const group = groupIn(asked);
  if (!exists(stage, group)) return refuseAbsent(response);
  if (isForeign(asked))
    return refuse(response, 400, 'InvalidParameterException', 'The specified nextToken is invalid.');
  if (asked.nextToken !== undefined && chance() < (play.empty ?? 0))
    return send(response, JSON.stringify({ events: [], nextToken: asked.nextToken, searchedLogStreams: [] }));
  const paging = { pageSize: play.pageSize ?? 10_000, withoutTokens: play.withoutTokens ?? false };
  const page = stage.shelves.get(group)?.(asked, Date.now(), paging);
  if (page === undefined) refuseAbsent(response);
  else send(response, bodyFor(stage, page));
}

/** The bytes of pages that come again. */
const rendered = new WeakMap<Page, Buffer>();

function bodyFor(stage: Stage, page: Page): Buffer {
  const bytes = rendered.get(page) ?? Buffer.from(textFor(stage, page));
  if ((stage.play.repeated ?? 0) === 0) rendered.set(page, bytes);
  return bytes;
}

function textFor({ play: { repeated = 0 }, chance }: Stage, { events, next }: Page): string {
  const shown = repeated === 0 ? events : events.flatMap((event) => (chance() < repeated ? [event, event] : [event]));
  return `{"events":[${shown.join(',')}],"searchedLogStreams":[]${next === undefined ? '' : `,"nextToken":"${next}"`}}`;
}

function groupIn({ logGroupName, logGroupIdentifier }: Asked): string {
  return logGroupName ?? (logGroupIdentifier ?? '').split(':log-group:').at(-1) ?? '';
}

/** A machine that slept for longer finds its connection broken. */
const LONGEST_PAUSE_MS = 60_000;

/** Sends what has become visible since the session began, every 200 ms; ends as the service's sessions do. */
function liveTail(stage: Stage, { logGroupIdentifiers = [] }: Named, response: ServerResponse): void {
  const { play, sessions, chance } = stage;
  const groups = logGroupIdentifiers.map((arn) => arn.split(':log-group:').at(-1) ?? '');
  if (!groups.every((group) => exists(stage, group))) return refuseAbsent(response);
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  response.write(eventMessage('sessionStart', { sessionId: 'stand-in', logGroupIdentifiers }));
  const began = Date.now();
  let seen = began;
  const session = setInterval(() => {
    const now = Date.now();
    if (now - seen > LONGEST_PAUSE_MS) {
      clearInterval(session);
      response.destroy();
      return;
    }
    const fresh = play.events.filter(
      ({ group, visible }) => groups.includes(group) && visible > seen && visible <= now,
    );
    seen = now;
    const shown = fresh.filter(() => chance() >= (play.sampled ?? 0));
    const sessionResults = shown.map(({ group, stream, time, visible, message }) => ({
      logStreamName: stream,
      logGroupIdentifier: `${ACCOUNT}:${group}`,
      message,
      timestamp: time,
      ingestionTime: visible,
    }));
    const sessionMetadata = { sampled: shown.length < fresh.length };
    response.write(eventMessage('sessionUpdate', { sessionMetadata, sessionResults }));
    if (now - began < (play.sessionMs ?? Number.POSITIVE_INFINITY)) return;
    clearInterval(session);
    response.end(eventMessage('SessionTimeoutException', { message: 'The session is over.' }, 'exception'));
  }, 200);
  sessions.add(session);
  response.on('close', () => clearInterval(session));
}

function count({ counts }: Stage, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

function send(response: ServerResponse, body: string | Buffer): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': bytes.length });
  response.end(bytes);
}

function refuse(response: ServerResponse, status: number, type: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify({ __type: type, message }));
}

function refuseAbsent(response: ServerResponse): void {
  refuse(response, 400, 'ResourceNotFoundException', 'The specified log group does not exist.');
}

function denial(operation: string): string {
  return `User: arn:aws:sts::${ACCOUNT}:assumed-role/developer/me is not authorized to perform: logs:${operation}`;
}

/** The connection breaks in the middle of an answer. */
function cut(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': 1000 });
  response.write('{"events":[');
  setImmediate(() => response.destroy());
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
