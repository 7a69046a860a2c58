import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { startedBy } from '../src/domain/image/command-line.ts';
import { splitShell } from '../src/domain/image/shell-words.ts';
import { isInside, linesOf } from '../src/domain/text.ts';

/** Kind, target, attribute, folder and remaining words of a shell line in `/app`, in one line; `-` when it is nothing. */
function told(line: string): string {
  const started = startedBy(wordsOf(line), '/app');
  if (started === undefined) return '-';
  const { kind, target, attribute, folder, argv } = started;
  const program = `${kind} ${target}${attribute === undefined ? '' : `:${attribute}`}`;
  const place = folder === undefined ? '' : ` in ${folder}`;
  return [program + place, ...argv.map(({ value }) => value)].join(' | ');
}

function wordsOf(line: string): ReturnType<typeof splitShell> {
  return splitShell(line, linesOf('line', line).at);
}

it.each([
  ['python server.py', 'python-script server.py'],
  ['python3 -u /app/src/server.py --port 8000', 'python-script src/server.py | --port | 8000'],
  ['python3.12 -X dev -W ignore -OO server.py', 'python-script server.py'],
  ['/app/.venv/bin/python ./src/../server.py', 'python-script server.py'],
  ['python /opt/server.py', 'python-script /opt/server.py'],
  ['python $SCRIPT', 'python-script $SCRIPT'],
  ['python -m my_server.main --http', 'python-module my_server.main | --http'],
  ['python -um server', 'python-module server'],
  ['python -c "import server; server.main()"', 'other python | -c | import server; server.main()'],
  ['python', 'other python'],
  ['opentelemetry-instrument python -m src.main', 'python-module src.main'],
  ['opentelemetry-instrument --service_name x python server.py', 'python-script server.py'],
  [
    'opentelemetry-instrument uvicorn main:app --host 0.0.0.0 --port 8000',
    'uvicorn main:app | --host | 0.0.0.0 | --port | 8000',
  ],
  [
    'uvicorn --reload --host 0.0.0.0 app.main:create_app --factory',
    'uvicorn app.main:create_app | --reload | --host | 0.0.0.0 | --factory',
  ],
  ['uvicorn main:app --app-dir /app/src', 'uvicorn main:app in src | --app-dir | /app/src'],
  ['python -m uvicorn main:app', 'uvicorn main:app'],
  [
    'gunicorn -w 4 -k uvicorn.workers.UvicornWorker -b 0.0.0.0:8000 main:app',
    'gunicorn main:app | -w | 4 | -k | uvicorn.workers.UvicornWorker | -b | 0.0.0.0:8000',
  ],
  [
    'fastmcp run server.py:mcp --transport http --host 0.0.0.0',
    'fastmcp-run server.py:mcp | --transport | http | --host | 0.0.0.0',
  ],
  [
    'fastmcp run --no-banner --transport http src/server.py',
    'fastmcp-run src/server.py | --no-banner | --transport | http',
  ],
  ['fastmcp run', 'fastmcp-run fastmcp.json'],
  ['fastmcp dev server.py', 'other fastmcp | dev | server.py'],
  ['mcp run server.py -t streamable-http', 'mcp-run server.py | -t | streamable-http'],
  ['uv run server.py', 'python-script server.py'],
  ['uv run --frozen --no-dev python server.py', 'python-script server.py'],
  ['uv run --with mcp --python 3.12 python -m server', 'python-module server'],
  ['uv run -m pkg.server --http', 'python-module pkg.server | --http'],
  ['uv run my-mcp-server --port 8000', 'console-script my-mcp-server | --port | 8000'],
  ['uv --directory services/weather run server.py', 'python-script services/weather/server.py'],
  ['uv run --directory /srv fastmcp run server.py', 'fastmcp-run /srv/server.py'],
  ['uvx --from git+https://git.example/x my-tool serve', 'console-script my-tool | serve'],
  ['uv sync', 'other uv | sync'],
  ['poetry run python -m app', 'python-module app'],
  ['pipenv run uvicorn app:app', 'uvicorn app:app'],
  ['exec tini -g -- python server.py', 'python-script server.py'],
  ['dumb-init -- node dist/index.js', 'node dist/index.js'],
  ['/usr/bin/env PORT=8000 node --enable-source-maps -r dotenv/config dist/index.js', 'node dist/index.js'],
  ['PORT=8000 HOST=0.0.0.0 python server.py', 'python-script server.py'],
  ['sh -c "cd src && exec uvicorn main:app --port ${PORT:-8000}"', 'uvicorn main:app in src | --port | ${PORT:-8000}'],
  ["bash -lc 'alembic upgrade head && python server.py'", 'python-script server.py'],
  ['python migrate.py && python server.py || exit 1', 'python-script server.py'],
  ['python server.py 2>&1 | tee /tmp/log', 'python-script server.py'],
  ['python a.py & python b.py & wait', '-'],
  ['python server.py & wait', 'python-script server.py'],
  ['if [ -n "$X" ]; then python a.py; else python b.py; fi', '-'],
  ['bash start.sh 8000', 'other start.sh | 8000'],
  ['/app/docker-entrypoint.sh', 'other docker-entrypoint.sh'],
  ['./server', 'other server'],
  ['java -jar app.jar', 'other java | -jar | app.jar'],
  ['node -e "require(\'./x\')"', "other node | require('./x')"],
  ['npx -y tsx src/index.ts', 'node src/index.ts'],
  ['npx -y @scope/some-server --http', 'console-script @scope/some-server | --http'],
  ['tsx watch src/index.ts', 'node src/index.ts'],
  ['ts-node -P tsconfig.json src/index.ts', 'node src/index.ts'],
  ['bunx tsx src/index.ts', 'node src/index.ts'],
  ['bun run src/index.ts', 'node src/index.ts'],
  ['bun run start', 'npm-script start'],
  ['npm start', 'npm-script start'],
  ['npm run start:http -- --port 8000', 'npm-script start:http | -- | --port | 8000'],
  ['npm --prefix server run serve', 'npm-script serve in server'],
  ['yarn node dist/index.js', 'node dist/index.js'],
  ['pnpm --filter web start', 'npm-script start'],
  ['pnpm exec tsx src/index.ts', 'node src/index.ts'],
  ['gosu app python server.py', 'python-script server.py'],
  ['timeout 60 python server.py', 'python-script server.py'],
  ['./src/server.py --http', 'python-script src/server.py | --http'],
  ['sleep infinity', '-'],
  ['', '-'],
])('%s -> %s', (line, expected) => {
  expect(told(line)).toBe(expected);
});

it('keeps the variables that the line sets', () => {
  const started = startedBy(wordsOf('export A=1; B=$(date) env C=3 python server.py'), '/app');
  expect(started?.environment?.map(({ name, value }) => [name, value])).toEqual([
    ['A', '1'],
    ['B', undefined],
    ['C', '3'],
  ]);
});

it('knows the place of each word inside the argument of `sh -c`', () => {
  const line = 'sh -c "uvicorn main:app --host 127.0.0.1"';
  const host = startedBy(wordsOf(line), '/app')?.argv[1];
  expect(line.slice((host?.at.range.start.column ?? 0) - 1, (host?.at.range.end.column ?? 0) - 1)).toBe('127.0.0.1');
});

const PIECES = [
  'python',
  ' ',
  ' -m ',
  'uv run ',
  '&&',
  '|',
  ';',
  '"',
  "'",
  '\\',
  '\n',
  '$(',
  '${',
  '}',
  ')',
  '`',
  'sh -c ',
  'cd ..',
  'x=1',
  '#',
  '>',
  '<<EOF',
  'a',
  ':',
  '/',
];

it('reads any text, and every word lies inside it', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...PIECES)).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (line) => {
      const words = wordsOf(line);
      const started = startedBy(words, '/app');
      for (const { at } of [...words, ...(started?.argv ?? [])]) expect(isInside(at.range, line)).toBe(true);
    }),
  );
});
