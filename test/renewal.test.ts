import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFix } from '../src/apply/plan.ts';
import { applyText } from '../src/apply/text.ts';
import { linesOf } from '../src/domain/text.ts';
import type { CodeEdit } from '../src/model/change.ts';
import type { Place } from '../src/model/location.ts';
import { parserOf } from '../src/world/syntax.ts';

const PATH = 'server.mjs';

/** A statement of a random program; `needs`: the statements that must stand before it. */
interface Part {
  readonly name: string;
  readonly code: string;
  readonly needs: readonly string[];
}

const part = (name: string, code: string, ...needs: readonly string[]): Part => ({ name, code, needs });
const TRANSPORT = 'new Transport({ generator: undefined })';
const BASE = [
  part('server', "const server = new McpServer({ name: 'x' });"),
  part('transport', `const transport = ${TRANSPORT};`),
  part('connect', 'await server.connect(transport);', 'server', 'transport'),
];

/** What sets the server up, in the forms that people write. */
const FURNISHING = [
  part('a', "server.tool('a', () => `one\n  two ${[1, 2].map((n) => `${n}\n`)}`);", 'server'),
  part('b', "server.tool(\n  'b',\n  { deep: { er: 1 } }, // why\n  () => {\n    return 1;\n  },\n);", 'server'),
  part('c', "for (const name of ['c1', 'c2']) server.tool(name);", 'server'),
  part('d', "register(server, 'd');", 'server'),
  part('e', 'server.onerror = (error) => {\n  log(error);\n};', 'server'),
  part('f', "const handle = server.tool('f');", 'server'),
  part('g', "if (limit > 2) {\n  server.tool('g');\n}", 'server', 'limit'),
  part('h', "['h1', 'h2'].forEach((name) => server.tool(name));", 'server'),
  part('i', "await ready(server, 'i');", 'server'),
  part('j', "server.tool('j', () => `${state.size} ${label()}`);", 'server', 'state'),
];
/** What has nothing to do with it, and must happen once. */
const STRANGE = [
  part('limit', 'const limit = 3;'),
  part('label', 'function label() {\n  return `a\nb`;\n}'),
  part('state', 'const state = once(new Map());'),
  part('boot', "log('boot');"),
  part('arrow', 'const twice = (n) => n * 2;'),
];

/** Ways to answer a request. */
const HANDLERS = [
  "app.post('/mcp', async (req, res) => {\n  log('asked');\n  await transport.handleRequest(req, res);\n});",
  "app.post('/mcp', (req, res) => transport.handleRequest(req, res));",
  "app.post('/mcp', (req, res) => { void transport.handleRequest(req, res); });",
  "app.post('/mcp', async (req, res) => {\n  try {\n    await transport.handleRequest(req, res);\n  } catch (error) {\n    log(error);\n  }\n});",
  "app.post('/mcp', answer);\nasync function answer(req, res) {\n  // the answer\n  return transport.handleRequest(req, res);\n}",
  "app.post(\n  '/mcp',\n  function (req, res) {\n    if (!req) return;\n    const started = 1;\n    transport.handleRequest(req, res, started);\n  },\n);",
];

interface Layout {
  readonly breaks: string;
  readonly unit: string;
  readonly gaps: readonly string[];
}

const programs = fc
  .record({
    furnishing: fc.subarray(FURNISHING),
    strange: fc.subarray(STRANGE),
    handler: fc.constantFrom(...HANDLERS),
    weights: fc.array(fc.nat(1000), { minLength: 20, maxLength: 20 }),
    layout: fc.record<Layout>({
      breaks: fc.constantFrom('\n', '\r\n'),
      unit: fc.constantFrom('  ', '\t', '    '),
      gaps: fc.array(fc.constantFrom('', '\n', '// about it\n', '\n/* about\n * it */\n'), {
        minLength: 20,
        maxLength: 20,
      }),
    }),
  })
  .map(({ furnishing, strange, handler, weights, layout }) => {
    const needed = furnishing.flatMap(({ needs }) => needs);
    const along = STRANGE.filter(
      (one) => needed.includes(one.name) || (one.name === 'label' && needed.includes('state')),
    );
    const parts = [...BASE, ...furnishing, ...new Set([...strange, ...along]), part('handler', handler, 'transport')];
    const connected = parts.map((one) =>
      one.name === 'connect' ? { ...one, needs: [...one.needs, ...furnishing.map(({ name }) => name)] } : one,
    );
    return textOf(ordered(connected, weights), layout);
  });

/** Some order in which everything stands behind what it needs. */
function ordered(parts: readonly Part[], weights: readonly number[]): readonly Part[] {
  const left = parts.map((one, index) => ({ one, weight: weights[index] ?? 0 }));
  const row: Part[] = [];
  while (left.length > 0) {
    const ready = left.filter(({ one }) => one.needs.every((name) => row.some((other) => other.name === name)));
    const next = ready.toSorted((a, b) => a.weight - b.weight)[0];
    if (next === undefined) throw new Error('nothing can come next');
    left.splice(left.indexOf(next), 1);
    row.push(next.one);
  }
  return row;
}

function textOf(parts: readonly Part[], { breaks, unit, gaps }: Layout): string {
  const text = parts.map(({ code }, index) => `${gaps[index] ?? ''}${code}`).join('\n');
  // Inside of templates, blanks stay as they are.
  const indented = text.replaceAll(/^(?: {2})+(?!two)/gm, (blanks) => unit.repeat(blanks.length / 2));
  return `import { McpServer } from 'sdk';\n${indented}\n`.replaceAll('\n', breaks);
}

function placeOf(text: string, code: string): Place {
  const start = text.indexOf(code);
  return linesOf(PATH, text).at(start, start + code.length);
}

function renewing(text: string): CodeEdit {
  const call = /transport\.handleRequest\([^)]*\)/.exec(text)?.[0] ?? '';
  const at = placeOf(text, call);
  const made = placeOf(text, "new McpServer({ name: 'x' })");
  return { kind: 'renew', at, factory: 'createServer', made, transport: placeOf(text, TRANSPORT), calls: [at] };
}

async function renewed(text: string, edit: CodeEdit): Promise<string> {
  const bench = { glance: async () => ({ ok: true, text }) as const, parser: parserOf };
  const plan = await planFix({ title: 'Renew', safety: 'review', edits: [edit] }, bench);
  return plan.ok ? applyText(text, plan.changes) : `refused: ${plan.because}`;
}

interface Run {
  /** What happened when the program was started, once. */
  readonly once: readonly string[];
  /** For each request: which server, with which tools, and which transport answered, and whether both were closed. */
  readonly answers: readonly string[];
}

/** Starts a program and lets it answer requests at the same time. */
async function run(text: string, requests: number): Promise<Run> {
  const once: string[] = [];
  const answers: string[] = [];
  let handler: ((req: object, res: object) => unknown) | undefined;
  const servers: McpServer[] = [];
  const transports: Transport[] = [];
  class McpServer {
    readonly tools: string[] = [];
    readonly name = `server ${servers.push(this)}`;
    tool(name: string, ...rest: readonly unknown[]): object {
      const work = rest.at(-1);
      this.tools.push(typeof work === 'function' ? `${name}=${String(work())}` : name);
      return {};
    }
    async connect(transport: Transport): Promise<void> {
      await Promise.resolve();
      if (transport.server !== undefined) throw new Error('connected twice');
      transport.server = this;
    }
    close(): void {
      this.tools.push('closed');
    }
  }
  class Transport {
    server: McpServer | undefined;
    readonly name = `transport ${transports.push(this)}`;
    async handleRequest(_req: object, res: { readonly close: () => void }): Promise<void> {
      const { server } = this;
      await Promise.resolve();
      answers.push(`${this.name}, ${server?.name}: ${server?.tools.join(' ')}`);
      res.close();
    }
    close(): void {
      answers.push(`${this.name} closed`);
    }
  }
  const world = {
    McpServer,
    Transport,
    app: { post: (_path: string, given: typeof handler) => void (handler = given) },
    log: (word: string) => void (word === 'asked' || once.push(word)),
    once: (state: object) => (once.push('state'), state),
    register: (server: McpServer, name: string) => void server.tool(name),
    ready: async (server: McpServer, name: string) => void server.tool(name),
  };
  const body = text.replace(/^import .*\r?\n/, '');
  await runInContext(`(async () => {\n${body}\n})()`, createContext(world));
  const listeners = Array.from({ length: requests }, () => [] as (() => void)[]);
  await Promise.all(
    listeners.map((heard) => {
      const res = {
        on: (_word: string, hear: () => void) => void heard.push(hear),
        close: () => heard.forEach((hear) => hear()),
      };
      return handler?.({}, res);
    }),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return { once, answers };
}

describe('a server and a transport that were made once', () => {
  it('are made for each request, and nothing else happens again', async () => {
    await fc.assert(
      fc.asyncProperty(programs, async (text) => {
        const after = await renewed(text, renewing(text));
        const [before, now] = [await run(text, 1), await run(after, 3)];
        expect(now.once, after).toEqual(before.once);
        const tools = before.answers[0]?.split(': ')[1];
        const wanted = [1, 2, 3].flatMap((n) => [`transport ${n}, server ${n}: ${tools}`, `transport ${n} closed`]);
        expect(now.answers.toSorted(), after).toEqual(wanted.toSorted());
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  it('keep every comment, and the line breaks of the file', async () => {
    const comments = (code: string): number => code.split(' about').length;
    await fc.assert(
      fc.asyncProperty(programs, async (text) => {
        const after = await renewed(text, renewing(text));
        const breaks = text.includes('\r\n') ? '\r\n' : '\n';
        expect(after.replaceAll(breaks, '')).not.toMatch(/[\r\n]/);
        expect(comments(after), after).toBe(comments(text));
      }),
      { numRuns: 200 },
    );
  }, 120_000);

  const SERVER = "const server = new McpServer({ name: 'x' });\n";
  const CONNECTED = `const transport = ${TRANSPORT};\nawait server.connect(transport);\n`;
  const HANDLED = "app.post('/mcp', async (req, res) => {\n  await transport.handleRequest(req, res);\n});\n";

  it.each([
    [
      `const one = 1, server = new McpServer({ name: 'x' });\n${CONNECTED}${HANDLED}`,
      '`server` is declared together with something else',
    ],
    [`export ${SERVER}export { server as mcp };\n${CONNECTED}${HANDLED}`, '`server` is exported'],
    [
      `${SERVER}${CONNECTED}${HANDLED}setInterval(() => server.tool('late'), 1000);\n`,
      '`server` is used in other places, too, such as line 7',
    ],
    [
      `${SERVER}${CONNECTED}${HANDLED}app.locals.transport = transport;\n`,
      '`transport` is used in other places, too, such as line 7',
    ],
    [
      `${SERVER}const tool = server.tool('a');\n${CONNECTED}${HANDLED}tool.disable();\n`,
      '`tool` is used in other places, too, such as line 8',
    ],
    [
      `${SERVER}const transport = ${TRANSPORT};\nserver.connect(transport).then(() => log('up'));\n${HANDLED}`,
      '`transport` is not connected in one statement of its own',
    ],
    [
      `let server;\nserver = new McpServer({ name: 'x' });\n${CONNECTED}${HANDLED}`,
      'what is made once is not the value of a variable',
    ],
    [`${SERVER}${CONNECTED}await transport.handleRequest(req, res);\n`, 'no function answers the requests'],
    [
      `${SERVER}${CONNECTED}app.post('/mcp', function* (req, res) {\n  yield transport.handleRequest(req, res);\n});\n`,
      'what answers the requests cannot wait',
    ],
    [
      `${SERVER}${CONNECTED}function answer(req: Req, res: Res): boolean {\n  transport.handleRequest(req, res);\n  return true;\n}\n`,
      'what answers the requests returns `boolean`',
    ],
    [
      `${SERVER}server.tool('a'); ${CONNECTED}${HANDLED}`,
      'other code stands on the line of `const transport = new Transport({ gener…`',
    ],
  ])('stay where other code rests on them: %#', async (text, because) => {
    const edit = renewing(text);
    const typed = text.includes(': Req') ? 'server.ts' : PATH;
    const moved = JSON.parse(JSON.stringify(edit).replaceAll(PATH, typed)) as CodeEdit; // Only the paths differ.
    expect((await renewed(text, moved)).replace(/ \(server.*/, '')).toBe(`refused: ${because}`);
  });

  it('keep the type that the transport is connected as', async () => {
    const text = `${SERVER}const transport = ${TRANSPORT};\nawait server.connect(transport as Transport);\n${HANDLED}`;
    const edit = JSON.parse(JSON.stringify(renewing(text)).replaceAll(PATH, 'server.ts')) as CodeEdit; // Only the paths differ.
    expect(await renewed(text, edit)).toContain(
      '  await server.connect(transport as Transport);\n  await transport.handleRequest',
    );
  });

  it.each([
    [
      'is closed at the end',
      `process.on('SIGTERM', async () => {\n  await transport.close();\n  await server.close().catch(log);\n  process.exit(0);\n});\n`,
    ],
    ['is closed by the handler', ''],
  ])('are closed once: what %s', async (_name, closing) => {
    const handled =
      closing === '' ? HANDLED.replace('  await', "  res.on('close', () => transport.close());\n  await") : HANDLED;
    const after = await renewed(
      `${SERVER}${CONNECTED}${handled}${closing}`,
      renewing(`${SERVER}${CONNECTED}${handled}${closing}`),
    );
    expect(after.split('transport.close()').length).toBe(2);
    expect(after.split('process.exit(0);').length).toBe(closing === '' ? 1 : 2);
  });
});
