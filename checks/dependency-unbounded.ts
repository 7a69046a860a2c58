import { deployedServers } from '../src/domain/server/deployed.ts';
import { renewalAfter } from '../src/domain/dependency/lock-beside.ts';
import { bounded, respecified } from '../src/domain/dependency/requirement-edit.ts';
import { packageOf } from '../src/domain/dependency/server-build.ts';
import { goneImport, lineOf } from '../src/domain/python/python-sdks.ts';
import { hasUpperBound } from '../src/domain/dependency/versions.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Dependencies, Ecosystem, Requirement } from '../src/model/dependency.ts';
import type { Library, Server } from '../src/model/server.ts';

/** Libraries that have not changed what a server is made of. */
const OTHERS: readonly Library[] = ['bedrock-agentcore', 'fastapi-mcp'];

interface Subject {
  readonly server: Server;
  readonly dependencies: Dependencies;
}

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
  fix: 'review',
  needs: ['servers', 'dependencies'],

  *subjects({ servers, dependencies }): Iterable<Subject> {
    const known = deployedServers(servers).filter(
      ({ version, library }) => version.kind !== 'unknown' && !OTHERS.includes(library),
    );
    // Several servers of one build share a line.
    for (const server of new Map(known.map((one) => [JSON.stringify(one.version), one])).values())
      yield { server, dependencies };
  },

  judge({ server, dependencies }: Subject) {
    const { version } = server;
    if (version.kind !== 'newest' || version.at === undefined || version.heldBackBy !== undefined) return undefined;
    const { ecosystem, name } = packageOf(server.library);
    // Today's build is broken already, and the cure for that is the same bound.
    if (hasUpperBound(ecosystem, version.specifier) || isBrokenToday(server, name, version.version)) return undefined;
    const next = `<${Number(/\d+/.exec(version.version)?.[0] ?? 0) + 1}`;
    const put = ecosystem === 'pypi' ? next : `^${version.version}`;
    return {
      message: `The requirement ${version.from} has no upper bound: a build installs \`${name}\` ${version.version} today and whatever is newest later.`,
      at: version.at,
      remedy:
        ecosystem === 'pypi'
          ? `Add the bound \`${put}\` to the requirement, or build from a lock file.`
          : `Write \`${put}\`, or build from a lock file.`,
      ...optional('fix', fixOf(ecosystem, version.asked, put, dependencies)),
    };
  },
});

function isBrokenToday({ imported }: Server, name: string, version: string): boolean {
  const line = name === 'mcp' || name === 'fastmcp' ? lineOf(name, version) : undefined;
  return line !== undefined && goneImport(line, imported.module, imported.name) !== undefined;
}

/** Today's build stays as it is; but tools that hold a lock file against its manifest then ask for a new one. */
function fixOf(
  ecosystem: Ecosystem,
  asked: readonly Requirement[],
  put: string,
  dependencies: Dependencies,
): Fix | undefined {
  const requirement = asked.find(({ constraint }) => constraint !== true);
  if (requirement === undefined) return undefined;
  const edits = ecosystem === 'pypi' ? bounded(requirement, put) : respecified(ecosystem, requirement, put);
  if (edits === undefined) return undefined;
  const what = ecosystem === 'pypi' ? `Add the bound \`${put}\` to` : `Write \`${put}\` for`;
  const renew = renewalAfter(edits, dependencies);
  return {
    title: `${what} \`${requirement.name}\`${renew}`,
    safety: renew === '' ? 'safe' : 'review',
    edits,
  };
}
