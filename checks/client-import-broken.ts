import type { ResolvedVersion } from '../src/model/dependency.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Place } from '../src/model/location.ts';
import { deployedServers } from '../src/domain/server/deployed.ts';
import { clientFix, type UsedName } from '../src/domain/client/import-fix.ts';
import { missingIn } from '../src/domain/client/mcp-names.ts';
import { pythonSdkLines } from '../src/domain/python/python-sdks.ts';

export default defineCheck({
  id: 'client-import-broken',
  title: 'Client code uses a name that the installed `mcp` does not have',
  severity: 'error',
  why: 'The client ends in an ImportError or AttributeError before it says a word to the runtime.',
  remedy: 'Use the name that the installed version has, or pin the version that the code was written for (`mcp<2`).',
  references: ['https://github.com/modelcontextprotocol/python-sdk/releases/tag/v2.0.0'],
  fix: 'review',
  needs: ['clients', 'servers', 'dependencies'],

  subjects({ clients, servers, dependencies }) {
    // What a deployed program imports is the matter of `sdk-import-broken`.
    const judged = new Set(deployedServers(servers).flatMap(({ imports }) => imports.map(({ at }) => lineOfCode(at))));
    return clients.imports
      .filter(({ at }) => !judged.has(lineOfCode(at)))
      .map((used) => ({ used, all: clients.imports, servers: deployedServers(servers), dependencies }));
  },

  judge(subject: UsedName) {
    const { kind, module, name, at, version } = subject.used;
    if (version.kind === 'unknown') {
      const differs = pythonSdkLines.mcp.some((line) => missingIn(line.from, { kind, module, name }) !== undefined);
      return differs
        ? { unclear: `Whether \`${name}\` exists depends on the version of \`mcp\`: ${version.because}.`, at }
        : undefined;
    }
    const missing = missingIn(version.version, { kind, module, name });
    if (missing === undefined) return undefined;
    const fix = clientFix(subject);
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
      ...(fix === undefined ? {} : { fix }),
    };
  },
});

function lineOfCode({ path, range }: Place): string {
  return `${path}:${range.start.line}`;
}

function sourceOf(version: Exclude<ResolvedVersion, { kind: 'unknown' }>): string {
  if (version.kind === 'exact') return version.from;
  return version.at === undefined ? version.from : `the newest release that ${version.from} allows`;
}
