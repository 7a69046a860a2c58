import type { ResolvedVersion } from '../../model/dependency.ts';
import type { Launch, Library, Server } from '../../model/server.ts';
import type { PythonSdk, PythonSdkLine } from './python-sdk-line.ts';
import { lineOf, pythonSdkLines } from './python-sdks.ts';

/** The package on the index that a library comes from. */
export const PACKAGE_OF: { readonly [L in Library]?: string } = {
  mcp: 'mcp',
  'mcp-lowlevel': 'mcp',
  fastmcp: 'fastmcp',
  'fastapi-mcp': 'fastapi-mcp',
  'bedrock-agentcore': 'bedrock-agentcore',
};

/** What is known of the version that a build installs. */
function lineOfVersion(sdk: PythonSdk, version: ResolvedVersion): PythonSdkLine | undefined {
  return version.kind === 'unknown' ? undefined : lineOf(sdk, version.version);
}

/**
 * The line that a server is written for: that of its version when its class exists there; else the newest line that
 * has the class, so that a broken import is one finding and not ten.
 */
export function lineOfServer({
  library,
  version,
  className,
  imported,
}: Pick<Server, 'library' | 'version' | 'className' | 'imported'>): PythonSdkLine | undefined {
  const sdk = library === 'mcp' || library === 'mcp-lowlevel' ? 'mcp' : library === 'fastmcp' ? 'fastmcp' : undefined;
  if (sdk === undefined) return undefined;
  const installed = lineOfVersion(sdk, version);
  if (library === 'mcp-lowlevel' || (installed !== undefined && hasClass(installed, className, imported.module)))
    return installed ?? pythonSdkLines.mcp.at(-1);
  return (
    pythonSdkLines[sdk].findLast((line) => hasClass(line, className, imported.module)) ??
    installed ??
    pythonSdkLines[sdk].at(-1)
  );
}

/** Whether the server's own class can be imported in the version that a build installs. */
export function isImportable(server: Pick<Server, 'library' | 'version' | 'className' | 'imported'>): boolean {
  const sdk = server.library === 'mcp' || server.library === 'fastmcp' ? server.library : undefined;
  const installed = sdk === undefined ? undefined : lineOfVersion(sdk, server.version);
  return installed === undefined || hasClass(installed, server.className, server.imported.module);
}

/** Subclasses and helpers are not listed: they are taken to exist where their module's class does. */
function hasClass(line: PythonSdkLine, className: string, module: string): boolean {
  if (line.package === 'fastmcp') return line.classes.length > 0;
  const named = line.classes.filter(({ name }) => name === className);
  return (
    named.some((one) => one.module === module || module === 'mcp' || one.module.startsWith(`${module}.`)) ||
    (named.length > 0 && module.startsWith('mcp.server.') && named.some((one) => module.startsWith(one.module)))
  );
}

/** "`mcp` 1.29.0", or "`mcp`" when the version is not known. */
export function describeVersion({ library, version }: Pick<Server, 'library' | 'version'>): string {
  const name = `\`${PACKAGE_OF[library] ?? library}\``;
  return version.kind === 'unknown' ? name : `${name} ${version.version}`;
}

/** "`mcp` 2.3.0 (`mcp>=1.10` in requirements.txt)": a version, and what decides it. */
export function describeInstalled(name: string, version: Exclude<ResolvedVersion, { kind: 'unknown' }>): string {
  const why =
    version.kind === 'exact' || version.at === undefined ? version.from : `the newest that ${version.from} allows`;
  return `\`${name}\` ${version.version} (${why})`;
}

/** The words for a transport that a way of starting takes: `fastmcp run` may take fewer than the method `run`. */
export function transportsTaken({ how, command }: Launch, line: PythonSdkLine): readonly string[] {
  const byCommand = how === 'command' && command?.program === 'fastmcp';
  return (byCommand ? line.commandTransports : undefined) ?? line.transports;
}
