import { deployedServers } from '../src/domain/server/deployed.ts';
import { importFix } from '../src/domain/python/python-import-fix.ts';
import { describeInstalled } from '../src/domain/python/python-line.ts';
import type { GoneImport, PythonSdk } from '../src/domain/python/python-sdk-line.ts';
import { goneImport, lineOf, pythonSdkLines } from '../src/domain/python/python-sdks.ts';
import { defineCheck, type Finding, type Unclear } from '../src/model/check.ts';
import type { ResolvedVersion } from '../src/model/dependency.ts';
import type { ImportSite, Server } from '../src/model/server.ts';

/** An import of one of the SDKs, and the version of it that a build installs. */
interface Subject {
  readonly site: ImportSite;
  readonly sdk: PythonSdk;
  readonly version: ResolvedVersion;
  readonly servers: readonly Server[];
}

export default defineCheck({
  id: 'sdk-import-broken',
  title: 'The server imports what the installed SDK does not have',
  severity: 'error',
  why: 'The process ends with an import error before it listens, and the runtime reports that initialization failed or timed out; an image that was built earlier may still work.',
  remedy: 'Pin the major version that the code is written for, or move the import to what the new version has.',
  references: [
    'https://py.sdk.modelcontextprotocol.io/v2/migration/',
    'https://github.com/modelcontextprotocol/python-sdk/releases/tag/v2.0.0',
    'https://gofastmcp.com/getting-started/upgrading/from-fastmcp-2',
  ],
  fix: 'review',
  needs: ['servers'],

  *subjects({ servers }): Iterable<Subject> {
    const said = new Set<string>();
    const deployed = deployedServers(servers);
    for (const { imports, packages = {} } of deployed) {
      for (const site of imports) {
        const sdk = sdkOf(site);
        const version = sdk === undefined ? undefined : packages[sdk];
        const key = JSON.stringify([site.at, site.name]);
        if (sdk === undefined || version === undefined || said.has(key)) continue;
        said.add(key);
        yield { site, sdk, version, servers: deployed };
      }
    }
  },

  judge: (subject: Subject) =>
    subject.version.kind === 'unknown'
      ? judgeUnknown(subject, subject.version.because)
      : judgeInstalled(subject, subject.version),
});

/** Imports that the program can do without are left out: those in a `try`, and those for the type checker. */
function sdkOf({ module, when }: ImportSite): PythonSdk | undefined {
  if (when === 'optional' || when === 'typing') return undefined;
  const [top] = module.split('.');
  return top === 'mcp' || top === 'fastmcp' ? top : undefined;
}

function judgeInstalled(
  { site, sdk, servers }: Subject,
  version: Exclude<ResolvedVersion, { kind: 'unknown' }>,
): Finding | undefined {
  const line = lineOf(sdk, version.version);
  const gone = line === undefined ? undefined : goneImport(line, site.module, site.name);
  if (gone === undefined) return undefined;
  const fix = importFix({ site, sdk, version, servers });
  return {
    message: `${written(site)} fails in ${describeInstalled(sdk, version)}: \`${firstSentence(gone.error)}\`.`,
    at: site.at,
    remedy: remedyOf(gone, sdk),
    ...(fix === undefined ? {} : { fix }),
    ...(version.at === undefined ? {} : { related: [{ ...version.at, label: 'what decides the version' }] }),
  };
}

/** Nothing says which version is installed: what the newest one lacks may be there, or not. */
function judgeUnknown({ site, sdk }: Subject, because: string): Unclear | undefined {
  const lines = pythonSdkLines[sdk];
  const last = lines.findLastIndex((line) => goneImport(line, site.module, site.name) === undefined);
  const gone = lines[last + 1];
  if (gone === undefined) return undefined;
  return {
    unclear: `${written(site)} fails in \`${sdk}\` ${gone.from} and later; which version a build installs cannot be told: ${because}.`,
    at: site.at,
  };
}

function written({ module, name }: ImportSite): string {
  return name === '' ? `\`import ${module}\`` : `\`from ${module} import ${name}\``;
}

function firstSentence(error: string): string {
  return error.replace(/\. .*$/s, '');
}

function remedyOf({ module, name }: GoneImport, sdk: PythonSdk): string {
  if (name === 'streamablehttp_client')
    return 'Pin the major version, `mcp>=1.28,<2`; or import `streamable_http_client`, which takes its headers in an `httpx` client.';
  if (sdk === 'mcp' && name !== undefined && name !== 'FastMCP' && name !== 'MCPServer')
    return 'Pin the major version, `mcp>=1.28,<2`, or import what the new version has in its place.';
  if (module === 'mcp.server.transport_security')
    return 'Raise the requirement to `mcp>=1.28,<2`: `mcp` has the module from 1.10.0 on.';
  if (module.startsWith('mcp.server.mcpserver') || (sdk === 'mcp' && module === 'mcp.server.streamable_http_manager')) {
    return 'Raise the requirement to `mcp>=2`, or import `FastMCP` from `mcp.server.fastmcp` and move `host`, `port` and `stateless_http` from `run()` to its constructor.';
  }
  if (sdk === 'mcp') {
    return 'Pin the major version, `mcp>=1.28,<2`; or import `MCPServer` from `mcp.server.mcpserver` and move `host`, `port`, `stateless_http` and `json_response` from the constructor to `run()`.';
  }
  return 'Pin the major version of `fastmcp` that the code is written for, or import the name from where the new version has it.';
}
