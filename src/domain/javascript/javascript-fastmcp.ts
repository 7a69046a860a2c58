import type { Launch } from '../../model/server.ts';
import type { Place } from '../../model/location.ts';
import type { ResolvedVersion } from '../../model/dependency.ts';
import type { Scalar, Setting } from '../../model/value.ts';
import { callSiteOf, type Endpoint, entryOf, optionOf } from './javascript-endpoints.ts';
import { keyOf, originOf, type Program, type Spot } from './javascript-program.ts';
import { reaching, reachOf } from './javascript-reach.ts';
import { behavesAs, behaviours } from './javascript-sdks.ts';
import type { CallNote, JavaScriptModule } from './javascript-syntax.ts';
import { settingOf } from './javascript-settings.ts';

/**
 * The `start` calls of a server of npm's fastmcp. An option of `start` wins over a flag on the command line, a flag
 * over a variable of the environment, that over the default. Read in 4.20.16 (`#parseRuntimeConfig`) and seen running,
 * https://github.com/punkpeye/fastmcp/blob/main/src/FastMCP.ts, verified 2026-11-23.
 */
export function fastmcpLaunches(program: Program, endpoint: Endpoint, version: ResolvedVersion): readonly Launch[] {
  return program.modules.flatMap((module) =>
    module.calls
      .filter((call) => starts(program, module, call, endpoint))
      .map((call) => launchOf(program, { module, call, version })),
  );
}

function starts(program: Program, module: JavaScriptModule, call: CallNote, endpoint: Endpoint): boolean {
  if (call.isNew || call.callee.kind !== 'member' || call.callee.property !== 'start') return false;
  const origin = originOf(program, { module, expression: call.callee.object });
  return origin !== undefined && keyOf(origin) === endpoint.key;
}

interface Start {
  readonly module: JavaScriptModule;
  readonly call: CallNote;
  readonly version: ResolvedVersion;
}

function launchOf(program: Program, start: Start): Launch {
  const { module, call, version } = start;
  const { at } = call;
  const wanted: Wanted = { program, start, at };
  const hosts = behavesAs(behaviours.fastmcpHost, version);
  return {
    how: 'run',
    at,
    call: callSiteOf(module, call),
    ...reaching(reachOf(program, module, call.scope, call.conditions), transportOf(wanted)),
    host:
      hosts === false
        ? {
            kind: 'default',
            value: '::',
            at,
            because: 'this release of `fastmcp` has no `host` and listens on all interfaces',
          }
        : settle(wanted, { option: 'host', word: 'host', fallback: 'localhost', convert: text }),
    port: settle(wanted, { option: 'port', word: 'port', fallback: 8080, convert: number }),
    path: settle(wanted, { option: 'endpoint', word: 'endpoint', fallback: '/mcp', convert: text }),
    stateless:
      behavesAs(behaviours.fastmcpStateless, version) === false
        ? { kind: 'default', value: false, at, because: 'this release of `fastmcp` has no `stateless`' }
        : settle(wanted, { option: 'stateless', word: 'stateless', fallback: false, convert: isTrue }),
    hostGuard: { kind: 'default', value: false, at, because: '`fastmcp` does not check the Host header' },
  };
}

interface Wanted {
  readonly program: Program;
  readonly start: Start;
  readonly at: Place;
}

interface Rule<T> {
  /** In `httpStream`. */
  readonly option: string;
  /** `--word` and `FASTMCP_WORD`. */
  readonly word: string;
  readonly fallback: T;
  readonly convert: (value: Scalar) => T | undefined;
  /** What the variable says, where it has words of its own. */
  readonly convertVariable?: (value: Scalar) => T | undefined;
}

function settle<T extends string | number | boolean>(wanted: Wanted, rule: Rule<T>): Setting<T> {
  const { program, start, at } = wanted;
  const options = optionOf(program, start.module, start.call, 0, 'httpStream');
  if (options.kind === 'hidden') return { kind: 'unclear', saw: options.saw, at };
  const beyond = (): Setting<T> => outside(wanted, rule);
  if (options.kind === 'absent') return beyond();
  const option = entryOf(program, options.spot, rule.option);
  if (option.kind === 'hidden') return { kind: 'unclear', saw: option.saw, at };
  if (option.kind === 'absent') return beyond();
  // As in the library: an option that is false, 0 or empty does not count.
  if (option.outcome.kind === 'known' && !option.outcome.value) return beyond();
  return settingOf(option.outcome, rule.convert, beyond);
}

/** The command line, the environment, the default. */
function outside<T extends string | number | boolean>(
  { program, at }: Wanted,
  { word, fallback, convert, convertVariable = convert }: Rule<T>,
): Setting<T> {
  const { argv = [], environment } = program.surroundings;
  const flag = argv.findIndex(({ value }) => value === `--${word}`);
  const given = flag === -1 ? undefined : argv[flag + 1];
  const value = given === undefined ? undefined : convert(given.value);
  if (given !== undefined && value !== undefined)
    return {
      kind: 'set',
      value,
      at: given.at,
      via: `\`--${word}\` on the command line`,
      written: { as: 'word', at: given.at, text: given.value },
    };
  const variable = `FASTMCP_${word.toUpperCase()}`;
  const set = environment.findLast(({ name }) => name === variable);
  if (set !== undefined && set.value === undefined)
    return { kind: 'unclear', saw: `\`${variable}\`, whose value in ${set.from} cannot be read`, at: set.at };
  const fromEnvironment = set?.value === undefined ? undefined : convertVariable(set.value);
  if (set?.value !== undefined && fromEnvironment !== undefined)
    return {
      kind: 'set',
      value: fromEnvironment,
      at: set.at,
      via: `\`${variable}\`, set by ${set.from}`,
      written: { as: 'variable', at: set.at, text: set.value },
    };
  return {
    kind: 'default',
    value: fallback,
    at,
    because: `\`start\` takes \`${fallback}\` when no \`${word}\` is given`,
  };
}

function transportOf({ program, start, at }: Wanted): Setting<string> {
  const option = optionOf(program, start.module, start.call, 0, 'transportType');
  if (option.kind === 'hidden') return { kind: 'unclear', saw: option.saw, at };
  const beyond = (): Setting<string> =>
    outside(
      { program, start, at },
      { option: '', word: 'transport', fallback: 'stdio', convert: transportOfFlag, convertVariable: transportName },
    );
  return option.kind === 'absent' ? beyond() : settingOf(option.outcome, transportName, beyond);
}

/** The command line alone has a second word for it; elsewhere that word leaves the server on stdio (4.20.16, 2026-11-25). */
function transportOfFlag(value: Scalar): string | undefined {
  return value === 'http-stream' ? 'streamable-http' : transportName(value);
}

function transportName(value: Scalar): string | undefined {
  if (value === 'httpStream') return 'streamable-http';
  return value === 'http-stream' ? 'stdio' : text(value);
}

function text(value: Scalar): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: Scalar): number | undefined {
  const port = Number.parseInt(String(value), 10);
  return Number.isNaN(port) ? undefined : port;
}

function isTrue(value: Scalar): boolean | undefined {
  return value === true || value === 'true' ? true : undefined;
}

/** Authentication that the server itself asks for. */
export function fastmcpAuthentication(program: Program, endpoint: Endpoint): Spot | undefined {
  const option = optionOf(program, endpoint.module, endpoint.call, 0, 'authenticate');
  return option.kind === 'given' ? option.spot : undefined;
}
