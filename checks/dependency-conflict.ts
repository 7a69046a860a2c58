import { deployedServers } from '../src/domain/server/deployed.ts';
import { conflictFixes } from '../src/domain/dependency/conflict-fixes.ts';
import { type Conflict, conflictsOf } from '../src/domain/dependency/dependency-conflicts.ts';
import { spelt } from '../src/domain/dependency/resolve-version.ts';
import { buildOfServer } from '../src/domain/dependency/server-build.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';

interface Subject {
  readonly conflict: Conflict | undefined;
  readonly fix?: Fix;
}

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
  fix: 'review',
  needs: ['servers', 'dependencies', 'images', 'agents'],

  *subjects(facts): Iterable<Subject> {
    const said = new Set<string>();
    for (const server of deployedServers(facts.servers)) {
      const built = buildOfServer(server, facts);
      const conflicts = conflictsOf(built, facts.dependencies);
      if (conflicts?.length === 0) yield { conflict: undefined };
      for (const conflict of conflicts ?? []) {
        // Several servers of one build share its files.
        const key = JSON.stringify(conflict);
        if (!said.has(key))
          yield { conflict, ...optional('fix', conflictFixes(conflict, server, built, facts.dependencies)) };
        said.add(key);
      }
    }
  },

  judge({ conflict, fix }: Subject) {
    if (conflict === undefined) return undefined;
    if (conflict.kind === 'apart') {
      const { one, other, needs } = conflict;
      const bound = `\`${one.name}\` ${needs.version} needs \`${other.name}${needs.specifier}\``;
      return {
        message: `${spelt(one)} and ${spelt(other)} of ${one.at.path} cannot be installed together: ${bound}.`,
        at: one.at,
        related: [{ ...other.at, label: 'the other requirement' }],
        ...optional('fix', fix),
      };
    }
    const { name, version, from, at, beside, besideVersion, breakage, fixedIn, sure } = conflict;
    return {
      message: `\`${name}\` ${version} (${from}) does not import with \`${beside}\` ${besideVersion}, which a build installs today: \`${breakage.error}\`.`,
      at,
      remedy: `Add \`${beside}${breakage.specifier}\` beside it${fixedIn === undefined ? '' : `, or take \`${name}\` ${fixedIn} or newer`}.`,
      ...optional('fix', fix),
      ...(sure ? {} : { severity: 'warning' as const }),
    };
  },
});
