import { Failure } from '../model/failure.ts';
import type { Json } from '../model/json.ts';
import type { Given } from './command.ts';

/** The tool that `--tool` names, with the arguments of `--args`. */
export function toolIn(given: Given): { readonly name: string; readonly arguments: Json } | undefined {
  const name = given.text('tool');
  const text = given.text('args');
  if (name === undefined) {
    if (text !== undefined) throw new Failure('`--args` are the arguments of a tool.', 'Name the tool with `--tool`.');
    return undefined;
  }
  return { name, arguments: text === undefined ? {} : objectIn(text) };
}

function objectIn(text: string): Json {
  try {
    // JSON.parse gives nothing but JSON.
    const value = JSON.parse(text) as Json;
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new Failure(`\`--args ${text}\` is no JSON object.`, 'Write it like `--args \'{"query":"tides"}\'`.');
}

/** The seconds that `--timeout` says. */
export function secondsIn(text: string): number {
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new Failure(`\`--timeout ${text}\` is no number of seconds.`);
}
