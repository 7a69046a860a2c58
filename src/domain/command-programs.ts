import type { Located } from '../model/location.ts';
import type { Started } from './command-line.ts';
import { afterOptions, optionOf, pathIn, type Position, programName, type Words } from './command-wrappers.ts';

type Reader = (words: Words, position: Position, name: string) => Started | undefined;

/** What the first word of a command without wrappers starts. */
export function programOf(words: Words, position: Position): Started | undefined {
  const first = words[0];
  if (first === undefined) return undefined;
  const name = programName(first.value);
  const started = readerOf(name)(words.slice(1), position, first.value);
  if (started === undefined || position.environment.length === 0) return started;
  return { ...started, environment: position.environment };
}

function readerOf(name: string): Reader {
  if (/^(?:python|pypy)[\d.]*$/.test(name)) return python;
  return READERS[name] ?? (SCRIPT_FILE.test(name) ? scriptFile : anything);
}

const SCRIPT_FILE = /\.(?:py|js|mjs|cjs|ts|mts)$/;

const READERS: { readonly [name: string]: Reader } = {
  uvicorn: application('uvicorn', new Set(['--reload', '--proxy-headers', '--use-colors', '--factory', '--access-log', '--server-header', '--date-header'])),
  granian: application('uvicorn', new Set(['--reload', '--access-log', '--factory', '--no-ws', '--ws'])),
  gunicorn: application('gunicorn', new Set(['--preload', '--reload', '--daemon', '-D', '--capture-output', '--enable-stdio-inheritance', '--no-sendfile', '--reuse-port'])),
  hypercorn: application('gunicorn', new Set(['--reload', '--debug'])),
  fastmcp: mcpRunner('fastmcp-run'),
  mcp: mcpRunner('mcp-run'),
  node: nodeProgram,
  nodejs: nodeProgram,
  tsx: typescript,
  'ts-node': typescript,
  'ts-node-esm': typescript,
  nodemon: typescript,
  'pm2-runtime': typescript,
  deno: typescript,
  npm: packageScript,
  yarn: packageScript,
  pnpm: packageScript,
  bun: packageScript,
  sh: shellFile,
  bash: shellFile,
  dash: shellFile,
  ash: shellFile,
  zsh: shellFile,
}; // prettier-ignore

function python(words: Words, position: Position, name: string): Started | undefined {
  const rest = afterPythonOptions(words);
  const first = rest[0];
  if (first === undefined || first.value === '-') return { kind: 'other', target: name, argv: rest };
  const module = /^-[bBdEiIOqsSuvxP]*m(.*)$/.exec(first.value)?.[1];
  if (module !== undefined) return pythonModule(module === '' ? rest.slice(1) : [{ value: module, at: first.at }, ...rest.slice(1)], position);
  if (first.value.startsWith('-')) return { kind: 'other', target: name, argv: rest };
  return { kind: 'python-script', target: pathIn(position, first.value), argv: rest.slice(1) };
}

/** Stops at the script, or at the option that names a module (`-m`) or code (`-c`). */
function afterPythonOptions(words: Words): Words {
  let index = 0;
  while (/^-[bBdEiIOqsSuvxPWX]/.test(words[index]?.value ?? '') && !/^-[a-zA-Z]*[mc]/.test(words[index]?.value ?? '')) {
    index += /^-[a-zA-Z]*[WX]$/.test(words[index]?.value ?? '') ? 2 : 1;
  }
  return words.slice(index);
}

function pythonModule(words: Words, position: Position): Started | undefined {
  const module = words[0];
  if (module === undefined) return undefined;
  const rest = words.slice(1);
  const known = /^(?:uvicorn|gunicorn|hypercorn|granian|fastmcp|mcp)$/.test(module.value);
  if (known) return READERS[module.value]?.(rest, position, module.value);
  return inFolder({ kind: 'python-module', target: module.value, argv: rest }, position);
}

/** `uvicorn main:app …`: the application may stand anywhere among the options. */
function application(kind: 'uvicorn' | 'gunicorn', flags: ReadonlySet<string>): Reader {
  return (words, position, name) => {
    const index = positional(words, flags);
    const app = words[index];
    if (app === undefined) return { kind: 'other', target: name, argv: words };
    const { target, attribute } = splitAttribute(app.value);
    const folder = optionOf(words, '--app-dir', '--chdir');
    const moved = folder === undefined ? position : { ...position, folder: pathIn(position, folder.value) };
    const argv = words.toSpliced(index, 1);
    return inFolder(attribute === undefined ? { kind, target, argv } : { kind, target, attribute, argv }, moved);
  };
}

/** `fastmcp run server.py:mcp`, `mcp run server.py`; their other verbs are not servers in a container. */
function mcpRunner(kind: 'fastmcp-run' | 'mcp-run'): Reader {
  return (words, position, name) => {
    if (words[0]?.value !== 'run') return { kind: 'other', target: name, argv: words };
    const rest = words.slice(1);
    const index = positional(rest, new Set(['--no-banner', '--skip-env', '--skip-source', '--reload', '--no-reload', '--stateless', '-q']));
    const file = rest[index];
    if (file === undefined) return { kind, target: pathIn(position, 'fastmcp.json'), argv: rest };
    const { target, attribute } = /^https?:/.test(file.value) ? { target: file.value, attribute: undefined } : splitAttribute(file.value);
    const path = /^https?:/.test(target) ? target : pathIn(position, target);
    const argv = rest.toSpliced(index, 1);
    return attribute === undefined ? { kind, target: path, argv } : { kind, target: path, attribute, argv };
  };
}

function nodeProgram(words: Words, position: Position, name: string): Started | undefined {
  const script = optionOf(words, '--run');
  if (script !== undefined) return inFolder({ kind: 'npm-script', target: script.value, argv: [] }, position);
  const rest = afterOptions(words, ['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions']);
  const inline = words.slice(0, words.length - rest.length).some(({ value }) => /^(?:-e|-p|-pe|--eval|--print)$/.test(value));
  return nodeFile(rest, position, inline ? name : undefined);
}

/** `tsx [watch] file.ts`, `deno run -A file.ts`, `nodemon --exec tsx file.ts`. */
function typescript(words: Words, position: Position, name: string): Started | undefined {
  const valued = ['--tsconfig', '-P', '--project', '-r', '--require', '--import', '--loader', '--exec', '-x', '--config', '-c', '--watch', '-w', '--ext', '-e'];
  const rest = afterOptions(words, name.endsWith('tsx') || name === 'deno' ? valued.slice(0, 7) : valued);
  const verb = /^(?:watch|run|start|serve)$/.test(rest[0]?.value ?? '');
  return nodeFile(verb ? afterOptions(rest.slice(1), valued.slice(0, 7)) : rest, position, undefined);
}

function nodeFile(rest: Words, position: Position, inline: string | undefined): Started | undefined {
  const file = rest[0];
  if (inline !== undefined || file === undefined) return { kind: 'other', target: inline ?? 'node', argv: rest };
  return { kind: 'node', target: pathIn(position, file.value), argv: rest.slice(1) };
}

/** Verbs of package managers that are not scripts of package.json. */
const OWN_VERBS = /^(?:install|i|ci|add|build|test|version|config|cache|workspaces?|node|info|list|ls|audit|publish|dlx|exec|x|pm|create|init|update)$/;

function packageScript(words: Words, position: Position, name: string): Started | undefined {
  const valued = ['--prefix', '--cwd', '-C', '--dir', '--filter', '-F', '-w', '--workspace', '--env-file', '--preload', '-r'];
  const rest = afterOptions(words, valued);
  const folder = optionOf(words.slice(0, words.length - rest.length), '--prefix', '--cwd', '-C', '--dir');
  const inside = folder === undefined ? position : { ...position, folder: pathIn(position, folder.value) };
  const runs = /^(?:run|run-script|rum|urn)$/.test(rest[0]?.value ?? '');
  const target = runs ? afterOptions(rest.slice(1), valued) : rest;
  const first = target[0];
  if (first === undefined) return { kind: 'other', target: name, argv: words };
  if (name.endsWith('bun') && SCRIPT_FILE.test(first.value)) return nodeFile(target, inside, undefined);
  if (name.endsWith('yarn') && first.value === 'node') return nodeProgram(target.slice(1), inside, 'node');
  if (!runs && OWN_VERBS.test(first.value)) return { kind: 'other', target: name, argv: words };
  return inFolder({ kind: 'npm-script', target: first.value, argv: target.slice(1) }, inside);
}

/** `bash start.sh`: what the file does is not written here. */
function shellFile(words: Words, position: Position, name: string): Started {
  const rest = words.filter(({ value }, index) => index > 0 || !/^[-+]/.test(value));
  const file = afterOptions(words, ['-o'])[0];
  if (file === undefined) return { kind: 'other', target: name, argv: rest };
  return { kind: 'other', target: pathIn(position, file.value), argv: afterOptions(words, ['-o']).slice(1) };
}

/** `./server.py`, `/app/index.js`: the file says itself what runs it. */
function scriptFile(words: Words, position: Position, name: string): Started {
  const kind = name.endsWith('.py') ? 'python-script' : 'node';
  return { kind, target: pathIn(position, name), argv: words };
}

/** Programs of the system: what they start is nothing that a package of the project installs. */
const SYSTEM =
  /^(?:java|go|cargo|dotnet|ruby|php|perl|nginx|supervisord|httpd|caddy|apt|apt-get|apk|yum|dnf|microdnf|curl|wget|tar|unzip|git|sed|awk|grep|find|pip3?|pip3\.\d+|uv|poetry|pdm|docker|aws|make|cmake|gcc|useradd|groupadd|adduser|addgroup|sleep|tail|cat|echo|fastapi|flask|celery|alembic|streamlit|true|false)$/;

/** A bare word is a program that an installed package brings; a path is somebody's binary or script. */
function anything(words: Words, position: Position, name: string): Started {
  const installed = /(?:^|\/)bin\/[^/]+$/.test(name) || !name.includes('/');
  const program = programName(name);
  const bare = /^[@\w][\w.@-]*$/.test(program) && !/\.(?:sh|bash|jar|exe)$/.test(program);
  if (name.startsWith('@') && /^@[\w.-]+\/[\w.@-]+$/.test(name)) return { kind: 'console-script', target: name, argv: words };
  if (installed && bare && !SYSTEM.test(program)) return inFolder({ kind: 'console-script', target: program, argv: words }, position);
  return { kind: 'other', target: name.includes('/') || name.endsWith('.sh') ? pathIn(position, name) : name, argv: words };
}

/** The index of the first word that is neither an option nor an option's value; -1 when there is none. */
function positional(words: readonly Located<string>[], flags: ReadonlySet<string>): number {
  for (let index = 0; index < words.length; index++) {
    const word = words[index]?.value ?? '';
    if (!word.startsWith('-')) return index;
    const flag = flags.has(word) || word.startsWith('--no-') || word.includes('=') || /^-[a-z]\d/.test(word);
    if (!flag) index += 1;
  }
  return -1;
}

/** `main:app` and `server.py:mcp`, taken apart at the colon. */
function splitAttribute(word: string): { readonly target: string; readonly attribute: string | undefined } {
  const colon = word.lastIndexOf(':');
  if (colon <= 0 || !/^[A-Za-z_$]/.test(word.slice(colon + 1))) return { target: word, attribute: undefined };
  return { target: word.slice(0, colon), attribute: word.slice(colon + 1) };
}

function inFolder(started: Started, { folder }: Position): Started {
  return folder === '' ? started : { ...started, folder };
}
