import type { Located } from '../../model/location.ts';
import type { Started } from './command-line.ts';
import { nodeProgram, packageScript, SOURCE_FILE, typescriptRunner } from './command-node.ts';
import { afterOptions, optionOf, pathIn, type Position, programName, type Words } from './command-wrappers.ts';

/** Understands the words behind a program's name; `name` is that name as written. */
type Reader = (words: Words, position: Position, name: string) => Started | undefined;

/** What the first word of a command without wrappers starts. */
export function programOf(words: Words, position: Position): Started | undefined {
  const first = words[0];
  if (first === undefined) return undefined;
  const name = programName(first.value);
  const started = readerOf(name)(words.slice(1), position, first.value);
  if (started === undefined) return undefined;
  return { ...started, words, ...(position.environment.length === 0 ? {} : { environment: position.environment }) };
}

const UVICORN_FLAGS = '--reload --proxy-headers --use-colors --factory --access-log --server-header --date-header';
const GUNICORN_FLAGS =
  '--preload --reload --daemon -D --capture-output --enable-stdio-inheritance --no-sendfile --reuse-port';
const FASTMCP_FLAGS = '--no-banner --skip-env --skip-source --reload --no-reload --stateless -q';

const READERS: ReadonlyMap<string, Reader> = new Map([
  ['uvicorn', application('uvicorn', UVICORN_FLAGS)],
  ['granian', application('uvicorn', '--reload --access-log --factory --ws')],
  ['gunicorn', application('gunicorn', GUNICORN_FLAGS)],
  ['hypercorn', application('gunicorn', '--reload --debug')],
  ['fastmcp', mcpRunner('fastmcp-run')],
  ['mcp', mcpRunner('mcp-run')],
  ['node', nodeProgram],
  ['nodejs', nodeProgram],
  ...['tsx', 'ts-node', 'ts-node-esm', 'nodemon', 'pm2-runtime', 'deno'].map(
    (name) => [name, typescriptRunner] as const,
  ),
  ...['npm', 'yarn', 'pnpm', 'bun'].map((name) => [name, packageScript] as const),
  ...['sh', 'bash', 'dash', 'ash', 'zsh'].map((name) => [name, shellFile] as const),
]);

function readerOf(name: string): Reader {
  if (/^(?:python|pypy)[\d.]*$/.test(name)) return python;
  return READERS.get(name) ?? (SOURCE_FILE.test(name) ? sourceFile : anything);
}

function python(words: Words, position: Position, name: string): Started | undefined {
  const rest = afterPythonOptions(words);
  const first = rest[0];
  if (first === undefined) return { kind: 'other', target: name, argv: rest };
  const module = /^-[bBdEiIOqsSuvxP]*m(.*)$/.exec(first.value)?.[1];
  if (module === '') return pythonModule(rest.slice(1), position);
  if (module !== undefined) return pythonModule([{ value: module, at: first.at }, ...rest.slice(1)], position);
  if (first.value.startsWith('-')) return { kind: 'other', target: name, argv: rest };
  return { kind: 'python-script', target: pathIn(position, first.value), argv: rest.slice(1) };
}

/** Stops at the script, or at the option that names a module (`-m`) or code (`-c`). */
function afterPythonOptions(words: Words): Words {
  let index = 0;
  for (;;) {
    const word = words[index]?.value ?? '';
    if (!/^-[bBdEiIOqsSuvxPWX]/.test(word) || /^-[a-zA-Z]*[mc]/.test(word)) return words.slice(index);
    index += /^-[a-zA-Z]*[WX]$/.test(word) ? 2 : 1;
  }
}

function pythonModule(words: Words, position: Position): Started | undefined {
  const module = words[0];
  if (module === undefined) return undefined;
  const rest = words.slice(1);
  const known = /^(?:uvicorn|gunicorn|hypercorn|granian|fastmcp|mcp)$/.test(module.value);
  if (known) return READERS.get(module.value)?.(rest, position, module.value);
  return inFolder({ kind: 'python-module', target: module.value, argv: rest }, position);
}

/** `uvicorn main:app …`: the application may stand anywhere among the options. */
function application(kind: 'uvicorn' | 'gunicorn', flags: string): Reader {
  return (words, position, name) => {
    const index = positional(words, flags);
    const app = words[index];
    if (app === undefined) return { kind: 'other', target: name, argv: words };
    const folder = optionOf(words, '--app-dir', '--chdir');
    const moved = folder === undefined ? position : { ...position, folder: pathIn(position, folder.value) };
    return inFolder({ kind, ...splitAttribute(app.value), argv: words.toSpliced(index, 1) }, moved);
  };
}

/** `fastmcp run server.py:mcp`, `mcp run server.py`; their other verbs are not servers in a container. */
function mcpRunner(kind: 'fastmcp-run' | 'mcp-run'): Reader {
  return (words, position, name) => {
    if (words[0]?.value !== 'run') return { kind: 'other', target: name, argv: words };
    const rest = words.slice(1);
    const index = positional(rest, FASTMCP_FLAGS);
    const file = rest[index];
    if (file === undefined) return { kind, target: pathIn(position, 'fastmcp.json'), argv: rest };
    const argv = rest.toSpliced(index, 1);
    if (/^https?:/.test(file.value)) return { kind, target: file.value, argv };
    const { target, ...attribute } = splitAttribute(file.value);
    return { kind, target: pathIn(position, target), ...attribute, argv };
  };
}

/** `bash start.sh`: what the file does is not written here. */
function shellFile(words: Words, position: Position, name: string): Started {
  const [file, ...argv] = afterOptions(words, ['-o']);
  return { kind: 'other', target: file === undefined ? name : pathIn(position, file.value), argv };
}

/** `./server.py`, `/app/index.js`: the file says itself what runs it. */
function sourceFile(words: Words, position: Position, name: string): Started {
  return { kind: name.endsWith('.py') ? 'python-script' : 'node', target: pathIn(position, name), argv: words };
}

/** Programs of the system: none of them is something that a package of the project installs. */
const SYSTEM = new Set(
  (
    'java go cargo dotnet ruby php perl nginx supervisord httpd caddy apt apt-get apk yum dnf microdnf curl wget tar ' +
    'unzip git sed awk grep find pip pip3 uv poetry pdm docker aws make cmake gcc useradd groupadd adduser addgroup ' +
    'tail su runuser fastapi flask celery alembic streamlit'
  ).split(' '),
);

/** A bare word is a program that an installed package brings; a path is somebody's binary or script. */
function anything(words: Words, position: Position, name: string): Started {
  const scoped = /^@[\w.-]+\/[\w.@-]+$/.test(name);
  const program = scoped ? name : programName(name);
  const installed = scoped || /(?:^|\/)bin\/[^/]+$/.test(name) || /^\w[\w.@-]*$/.test(name);
  if (installed && !SYSTEM.has(program) && !/\.(?:sh|bash|jar|exe)$/.test(program)) {
    return inFolder({ kind: 'console-script', target: program, argv: words }, position);
  }
  const path = name.includes('/') || name.endsWith('.sh');
  return { kind: 'other', target: path ? pathIn(position, name) : name, argv: words };
}

/** The index of the first word that is neither an option nor an option's value; -1 when there is none. */
function positional(words: readonly Located<string>[], flags: string): number {
  const alone = new Set(flags.split(' '));
  for (let index = 0; index < words.length; index++) {
    const word = words[index]?.value ?? '';
    if (!word.startsWith('-')) return index;
    const flag = alone.has(word) || word.startsWith('--no-') || word.includes('=') || /^-[a-z]\d/.test(word);
    if (!flag) index += 1;
  }
  return -1;
}

/** `main:app` and `server.py:mcp`, taken apart at the colon. */
function splitAttribute(word: string): { readonly target: string; readonly attribute?: string } {
  const colon = word.lastIndexOf(':');
  if (colon <= 0 || !/^[A-Za-z_$]/.test(word.slice(colon + 1))) return { target: word };
  return { target: word.slice(0, colon), attribute: word.slice(colon + 1) };
}

/** Notes the folder of a program whose target is not a path. */
function inFolder(started: Started, { folder }: Position): Started {
  return folder === '' ? started : { ...started, folder };
}
