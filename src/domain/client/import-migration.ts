import type { Edit } from '../../model/change.ts';
import type { ClientImport, ImportUse, OpenedArgument, OpenedCall } from '../../model/client.ts';
import type { Place } from '../../model/location.ts';
import type { Part } from '../edit/parts.ts';

const BEFORE = 'streamablehttp_client';
const AFTER = 'streamable_http_client';
/** What makes the HTTP client that carries what the call itself carried before. */
const MAKER = 'create_mcp_http_client';

/** The arguments of the former call, by position; `httpx_client_factory` and `auth` have none of use here. */
const POSITIONS = ['url', 'headers', 'timeout', 'sse_read_timeout', 'terminate_on_close'];
/** What is an argument of the HTTP client now. */
const CARRIED = ['headers', 'timeout', 'sse_read_timeout', 'auth'];

/**
 * How a client of `mcp` 1 opens its streams with `mcp` 2: headers, timeouts and authentication belong to an HTTP client
 * there, and two streams are given instead of three things (verified 2026-11-25 by running 1.29.0 and 2.3.0).
 * https://py.sdk.modelcontextprotocol.io/v2/migration/
 */
export function migrationPart({ name, at, uses = [] }: ClientImport): Part | undefined {
  if (name !== BEFORE || uses.length === 0) return undefined;
  const calls = uses.map(callOf);
  if (calls.includes(undefined)) return undefined;
  const all = calls.flatMap((call) => call ?? []);
  const imported = all.some(({ carries }) => carries) ? `${MAKER}, ${AFTER}` : AFTER;
  const timed: readonly Edit[] = all.some(({ timed: own }) => own)
    ? [{ kind: 'import', at, put: 'import httpx2' }]
    : [];
  return {
    says: { verb: 'open', what: `the streams with \`${AFTER}\``, where: '' },
    safety: 'review',
    edits: [{ kind: 'replace', at, put: imported }, ...all.flatMap(({ edits }) => edits), ...timed],
  };
}

interface Migrated {
  readonly edits: readonly Edit[];
  readonly carries: boolean;
  readonly timed: boolean;
}

function callOf({ at, alias, opened }: ImportUse): Migrated | undefined {
  const given = opened === undefined ? undefined : argumentsOf(opened);
  const targets = opened === undefined ? undefined : withoutThird(opened);
  if (opened === undefined || given === undefined || targets === undefined) return undefined;
  const carried = carriedBy(given);
  if (carried === undefined) return undefined;
  const callee = alias ?? AFTER;
  const carries = carried !== '';
  const url = given.get('url')?.text ?? '';
  const ended = given.get('terminate_on_close');
  const rest = ended === undefined ? '' : `, terminate_on_close=${ended.text}`;
  const whole = opening(opened, carried, `${callee}(`, `${url}, http_client=http_client${rest}`);
  const renamed: readonly Edit[] = alias === undefined ? [{ kind: 'replace', at, put: AFTER }] : [];
  return {
    edits: [...(carries ? [{ kind: 'replace', at: opened.call, put: whole } as const] : renamed), ...targets],
    carries,
    timed: carried.includes('timeout='),
  };
}

/** On one line where that is short, else with the arguments on lines of their own. */
function opening({ call, indent }: OpenedCall, carried: string, callee: string, given: string): string {
  const line = `${MAKER}(${carried}) as http_client, ${callee}${given})`;
  if (call.range.start.column + line.length <= WIDEST) return line;
  const deeper = `\n${indent}${indent.includes('\t') ? '\t' : '    '}`;
  return `${MAKER}(${deeper}${carried}\n${indent}) as http_client, ${callee}${deeper}${given}\n${indent})`;
}

const WIDEST = 90;

/** The arguments by name; `undefined`: one of them is not known. */
function argumentsOf({ arguments: all }: OpenedCall): ReadonlyMap<string, OpenedArgument> | undefined {
  const positional = all.filter(({ name }) => name === undefined);
  const entries = all.map((one) => [one.name ?? POSITIONS[positional.indexOf(one)] ?? '', one] as const);
  const known = entries.every(([name]) => POSITIONS.includes(name) || CARRIED.includes(name));
  const given = new Map(entries);
  // A further position would not be one of the new call.
  const isPlain = positional.length < 2 || CARRIED.some((name) => given.has(name));
  return known && given.has('url') && isPlain ? given : undefined;
}

/** The arguments of the HTTP client; `undefined`: a length of time is not written out. */
function carriedBy(given: ReadonlyMap<string, OpenedArgument>): string | undefined {
  const [timeout, read] = [given.get('timeout'), given.get('sse_read_timeout')];
  const seconds = [timeout, read].map((one, index) => (one === undefined ? DEFAULTS[index] : secondsOf(one)));
  if (seconds.includes(undefined)) return undefined;
  const timed = timeout !== undefined || read !== undefined;
  return [
    ...written('headers', given),
    ...(timed ? [`timeout=httpx2.Timeout(${seconds[0]}, read=${seconds[1]})`] : []),
    ...written('auth', given),
  ].join(', ');
}

/** What both arguments are in `mcp` 1 when they are left out, in seconds. */
const DEFAULTS = ['30', '300'];

function secondsOf({ text, form }: OpenedArgument): string | undefined {
  if (form === 'seconds') return text;
  return form === 'timedelta' ? `${text}.total_seconds()` : undefined;
}

function written(name: string, given: ReadonlyMap<string, OpenedArgument>): readonly string[] {
  const one = given.get(name);
  return one === undefined ? [] : [`${name}=${one.text}`];
}

/** Two streams are unpacked; `undefined`: the third thing is used. */
function withoutThird({ targets }: OpenedCall): readonly Edit[] | undefined {
  const [, second, third, ...more] = targets;
  if (second === undefined || more.length > 0 || targets.some(({ starred, read }) => starred && read)) return undefined;
  if (second.starred) return third === undefined ? [] : undefined;
  if (third === undefined || third.starred) return [];
  return third.read ? undefined : [{ kind: 'replace', at: between(second.at, third.at), put: '' }];
}

/** From the end of one place to the end of another. */
function between(first: Place, last: Place): Place {
  return { ...first, range: { start: first.range.end, end: last.range.end } };
}
