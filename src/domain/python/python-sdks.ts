import { fastmcpHistory } from './python-sdk-fastmcp.ts';
import type { GoneImport, PythonSdk, PythonSdkLine, SdkHistory } from './python-sdk-line.ts';
import { mcpHistory } from './python-sdk-mcp.ts';
import { sdkBounds, type SdkBound } from '../dependency/python-releases.ts';
import { rememberedBy } from '../remembered.ts';

/** Every line of both libraries, oldest first; within a library each ends where the next begins. */
export const pythonSdkLines: Readonly<Record<PythonSdk, readonly PythonSdkLine[]>> = {
  mcp: linesOf(mcpHistory),
  fastmcp: linesOf(fastmcpHistory),
};

/** The line a version belongs to, or undefined for a version before the first release or one that is no number. */
export const lineOf = rememberedBy(
  // Every check asks for the line of every server, and a project knows few versions.
  (sdk: PythonSdk, version: string) => `${sdk} ${version}`,
  findLine,
);

function findLine(sdk: PythonSdk, version: string): PythonSdkLine | undefined {
  if (releaseOf(version) === undefined) return undefined;
  return pythonSdkLines[sdk].findLast((line) => compareRelease(line.from, version) <= 0);
}

/** What a version of a package installed beside the server asks of `mcp` or `fastmcp`, extras taken into account. */
export function sdkBoundsOf(
  distribution: string,
  version: string,
  extras: readonly string[] = [],
): readonly SdkBound[] {
  return sdkBounds.filter(
    (bound) =>
      bound.package === distribution &&
      (bound.extra === undefined || extras.includes(bound.extra)) &&
      compareRelease(bound.from, version) <= 0 &&
      (bound.before === undefined || compareRelease(version, bound.before) < 0),
  );
}

/** What becomes of a keyword given to the constructor of a line. */
export type KeywordVerdict =
  | { readonly status: 'accepted' }
  | { readonly status: 'deprecated'; readonly warning: string }
  | { readonly status: 'ignored' }
  | { readonly status: 'rejected'; readonly error: string };

/** Whether the constructor of a line takes a keyword, and the words it refuses it with. */
export function judgeConstructorKeyword(line: PythonSdkLine, name: string): KeywordVerdict {
  if (line.constructorDeprecated.includes(name)) {
    return { status: 'deprecated', warning: fill(line.constructorWarning, name) };
  }
  if (line.constructorAccepts.includes(name)) return { status: 'accepted' };
  if (line.constructorUnknown === 'ignored') return { status: 'ignored' };
  return {
    status: 'rejected',
    error: line.constructorErrors[name] ?? fill(line.constructorError, name),
  };
}

/** Whether `run` of a line takes a keyword with a transport, or without one. */
export function judgeRunKeyword(line: PythonSdkLine, name: string, transport?: string): KeywordVerdict {
  if (name === 'transport') return { status: 'accepted' };
  if ((transport ?? line.defaults.transport) !== 'stdio') {
    const accepted = line.runAccepts.includes(name);
    return accepted ? { status: 'accepted' } : { status: 'rejected', error: fill(line.runError, name) };
  }
  const stdio = line.runMethods.find((method) => method.name === 'run_stdio_async');
  if (stdio?.accepts.includes(name)) return { status: 'accepted' };
  return line.stdioError === undefined
    ? { status: 'ignored' }
    : { status: 'rejected', error: fill(line.stdioError, name) };
}

/** The error of an import in a line, or undefined when it is not known to fail. A missing module takes all below it. */
export function goneImport(line: PythonSdkLine, module: string, name?: string): GoneImport | undefined {
  return line.goneImports.find((gone) =>
    gone.name === undefined
      ? module === gone.module || module.startsWith(`${gone.module}.`)
      : module === gone.module && name === gone.name,
  );
}

/** Orders two versions by their release numbers, missing ones counting as zero; a pre-release equals its release. */
export function compareRelease(left: string, right: string): number {
  const a = releaseOf(left) ?? [];
  const b = releaseOf(right) ?? [];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

function releaseOf(version: string): readonly number[] | undefined {
  const release = /^v?(\d+(?:\.\d+)*)/.exec(version.trim())?.[1];
  return release?.split('.').map(Number);
}

function fill(template: string | undefined, name: string): string {
  return (template ?? '').replaceAll('{name}', name);
}

function linesOf(history: SdkHistory): readonly PythonSdkLine[] {
  const lines: PythonSdkLine[] = [history.first];
  for (const change of history.changes) {
    const last = lines[lines.length - 1] ?? history.first;
    lines[lines.length - 1] = { ...last, before: change.from };
    lines.push({ ...last, runs: [], ...change });
  }
  return lines;
}
