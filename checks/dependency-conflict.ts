import { deployedServers } from '../src/domain/server/deployed.ts';
import { type Conflict, conflictsOf } from '../src/domain/dependency/dependency-conflicts.ts';
import { spelt } from '../src/domain/dependency/resolve-version.ts';
import { buildOfServer } from '../src/domain/dependency/server-build.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'dependency-conflict',
  title: 'Packages of the build do not go together',
  severity: 'error',
  why: 'Either the installation stops with a conflict, or the image builds and the server ends with an import error when it starts.',
  remedy: 'Choose versions that fit each other.',
  references: [
    'https://github.com/modelcontextprotocol/python-sdk/releases/tag/v2.0.0',
    'https://gofastmcp.com/development/releases',
  ],
  fix: 'none',
  needs: ['servers', 'dependencies', 'images', 'agents'],

  *subjects(facts) {
    const said = new Set<string>();
    for (const server of deployedServers(facts.servers)) {
      const conflicts = conflictsOf(buildOfServer(server, facts), facts.dependencies);
      if (conflicts?.length === 0) yield undefined;
      for (const conflict of conflicts ?? []) {
        // Several servers of one build share its files.
        const key = JSON.stringify(conflict);
        if (!said.has(key)) yield conflict;
        said.add(key);
      }
    }
  },

  judge(conflict: Conflict | undefined) {
    if (conflict === undefined) return undefined;
    if (conflict.kind === 'apart') {
      const { one, other, bound } = conflict;
      return {
        message: `${spelt(one)} and ${spelt(other)} of ${one.at.path} cannot be installed together: ${bound}.`,
        at: one.at,
        related: [{ ...other.at, label: 'the other requirement' }],
      };
    }
    const { name, version, from, at, beside, besideVersion, breakage, fixedIn, sure } = conflict;
    return {
      message: `\`${name}\` ${version} (${from}) does not import with \`${beside}\` ${besideVersion}, which a build installs today: \`${breakage.error}\`.`,
      at,
      remedy: `${fixedIn === undefined ? 'Add' : `Take \`${name}\` ${fixedIn} or newer, or add`} \`${beside}${breakage.specifier}\`${fixedIn === undefined ? ' beside it' : ''}.`,
      ...(sure ? {} : { severity: 'warning' as const }),
    };
  },
});
