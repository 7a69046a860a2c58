import type { Edit } from '../../model/change.ts';
import type { Argument, CallSite } from '../../model/value.ts';
import type { Part } from '../edit/parts.ts';
import type { Told } from './python-argument-moves.ts';
import { appAccepts, DUPLICATES, meantBy, type Said } from './python-arguments.ts';
import { acceptedBy } from './python-place.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';

/** What fastmcp 3 has no keyword for any more: `debug` does nothing to what is served, and one rule holds for all parts. */
export function leftOut({ call, argument, name }: Told, line: PythonSdkLine): Part | undefined {
  if (line.package !== 'fastmcp' || call === undefined || argument === undefined || argument.spread === true)
    return undefined;
  const says = { verb: 'leave', what: `\`${name}\``, where: `out of the call of \`${call.callee}\`` };
  if (name === 'debug') return { edits: [{ kind: 'call', at: call.at, drop: [name] }], safety: 'review', says };
  const rules = call.arguments.filter((one) => DUPLICATES.test(one.name ?? ''));
  const alike = rules.every(({ value }) => value.text === argument.value.text);
  if (!DUPLICATES.test(name) || !alike || !line.constructorAccepts.includes('on_duplicate')) return undefined;
  const drop = rules.flatMap((rule) => rule.name ?? []);
  const edit: Edit = { kind: 'call', at: call.at, drop, set: { on_duplicate: argument.value.text } };
  const what = `\`on_duplicate\` instead of \`${name}\``;
  return { edits: [edit], safety: 'review', says: { verb: 'write', what, where: `in the call of \`${call.callee}\`` } };
}

/** Words that one version calls otherwise. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  path: ['streamable_http_path'],
  mount_path: ['streamable_http_path'],
  streamable_http_path: ['path'],
  stateless: ['stateless_http'],
  stateless_http: ['stateless'],
};

/** A keyword of a call that starts the server by the name that the version has for it. */
export function renamed(said: Said, line: PythonSdkLine): Part | undefined {
  const { call, argument, launch, name } = said;
  if (call === undefined || argument === undefined || launch === undefined) return undefined;
  const accepts = said.where === 'app' ? appAccepts(launch, line) : acceptedBy(launch.method, line);
  const other = OTHER_NAMES[name]?.find((word) => accepts.includes(word));
  return other === undefined ? misspelt(said, line) : nameChanged(argument, name, other, call);
}

/** A keyword with one near name among those that are taken. */
export function misspelt(said: Said, line: PythonSdkLine): Part | undefined {
  const { call, argument, name } = said;
  const meant = meantBy(said, line);
  return call === undefined || argument === undefined || meant === undefined
    ? undefined
    : nameChanged(argument, name, meant, call);
}

function nameChanged({ at, spread }: Argument, from: string, to: string, { callee }: CallSite): Part | undefined {
  if (spread === true) return undefined;
  const { start } = at.range;
  const name = { ...at, range: { start, end: { line: start.line, column: start.column + from.length } } };
  return {
    edits: [{ kind: 'swap', at: name, from, to }],
    safety: 'safe',
    says: { verb: 'write', what: `\`${to}\` instead of \`${from}\``, where: `in the call of \`${callee}\`` },
  };
}
