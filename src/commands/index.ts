import { Failure } from '../model/failure.ts';
import type { Command } from './command.ts';

/** Each command is loaded when it is asked for. */
const LOADERS: { readonly [name: string]: () => Promise<{ readonly default: Command }> } = {
  doctor: () => import('./doctor.ts'),
  fix: () => import('./fix.ts'),
  rehearse: () => import('./rehearse.ts'),
  probe: () => import('./probe.ts'),
  'logs tail': () => import('./logs-tail.ts'),
  token: () => import('./token.ts'),
  'token get': () => import('./token-get.ts'),
  'token matrix': () => import('./token-matrix.ts'),
  deploy: () => import('./deploy.ts'),
  destroy: () => import('./destroy.ts'),
  checks: () => import('./checks.ts'),
  explain: () => import('./explain.ts'),
};

/** The names of all commands, the default one first. */
export const commandNames: readonly string[] = Object.keys(LOADERS);

export function isCommandName(word: string): boolean {
  return Object.hasOwn(LOADERS, word);
}

/** Loads one command by its name. */
export async function loadCommand(name: string): Promise<Command> {
  const load = LOADERS[name];
  if (load === undefined) throw new Failure(`There is no command called \`${name}\`.`);
  return (await load()).default;
}
