import { speaksMcp } from '../src/domain/server/contract.ts';
import { deployedLaunches } from '../src/domain/server/deployed.ts';
import { describeInstalled, lineOfServer, PACKAGE_OF, transportsTaken } from '../src/domain/python/python-line.ts';
import { unknownTransportFix } from '../src/domain/python/python-version-fix.ts';
import { nearest } from '../src/domain/words.ts';
import { defineCheck, type Finding, type Unclear } from '../src/model/check.ts';
import type { Launch, Server } from '../src/model/server.ts';
import type { PythonSdkLine } from '../src/domain/python/python-sdk-line.ts';
import { compareRelease, pythonSdkLines } from '../src/domain/python/python-sdks.ts';

/** A transport that is written down, and what is known of the version that reads it. */
interface Subject {
  readonly server: Server;
  readonly launch: Launch;
  readonly transport: Extract<Launch['transport'], { kind: 'set' }>;
  readonly line: PythonSdkLine;
}

export default defineCheck({
  id: 'transport-unknown',
  title: 'The installed version does not know the transport',
  severity: 'error',
  why: '`run` ends the process with "Unknown transport" before it listens; `http` is a word of `fastmcp` 2.9 and later, and of no other.',
  remedy: 'Write `transport="streamable-http"`.',
  references: [
    'https://gofastmcp.com/deployment/running-server',
    'https://github.com/modelcontextprotocol/python-sdk/blob/v1.x/README.md',
  ],
  fix: 'review',
  needs: ['servers'],

  *subjects({ servers }): Iterable<Subject> {
    for (const { server, launch } of deployedLaunches(servers)) {
      const line = speaksMcp(server) ? lineOfServer(server) : undefined;
      if (line === undefined || launch.transport.kind !== 'set' || line.transports.length === 0) continue;
      yield { server, launch, transport: launch.transport, line };
    }
  },

  judge: (subject: Subject) => judgeTransport(subject),
});

function judgeTransport({ server, launch, transport, line }: Subject): Finding | Unclear | undefined {
  const { value, at, unless } = transport;
  const taken = transportsTaken(launch, line);
  if (taken.includes(value)) return undefined;
  if (unless !== undefined) return { unclear: `The transport is \`${value}\` ${unless}.`, at };
  const { version } = server;
  const name = PACKAGE_OF[server.library] ?? server.library;
  const known = pythonSdkLines[line.package].filter(({ transports }) => transports.includes(value));
  const fix = version.kind === 'unknown' ? undefined : unknownTransportFix({ server, launch }, line);
  const installed = version.kind === 'unknown' ? `\`${name}\`` : describeInstalled(name, version);
  return {
    message: `\`${value}\` is no transport of ${installed}: ${outcomeOf(value, launch, line)}.`,
    at,
    remedy: line.transports.includes(value) ? 'Write `--transport http`.' : remedyOf(value, line, known),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** What the process says. */
function outcomeOf(value: string, { how, command, method = '' }: Launch, line: PythonSdkLine): string {
  if (line.transports.includes(value)) return '`fastmcp run` ends in a `ValidationError`';
  if (how === 'command' && command !== undefined) return `\`${command.program} run\` refuses it`;
  return line.unknownHttpTransport === 'makes-nothing' && method === 'run_http_async'
    ? '`run_http_async` ends in an error for want of an application'
    : `\`${line.unknownTransportError.replaceAll('{transport}', value)}\``;
}

function remedyOf(value: string, line: PythonSdkLine, known: readonly PythonSdkLine[]): string {
  const first = known.find(({ from }) => compareRelease(from, line.from) > 0);
  if (line.transports.includes('streamable-http')) {
    const meant = nearest(value, line.transports);
    return `Write \`transport="${meant === undefined || meant === 'stdio' || meant === 'sse' ? 'streamable-http' : meant}"\`.`;
  }
  return first === undefined
    ? 'Write `transport="streamable-http"`.'
    : `Raise \`${line.package}\` to ${first.from} or newer.`;
}
