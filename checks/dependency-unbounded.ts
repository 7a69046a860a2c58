import { deployedServers } from '../src/domain/server/deployed.ts';
import { packageOf } from '../src/domain/dependency/server-build.ts';
import { goneImport, lineOf } from '../src/domain/python/python-sdks.ts';
import { hasUpperBound } from '../src/domain/dependency/versions.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Library, Server } from '../src/model/server.ts';

/** Libraries that have not changed what a server is made of. */
const OTHERS: readonly Library[] = ['bedrock-agentcore', 'fastapi-mcp'];

export default defineCheck({
  id: 'dependency-unbounded',
  title: 'Nothing stops the next build from installing another major version of the SDK',
  severity: 'warning',
  why: 'The SDKs have removed imports and arguments in their major versions: the same sources then build into an image whose server does not start.',
  remedy: 'Give the requirement an upper bound, or build from a lock file.',
  references: [
    'https://github.com/modelcontextprotocol/python-sdk/releases/tag/v2.0.0',
    'https://gofastmcp.com/development/releases',
  ],
  fix: 'none',
  needs: ['servers'],

  subjects: ({ servers }) => {
    const known = deployedServers(servers).filter(
      ({ version, library }) => version.kind !== 'unknown' && !OTHERS.includes(library),
    );
    // Several servers of one build share a line.
    return new Map(known.map((server) => [JSON.stringify(server.version), server])).values();
  },

  judge(server: Server) {
    const { version } = server;
    if (version.kind !== 'newest' || version.at === undefined || version.heldBackBy !== undefined) return undefined;
    const { ecosystem, name } = packageOf(server.library);
    // Today's build is broken already, and the cure for that is the same bound.
    if (hasUpperBound(ecosystem, version.specifier) || isBrokenToday(server, name, version.version)) return undefined;
    const next = `<${Number(/\d+/.exec(version.version)?.[0] ?? 0) + 1}`;
    return {
      message: `The requirement ${version.from} has no upper bound: a build installs \`${name}\` ${version.version} today and whatever is newest later.`,
      at: version.at,
      remedy:
        ecosystem === 'pypi'
          ? `Add the bound \`${next}\` to the requirement, or build from a lock file.`
          : `Write \`^${version.version}\`, or build from a lock file.`,
    };
  },
});

function isBrokenToday({ imported }: Server, name: string, version: string): boolean {
  const line = name === 'mcp' || name === 'fastmcp' ? lineOf(name, version) : undefined;
  return line !== undefined && goneImport(line, imported.module, imported.name) !== undefined;
}
