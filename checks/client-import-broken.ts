import type { ClientImport } from '../src/model/client.ts';
import type { ResolvedVersion } from '../src/model/dependency.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Place } from '../src/model/location.ts';
import { deployedServers } from '../src/domain/server/deployed.ts';
import type { GoneImport } from '../src/domain/python/python-sdk-line.ts';
import { compareRelease, goneImport, lineOf, pythonSdkLines } from '../src/domain/python/python-sdks.ts';

/** Fields of the answer to `initialize`: as 1.x has them, and as 2.x has. */
const FIELDS = [
  ['serverInfo', 'server_info'],
  ['protocolVersion', 'protocol_version'],
] as const;

export default defineCheck({
  id: 'client-import-broken',
  title: 'Client code uses a name that the installed `mcp` does not have',
  severity: 'error',
  why: 'The client ends in an ImportError or AttributeError before it says a word to the runtime.',
  remedy: 'Use the name that the installed version has, or pin the version that the code was written for (`mcp<2`).',
  references: ['https://github.com/modelcontextprotocol/python-sdk/releases/tag/v2.0.0'],
  fix: 'none',
  needs: ['clients', 'servers'],

  subjects({ clients, servers }) {
    // What a deployed program imports is the matter of `sdk-import-broken`.
    const judged = new Set(deployedServers(servers).flatMap(({ imports }) => imports.map(({ at }) => lineOfCode(at))));
    return clients.imports.filter(({ at }) => !judged.has(lineOfCode(at)));
  },

  judge({ kind, module, name, at, version }: ClientImport) {
    if (version.kind === 'unknown') {
      const differs = pythonSdkLines.mcp.some((line) => missingIn(line.from, { kind, module, name }) !== undefined);
      return differs
        ? { unclear: `Whether \`${name}\` exists depends on the version of \`mcp\`: ${version.because}.`, at }
        : undefined;
    }
    const missing = missingIn(version.version, { kind, module, name });
    if (missing === undefined) return undefined;
    const lacks =
      kind === 'field'
        ? `The answer to \`initialize\` has no field \`${name}\` in`
        : `There is no \`${name}\` in \`${module}\` of`;
    const remedy =
      typeof missing === 'string'
        ? `Write \`${missing}\`, or pin the version that the code was written for.`
        : undefined;
    return {
      message: `${lacks} \`mcp\` ${version.version} (${sourceOf(version)}).`,
      at,
      // Whoever installs today gets this version; whoever installed earlier may have another one.
      ...(version.kind === 'exact' ? {} : { severity: 'warning' as const }),
      ...(remedy === undefined ? {} : { remedy }),
      related: version.at === undefined ? [] : [{ ...version.at, label: 'what decides the version' }],
    };
  },
});

function lineOfCode({ path, range }: Place): string {
  return `${path}:${range.start.line}`;
}

/** Why a name is missing in a version: what stands there instead, or the error. */
function missingIn(
  version: string,
  { kind, module, name }: Pick<ClientImport, 'kind' | 'module' | 'name'>,
): string | GoneImport | undefined {
  if (kind === 'field') return fieldInstead(name, version);
  const line = lineOf('mcp', version);
  return line === undefined ? undefined : goneImport(line, module, name);
}

function fieldInstead(name: string, version: string): string | undefined {
  const modern = compareRelease('2.0.0', version) <= 0;
  const [old, renamed] = FIELDS.find((pair) => pair.some((one) => one === name)) ?? [];
  if (name === (modern ? old : renamed)) return modern ? renamed : old;
  return undefined;
}

function sourceOf(version: Exclude<ResolvedVersion, { kind: 'unknown' }>): string {
  if (version.kind === 'exact') return version.from;
  return version.at === undefined ? version.from : `the newest release that ${version.from} allows`;
}
