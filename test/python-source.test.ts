import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPythonModule, settlePythonServers } from '../src/domain/python/python-servers.ts';
import type { Surroundings } from '../src/domain/server/surroundings.ts';
import { isInside } from '../src/domain/text.ts';
import type { Place } from '../src/model/location.ts';
import { parserOf } from '../src/world/syntax.ts';

const parser = await parserOf('python');

const SURROUNDINGS: Surroundings = {
  environment: [],
  started: 'unclear',
  versionOf: () => ({ kind: 'unknown', because: 'no file names it' }),
};

/** A server with much of what people write, to be mutilated. */
const SERVER = `import os, argparse, uvicorn
from mcp.server.fastmcp import FastMCP, Context
from starlette.applications import Starlette
from starlette.routing import Mount

HOST: str = os.getenv("HOST", "0.0.0.0")  # 😀
CONFIG = {"host": HOST, 'port': int(os.environ.get("PORT", 8_000)), **{}}
mcp = FastMCP("weather 🌦", **CONFIG, stateless_http=True)

@mcp.tool()
async def ask(ctx: Context, *, city: str = "x") -> str:
    """mcp.run() in a docstring"""
    match await ctx.elicit(f"{city!r:>10} \\U0001F600"):
        case {"action": "accept"} if city: return city
        case "a" | "b": pass
        case _: raise ValueError
    async with a() as b, c(): return (lambda: 1)()

def main(argv=None, /, *rest, **more):
    parser = argparse.ArgumentParser()
    parser.add_argument("--http", action="store_true")
    args = parser.parse_args()
    if (mode := os.getenv("MODE")) == "app":
        app = Starlette(routes=[Mount("/", app=mcp.streamable_http_app())], lifespan=lambda app: mcp.session_manager.run())
        uvicorn.run(app, host=HOST)
    elif args.http: mcp.run(transport="streamable-http")
    else:
        try: mcp.run()
        except* KeyboardInterrupt: pass
        finally: print("bye")

if __name__ == "__main__":
    main()
`;

/** Reads a text, follows it, and gives every place that came out. */
function placesOf(text: string): readonly Place[] {
  const module = parser.read(text, (root) => readPythonModule('server.py', text, root));
  const servers = settlePythonServers(module, () => undefined, SURROUNDINGS);
  const places: Place[] = [];
  JSON.stringify([module, servers], (_, value: unknown) => {
    if (isPlace(value)) places.push(value);
    return value;
  });
  return places;
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'file' && 'range' in value;
}

/** Whether every place that comes out of a text lies inside it. */
function staysInside(text: string): boolean {
  return placesOf(text).every(({ range }) => isInside(range, text));
}

/** What is put into a server to break it. */
const PIECES = [
  '',
  '(',
  ')',
  '"""',
  '\n',
  '\t',
  '    ',
  '😀',
  'mcp.run(',
  '**',
  '=',
  ':',
  ',',
  '\\',
  'def f(',
  'if x:',
  "f'{",
  'lambda',
  '\r',
  '#',
];

/** The smallest text that cannot be read, or is read into places outside it. */
function broken(texts: fc.Arbitrary<string>, numRuns: number): readonly string[] | null {
  return fc.check(fc.property(texts, staysInside), { numRuns }).counterexample;
}

describe('reading Python', { timeout: 30_000 }, () => {
  it('gives plain data', () => {
    const module = parser.read(SERVER, (root) => readPythonModule('server.py', SERVER, root));
    const servers = settlePythonServers(module, () => undefined, SURROUNDINGS);
    expect(JSON.parse(JSON.stringify(servers))).toEqual(servers);
    expect(JSON.parse(JSON.stringify(module))).toEqual(module);
  });

  it('finds places in a whole server, with Windows line ends and with tabs too', () => {
    for (const text of [SERVER, SERVER.replaceAll('\n', '\r\n'), SERVER.replaceAll('    ', '\t')]) {
      expect(placesOf(text).length).toBeGreaterThan(100);
      expect(staysInside(text)).toBe(true);
    }
  });

  it('never crashes on any text', () => {
    expect(broken(fc.string({ unit: 'binary', maxLength: 120 }), 60)).toBeNull();
  });

  it('never crashes on any bytes', () => {
    const texts = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('utf8'));
    expect(broken(texts, 100)).toBeNull();
  });

  it('never crashes on a server with pieces cut out, put in, or swapped', () => {
    const change = fc.record({ start: fc.nat(SERVER.length), length: fc.nat(40), put: fc.constantFrom(...PIECES) });
    const texts = fc
      .array(change, { minLength: 1, maxLength: 4 })
      .map((changes) =>
        changes.reduce(
          (text, { start, length, put }) => text.slice(0, start) + put + text.slice(start + length),
          SERVER,
        ),
      );
    expect(broken(texts, 100)).toBeNull();
  });

  it.each([
    ['brackets', `x = ${'('.repeat(3000)}1${')'.repeat(3000)}\n`],
    ['lists', `x = ${'['.repeat(3000)}1${']'.repeat(3000)}\n`],
    ['sums', `x = ${'1 + '.repeat(5000)}1\n`],
    ['calls', `x = ${'f('.repeat(2000)}${')'.repeat(2000)}\n`],
    ['blocks', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}if x:\n`).join('')],
    ['recursion', 'from fastmcp import FastMCP\nm = FastMCP("x")\ndef f(): g()\ndef g():\n    f()\n    m.run()\nf()\n'],
    [
      'many calls',
      `from fastmcp import FastMCP\nm = FastMCP("x")\n${Array.from({ length: 30 }, (_, index) => `def f${index}():\n    f${index + 1}()\n    f${index + 1}()\n    m.run`).join('\n')}\nf0()\n`,
    ],
  ])('survives nonsense: %s', (_, text) => {
    expect(staysInside(text)).toBe(true);
  });

  it('does not guess inside what cannot be parsed', () => {
    const text = 'from fastmcp import FastMCP\nmcp = FastMCP("x", host="0.0.0.0"\nmcp.run("http"\n';
    const module = parser.read(text, (root) => readPythonModule('server.py', text, root));
    const [server] = settlePythonServers(module, () => undefined, SURROUNDINGS);
    expect(server === undefined || server.construction.open || module.broken.length > 0).toBe(true);
  });
});
