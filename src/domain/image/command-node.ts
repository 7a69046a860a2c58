import type { Started } from './command-line.ts';
import { afterOptions, optionOf, pathIn, type Position, programName, type Words } from './command-wrappers.ts';

/** A file that can be named as the program itself. */
export const SOURCE_FILE = /\.(?:py|js|mjs|cjs|ts|mts)$/;

const NODE_VALUED = ['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions'];
const RUNNER_VALUED = [...NODE_VALUED, '--tsconfig', '-P', '--project', '--exec', '-x', '--config', '--ext'];
const MANAGER_VALUED = '--prefix --cwd -C --dir --filter -F -w --workspace --env-file --preload -r'.split(' ');

/** `node [options] file.js`. */
export function nodeProgram(words: Words, position: Position, name: string): Started | undefined {
  const script = optionOf(words, '--run');
  if (script !== undefined) return scriptOf(script.value, [], position);
  const rest = afterOptions(words, NODE_VALUED);
  const options = words.slice(0, words.length - rest.length);
  if (options.some(({ value }) => /^(?:-e|-p|-pe|--eval|--print)$/.test(value))) {
    return { kind: 'other', target: name, argv: rest };
  }
  return nodeFile(rest, position, name);
}

/** `tsx [watch] file.ts`, `deno run -A file.ts`, `nodemon --exec tsx file.ts`. */
export function typescriptRunner(words: Words, position: Position, name: string): Started | undefined {
  const rest = afterOptions(words, RUNNER_VALUED);
  const verb = /^(?:watch|run|start|serve)$/.test(rest[0]?.value ?? '');
  return nodeFile(verb ? afterOptions(rest.slice(1), RUNNER_VALUED) : rest, position, name);
}

/** Verbs of package managers that are not scripts of package.json. */
const OWN_VERBS =
  /^(?:install|i|ci|add|build|test|version|config|cache|workspaces?|info|list|ls|audit|publish|pm|create|init|update)$/;

/** `npm start`, `npm run serve`, `yarn serve`, `bun src/index.ts`. */
export function packageScript(words: Words, position: Position, name: string): Started | undefined {
  const rest = afterOptions(words, MANAGER_VALUED);
  const folder = optionOf(words.slice(0, words.length - rest.length), '--prefix', '--cwd', '-C', '--dir');
  const inside = folder === undefined ? position : { ...position, folder: pathIn(position, folder.value) };
  const runs = /^(?:run|run-script|rum|urn)$/.test(rest[0]?.value ?? '');
  const [first, ...argv] = runs ? afterOptions(rest.slice(1), MANAGER_VALUED) : rest;
  if (first === undefined) return { kind: 'other', target: name, argv: words };
  const manager = programName(name);
  if (manager === 'bun' && SOURCE_FILE.test(first.value)) return nodeFile([first, ...argv], inside, name);
  if (manager === 'yarn' && first.value === 'node') return nodeProgram(argv, inside, 'node');
  if (!runs && OWN_VERBS.test(first.value)) return { kind: 'other', target: name, argv: words };
  return scriptOf(first.value, argv, inside);
}

function nodeFile([file, ...argv]: Words, position: Position, name: string): Started {
  if (file === undefined) return { kind: 'other', target: name, argv };
  return { kind: 'node', target: pathIn(position, file.value), argv };
}

function scriptOf(target: string, argv: Words, { folder }: Position): Started {
  return { kind: 'npm-script', target, ...(folder === '' ? {} : { folder }), argv };
}
