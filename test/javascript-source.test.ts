import { array, assert, boolean, constantFrom, nat, property, string } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sourceOfBuilt } from '../src/domain/javascript/javascript-built.ts';
import { readJavaScriptModule } from '../src/domain/javascript/javascript-module.ts';
import { settleJavaScriptServers } from '../src/domain/javascript/javascript-servers.ts';
import { isInside } from '../src/domain/text.ts';
import type { Range } from '../src/model/location.ts';
import type { Language, SyntaxParser } from '../src/model/world.ts';
import { parserOf } from '../src/world/syntax.ts';

const LANGUAGES = ['typescript', 'tsx', 'javascript'] as const satisfies readonly Language[];
const parsers = new Map<Language, SyntaxParser>();
beforeAll(async () => {
  for (const language of LANGUAGES) parsers.set(language, await parserOf(language));
});

const SOURCE = `import express, { type Request } from 'express';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport as T } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
const { PORT: port = 3000, ...rest } = process.env;
class Service<X> { private readonly server = new McpServer({ name: \`a\${port}ü😀\`, version: '1' });
  async handle(req: Request, res: any) { const t = new T({ sessionIdGenerator: undefined, ...rest }); await this.server.connect(t); if (!req.body) return; await t.handleRequest(req, res!, req.body as unknown); } }
const app = express(); app.use(express.json());
switch (process.argv[2]) { case '--http': app.post('/mcp', (q, s) => new Service().handle(q, s)); break; default: throw new Error('x'); }
export default app; export const start = async (p = Number(port) ?? 8000, host?: string) => { app.listen(p, '0.0.0.0', () => console.log('up')); };
start().catch((e) => { process.exit(1); });
`;

/** Reads a text in every language; the places that lie outside of it, of which there must be none. */
function placesOutside(text: string): readonly Range[] {
  const outside: Range[] = [];
  for (const language of LANGUAGES) {
    const module = parsers.get(language)?.read(text, (root) => readJavaScriptModule('a.ts', text, root));
    if (module === undefined) throw new Error(language);
    const servers = settleJavaScriptServers(module, () => undefined, {
      environment: [],
      started: 'as-program',
      versionOf: () => ({ kind: 'unknown', because: 'a test' }),
    });
    outside.push(...rangesIn([module, servers]).filter((range) => !isInside(range, text)));
  }
  return outside;
}

function rangesIn(value: unknown): readonly Range[] {
  if (typeof value !== 'object' || value === null) return [];
  // A `Place` is the only object of these that has a `range`.
  if ('range' in value) return [value.range as Range];
  return Object.values(value).flatMap(rangesIn);
}

describe('the reader of JavaScript and TypeScript', () => {
  it('keeps every place inside the text', () => {
    expect(placesOutside(SOURCE)).toEqual([]);
    expect(placesOutside(SOURCE.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  it('never fails on random text', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(placesOutside(text)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('never fails on random words of the language', () => {
    const word = constantFrom(...(SOURCE.match(/\w+|[^\s\w]/g) ?? []));
    assert(
      property(array(word, { maxLength: 60 }), (words) => {
        expect(placesOutside(words.join(' '))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('never fails on a source with a piece cut out or put in twice', () => {
    const cut = nat({ max: SOURCE.length });
    assert(
      property(cut, cut, boolean(), (a, b, twice) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        expect(
          placesOutside(
            twice ? SOURCE.slice(0, end) + SOURCE.slice(start) : SOURCE.slice(0, start) + SOURCE.slice(end),
          ),
        ).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('never fails on names that define each other', () => {
    expect(
      placesOutside(
        'const a = b; const b = a; function f(g) { g(); } function g(f) { f(); } a.listen(b); f(a); const { x = x } = x;',
      ),
    ).toEqual([]);
  });

  it('never fails on deep nesting', () => {
    expect(placesOutside(`${'('.repeat(3000)}a${')'.repeat(3000)}`)).toEqual([]);
    expect(placesOutside(`x = ${'a + '.repeat(3000)}a`)).toEqual([]);
    expect(placesOutside('function f(){'.repeat(500))).toEqual([]);
  });
});

describe('the source of a built file', () => {
  const tsconfig = (text: string, path = 'tsconfig.json'): { readonly path: string; readonly text: string } => ({
    path,
    text,
  });

  it.each<[string, string, readonly { path: string; text: string }[], readonly string[], string | undefined]>([
    ['a file that exists', 'index.js', [], ['index.js'], 'index.js'],
    ['dist by habit', 'dist/index.js', [], ['src/index.ts'], 'src/index.ts'],
    [
      'outDir and rootDir',
      'out/main.js',
      [tsconfig('{ "compilerOptions": { "outDir": "./out", "rootDir": "./source" } }')],
      ['source/main.ts'],
      'source/main.ts',
    ],
    [
      'a comment that names another outDir',
      'dist/a.js',
      [tsconfig('{\n // "outDir": "./x",\n "outDir": "dist", "rootDir": "app" }')],
      ['app/a.ts'],
      'app/a.ts',
    ],
    ['no rootDir', 'build/src/a.js', [tsconfig('{ "outDir": "build" }')], ['src/a.ts'], 'src/a.ts'],
    [
      'a package of a monorepo',
      'packages/one/dist/index.js',
      [tsconfig('{ "outDir": "dist" }', 'packages/one/tsconfig.json')],
      ['packages/one/src/index.ts', 'src/index.ts'],
      'packages/one/src/index.ts',
    ],
    ['module extensions', 'dist/server.mjs', [], ['src/server.mts'], 'src/server.mts'],
    ['no extension', 'dist/server', [], ['src/server.ts'], 'src/server.ts'],
    ['a folder', 'dist', [], ['src/index.ts'], 'src/index.ts'],
    [
      'a bundle of another name',
      'dist/server.js',
      [
        {
          path: 'package.json',
          text: '{ "scripts": {\n "build": "esbuild src/main.ts --bundle --outfile=dist/server.js"\n} }',
        },
      ],
      ['src/main.ts'],
      'src/main.ts',
    ],
    ['built in place', 'src/server.js', [], ['src/server.ts'], 'src/server.ts'],
    ['nothing there', 'dist/index.js', [], ['lib/other.ts'], undefined],
  ])('%s', (_name, path, configs, files, expected) => {
    expect(sourceOfBuilt(path, configs, (file) => files.includes(file))).toBe(expected);
  });
});
