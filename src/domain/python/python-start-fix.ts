import type { Edit, Fix } from '../../model/change.ts';
import type { Launch, Server } from '../../model/server.ts';
import { fixOf, type Part } from '../edit/parts.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';
import { settledParts, transportWord } from './python-transport-fix.ts';

/** How a server that nothing starts is started: by the function that would, or by a call at the end of its file. */
export function pythonStart(server: Server, line: PythonSdkLine | undefined): Fix | undefined {
  const { startable, construction, launches } = server;
  // What stands in a script or a notebook ends elsewhere than its file.
  if (
    startable !== true ||
    construction.at.path !== server.path ||
    line === undefined ||
    line.slashRedirect !== 'from-slash' ||
    line.hostGuard === 'always'
  )
    return undefined;
  const launch = launches.find(isMeant);
  const started = launch?.uncalled;
  if (launch !== undefined && started !== undefined) {
    const others = settledParts({ server, launch }, line);
    const call = started.async ? `asyncio.run(${started.name}())` : `${started.name}()`;
    const edits: readonly Edit[] = [
      ...(started.async ? [{ kind: 'import', at: construction.at, put: 'import asyncio' } as const] : []),
      { kind: 'append', at: construction.at, put: guarded(call) },
    ];
    const says = { verb: 'call', what: `\`${started.name}\``, where: 'when the file is run' };
    return others && fixOf([{ edits, safety: 'review', says }, ...others]);
  }
  return launches.length > 0 ? undefined : runAtEnd(server, line);
}

/** It would serve HTTP, if only it were called. */
function isMeant({ uncalled, transport }: Launch): boolean {
  return uncalled !== undefined && transport.kind === 'set' && !['stdio', 'sse'].includes(transport.value);
}

/** Below everything, so that its tools are registered. */
function runAtEnd(server: Server, line: PythonSdkLine): Fix | undefined {
  const { variable, construction, asksClient } = server;
  const word = transportWord(line);
  const mode = asksClient.length > 0 ? 'False' : 'True';
  const settings: Readonly<Record<string, string>> = { host: '"0.0.0.0"', stateless_http: mode };
  const names = Object.keys(settings);
  const inRun = names.filter((name) => line.runAccepts.includes(name));
  const inConstructor = names.filter((name) => !inRun.includes(name));
  const given = construction.arguments.flatMap(({ name, value }) =>
    name !== undefined && value.kind === 'literal' ? [name] : [],
  );
  const missing = inConstructor.filter((name) => !given.includes(name));
  if (word === undefined || variable === undefined || (missing.length > 0 && construction.open)) return undefined;
  if (missing.some((name) => !line.constructorAccepts.includes(name))) return undefined;
  const words = [`transport="${word}"`, ...inRun.map((name) => `${name}=${settings[name]}`)];
  const call = `${variable}.run(${words.join(', ')})`;
  const run: Part = {
    edits: [{ kind: 'append', at: construction.at, put: guarded(call) }],
    safety: 'review',
    says: { verb: 'run', what: `\`${call}\``, where: 'when the file is run' },
  };
  return fixOf([run, ...missing.map((name) => keyword(name, settings[name] ?? '', server))]);
}

function keyword(name: string, code: string, { construction }: Server): Part {
  return {
    edits: [{ kind: 'call', at: construction.at, set: { [name]: code } }],
    safety: 'review',
    says: { verb: 'write', what: `\`${name}=${code}\``, where: `in the call of \`${construction.callee}\`` },
  };
}

function guarded(call: string): string {
  return `\n\nif __name__ == "__main__":\n\t${call}`;
}
