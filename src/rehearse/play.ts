import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import {
  call,
  discover,
  ERAS,
  heavyPing,
  initialize,
  listTools,
  ping,
  type Planned,
} from '../domain/rehearsal/requests.ts';
import { isAccepted } from '../domain/rehearsal/answers.ts';
import { withoutSecrets } from '../domain/secret/secret-free.ts';
import type { Answer, Exchange } from '../model/exchange.ts';
import type { Json } from '../model/json.ts';
import { send } from '../world/http.ts';

/** What is played, and to whom. */
export interface PlayOptions {
  readonly url: string;
  /** A tool to call while a ping is sent; without one, none is called. */
  readonly tool?: { readonly name: string; readonly arguments: Json } | undefined;
  /** Told of each request before it is sent. */
  readonly onStep?: ((name: string) => void) | undefined;
  /** How long one answer may take, in milliseconds. */
  readonly limitMs: number;
}

/** A name that is not the machine's own, as the platform's cells send one. Assumed: which name they send is not documented. */
const FOREIGN_HOST = 'bedrock-agentcore.us-east-1.amazonaws.com';
/** What AgentCore lets through is 100 MB; what the SDKs take by default is 4 MiB, Express 100 kB. */
const HEAVY = { 'body-200k': 200_000, 'body-5m': 5_000_000 } as const;

/** Plays AgentCore towards a server that runs. Requests go one by one, except where it is their meeting that counts. */
export async function play(options: PlayOptions): Promise<readonly Exchange[]> {
  const table = tableOf(options);
  await playAt(table, options);
  return withoutSecrets(table.exchanges, []);
}

async function playAt(table: Table, { tool }: PlayOptions): Promise<void> {
  const first = await table.ask(ping('ping'));
  if (first.kind === 'none' && (await table.ask(ping('ping-again'))).kind === 'none') return;
  table.follow(first);
  if (first.kind === 'response') await table.ask(ping('ping-again'));
  await handshakes(table);
  await lists(table);
  await oddities(table);
  for (const [name, bytes] of Object.entries(HEAVY)) await table.ask(heavyPing(name, bytes));
  if (tool !== undefined) await whileToolRuns(table, tool);
}

async function handshakes(table: Table): Promise<void> {
  const [first, ...others] = ERAS;
  const answer = await table.ask(initialize(`initialize-${first}`, first));
  await table.ask(initialize('initialize-again', first));
  for (const era of others) await table.ask(initialize(`initialize-${era}`, era));
  await table.ask(discover('discover'));
  const session = answer.kind === 'response' ? answer.headers['mcp-session-id'] : undefined;
  if (session !== undefined) await table.ask(listTools('tools-list-own-session', session));
}

/** The platform puts a session id of its own into each request, and another one into each answer. */
async function lists(table: Table): Promise<void> {
  await table.ask(listTools('tools-list'));
  await table.ask(listTools('tools-list-foreign-session', randomUUID()));
  for (const turn of [1, 2, 3]) await table.ask(listTools(`tools-list-rotated-${turn}`, randomUUID()));
  await Promise.all([1, 2, 3, 4].map((turn) => table.ask(listTools(`tools-list-at-once-${turn}`, randomUUID()))));
}

async function oddities(table: Table): Promise<void> {
  const odd: readonly Planned[] = [
    ping('host-foreign', { headers: { host: FOREIGN_HOST } }),
    ping('accept-json', { headers: { accept: 'application/json' } }),
    ping('accept-any', { headers: { accept: '*/*' } }),
    without(ping('accept-none'), 'accept'),
    ping('content-type-text', { headers: { 'content-type': 'text/plain' } }),
    ping('trailing-slash', { path: `${table.path().replace(/\/$/, '')}/` }),
    { ...ping('bad-json'), body: '{"jsonrpc": "2.0", ' },
    initialize('unknown-version', '1999-12-31'),
    { name: 'get', method: 'GET', headers: { accept: 'text/event-stream' }, limitMs: 1000 },
    { name: 'delete', method: 'DELETE', headers: {}, limitMs: 1000 },
  ];
  for (const request of odd) await table.ask(request);
}

function without(request: Planned, header: string): Planned {
  return {
    ...request,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== header)),
  };
}

/** How long a tool is given to be under way before it is asked beside it. */
const UNDER_WAY_MS = 300;
/** Tools may take 15 minutes on AgentCore; a rehearsal waits for two. */
const TOOL_LIMIT_MS = 120_000;

async function whileToolRuns(table: Table, tool: { readonly name: string; readonly arguments: Json }): Promise<void> {
  const params = { name: tool.name, arguments: tool.arguments };
  const running = table.ask(
    call('tools-call', 'tools/call', params, { limitMs: TOOL_LIMIT_MS, headers: table.session() }),
  );
  await new Promise((resolve) => void setTimeout(resolve, UNDER_WAY_MS));
  await table.ask(ping('ping-during-tool', { headers: table.session() }));
  await running;
}

/** Where the requests are sent, and the record of them. */
interface Table {
  readonly exchanges: readonly Exchange[];
  /** The path of the endpoint. */
  readonly path: () => string;
  /** Sends one request and keeps what came of it. */
  readonly ask: (planned: Planned) => Promise<Answer>;
  /** What comes after a redirect is asked where it leads, so that one fault does not hide the others. */
  readonly follow: (answer: Answer) => void;
  /** The header with the session of the first handshake, for servers that keep one. */
  readonly session: () => Planned['headers'];
}

function tableOf(options: PlayOptions): Table {
  const exchanges: Exchange[] = [];
  const began = performance.now();
  let endpoint = new URL(options.url);
  return {
    exchanges,
    path: () => endpoint.pathname,
    async ask({ name, method, headers, body, path, id, limitMs = options.limitMs }) {
      options.onStep?.(name);
      const url = path === undefined ? endpoint.href : new URL(path, endpoint).href;
      const startedMs = Math.round(performance.now() - began);
      const answer = await send({ method, url, headers, body, id, limitMs });
      const bytes = Buffer.byteLength(body ?? '');
      const kept = body === undefined || bytes > LONGEST_KEPT ? {} : { body };
      exchanges.push({ name, request: { method, url, headers, ...kept, bytes }, answer, startedMs });
      return answer;
    },
    follow(answer) {
      if (answer.kind !== 'response' || answer.status < 300 || answer.status > 399) return;
      const target = locationOf(answer.headers['location'] ?? '', endpoint);
      if (target?.hostname === endpoint.hostname) endpoint = new URL(target.pathname, endpoint);
    },
    session() {
      const first = exchanges.find(({ name }) => name === `initialize-${ERAS[0]}`)?.answer;
      const id = first?.kind === 'response' && isAccepted(first) ? first.headers['mcp-session-id'] : undefined;
      return id === undefined ? {} : { 'mcp-session-id': id };
    },
  };
}

/** Longer bodies are padding. */
const LONGEST_KEPT = 16_384;

function locationOf(text: string, base: URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
