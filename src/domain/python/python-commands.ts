import type { Located } from '../../model/location.ts';
import type { Started } from '../image/command-line.ts';
import { launchApp } from './python-apps.ts';
import { start } from './python-drafts.ts';
import { type Frame, type Known, RUNNING, type Thing, type Walk } from './python-things.ts';

/** A command that takes an object out of a module and serves it: `uvicorn main:app`, `fastmcp run main.py`. */
export function startCommand(command: Started, frame: Frame, walk: Walk): void {
  walk.reach = { level: 'yes', conditions: [] };
  walk.exit = RUNNING;
  if (!isAbout(command, frame)) return;
  if (command.kind === 'uvicorn' || command.kind === 'gunicorn') serveApp(command, frame, walk);
  if (command.kind === 'fastmcp-run' || command.kind === 'mcp-run') runServer(command, frame, walk);
}

/** Whether the command names this module: `src.main` and `main` name `src/main.py`. */
function isAbout({ target, kind }: Started, { module: { path } }: Frame): boolean {
  const stem = path
    .replace(/(?:\/__init__)?\.py$/, '')
    .split('/')
    .at(-1);
  const named =
    kind === 'uvicorn' || kind === 'gunicorn'
      ? target.split('.').at(-1)
      : target.replace(/\.py$/, '').split('/').at(-1);
  return named === stem || target.endsWith('.json');
}

function serveApp(command: Started, frame: Frame, walk: Walk): void {
  const app = frame.bindings.get(command.attribute ?? 'app');
  const at = command.argv[0]?.at ?? placeOfStatements(frame);
  if (app === undefined) return;
  const { argv } = command;
  const bound =
    command.kind === 'gunicorn'
      ? addressOf(argv)
      : { host: option(argv, '--host'), port: option(argv, '--port', '-p') };
  const binder = command.kind;
  const host = bound.host ?? (binder === 'uvicorn' ? variable('UVICORN_HOST', walk) : undefined);
  const port = bound.port ?? (binder === 'uvicorn' ? variable('UVICORN_PORT', walk) : undefined);
  const target = app.kind === 'function' ? walk.invoke(app, [], false, walk) : app;
  launchApp(
    target,
    { how: 'command', at, binder, ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) },
    walk,
  );
}

/** `-b 0.0.0.0:8000` */
function addressOf(argv: readonly Located<string>[]): {
  readonly host?: Thing | undefined;
  readonly port?: Thing | undefined;
} {
  const bind = option(argv, '--bind', '-b');
  if (bind?.kind !== 'known') return { host: bind, port: bind };
  const [, host, port] = /^(.*?)(?::(\d+))?$/.exec(String(bind.value)) ?? [];
  return {
    host:
      host === undefined || host === ''
        ? { ...bind, value: '0.0.0.0' }
        : { ...bind, value: host.replaceAll(/[[\]]/g, '') },
    port: port === undefined ? undefined : { ...bind, value: Number(port) },
  };
}

const USUAL = ['mcp', 'server', 'app'];

/** `fastmcp run` takes the named object, or the first of `mcp`, `server`, `app`; `mcp run` does the same. */
function runServer(command: Started, frame: Frame, walk: Walk): void {
  const names = command.attribute === undefined ? USUAL : [command.attribute];
  const [thing] = names.flatMap((name) => frame.bindings.get(name) ?? []);
  const server = thing?.kind === 'function' ? walk.invoke(thing, [], false, walk) : thing;
  if (server?.kind !== 'server') return;
  const { argv } = command;
  const flags = {
    transport: option(argv, '--transport', '-t'),
    host: option(argv, '--host'),
    port: option(argv, '--port', '-p'),
    path: option(argv, '--path'),
    stateless: argv.some(({ value }) => value === '--stateless') ? flag(true, argv, '--stateless') : undefined,
  };
  const given = Object.fromEntries(
    Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  start(
    server.draft,
    { how: 'command', method: 'run', at: argv[0]?.at ?? server.draft.call.expression.at, ...given },
    walk,
  );
}

function option(argv: readonly Located<string>[], ...names: readonly string[]): Known | undefined | Thing {
  for (const [index, { value, at }] of argv.entries()) {
    const name = names.find((one) => value === one || value.startsWith(`${one}=`));
    if (name === undefined) continue;
    const word = value === name ? argv[index + 1] : { value: value.slice(name.length + 1), at };
    if (word === undefined || word.value.includes('$'))
      return { kind: 'unknown', because: `the command line does not spell out \`${name}\`` };
    return {
      kind: 'known',
      value: /^\d+$/.test(word.value) ? Number(word.value) : word.value,
      at: word.at,
      via: viaOf(name, word.at),
      written: { as: 'word' },
    };
  }
  return undefined;
}

/** The keys of a fastmcp.json stand for flags. */
function viaOf(name: string, { path }: Located<string>['at']): string {
  return path.endsWith('.json') ? `\`${name.replace(/^-+/, '')}\` in ${path}` : `\`${name}\` on the command line`;
}

function flag(value: boolean, argv: readonly Located<string>[], name: string): Known | undefined {
  const at = argv.find((word) => word.value === name)?.at;
  return at === undefined ? undefined : { kind: 'known', value, at, via: `\`${name}\` on the command line` };
}

function variable(name: string, { surroundings }: Walk): Known | undefined {
  const found = surroundings.environment.findLast((one) => one.name === name);
  return found?.value === undefined
    ? undefined
    : {
        kind: 'known',
        value: /^\d+$/.test(found.value) ? Number(found.value) : found.value,
        at: found.at,
        via: `\`${name}\`, set by ${found.from}`,
        written: { as: 'variable' },
      };
}

function placeOfStatements({ module: { path } }: Frame): Located<string>['at'] {
  const head = { line: 1, column: 1 };
  return { kind: 'file', path, range: { start: head, end: head } };
}
