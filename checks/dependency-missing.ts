import { deployedServers } from '../src/domain/server/deployed.ts';
import { missingImports, type MissingImport } from '../src/domain/dependency/missing-imports.ts';
import { renewalAfter } from '../src/domain/dependency/lock-beside.ts';
import { addition } from '../src/domain/dependency/requirement-addition.ts';
import { buildOfServer, type ServerBuild } from '../src/domain/dependency/server-build.ts';
import type { Dependencies } from '../src/model/dependency.ts';
import { defineCheck } from '../src/model/check.ts';

/** A package that is missing, or a server of which none is. */
interface Subject {
  readonly missing: MissingImport | undefined;
  readonly built: ServerBuild;
  readonly dependencies: Dependencies;
}

export default defineCheck({
  id: 'dependency-missing',
  title: 'The server imports a package that its build does not install',
  severity: 'error',
  why: 'The image is built and the runtime becomes READY, but the process ends with an import error as soon as it starts.',
  remedy: 'Name the package in the dependency file that the build installs.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html'],
  fix: 'review',
  needs: ['servers', 'dependencies', 'images', 'agents', 'project'],

  *subjects(facts): Iterable<Subject> {
    const { dependencies } = facts;
    const said = new Set<string>();
    for (const server of deployedServers(facts.servers)) {
      const built = buildOfServer(server, facts);
      const missing = missingImports(server, built, facts.project.files);
      if (missing === undefined) continue;
      if (missing.length === 0) yield { missing: undefined, built, dependencies };
      for (const one of missing) {
        const key = JSON.stringify([one.distribution, ...filesOf(built)]);
        if (!said.has(key)) yield { missing: one, built, dependencies };
        said.add(key);
      }
    }
  },

  judge({ missing, built, dependencies }: Subject) {
    if (missing === undefined) return undefined;
    const { site, distribution, specifier, instead } = missing;
    const wanted = `\`${distribution}${specifier}\``;
    const added = addition(built.build, built.ecosystem, { name: distribution, specifier });
    const [manifest, lock] = filesOf(built);
    const path = built.build.files.length === 0 ? undefined : (added?.path ?? manifest);
    const where = path === undefined ? 'what the Dockerfile installs' : `\`${path}\``;
    return {
      message: `The server imports \`${site.module}\`, but its build installs no \`${distribution}\`${instead === undefined ? '' : `: ${instead}`}.`,
      at: site.at,
      remedy: `Add ${wanted} to ${where}${lock === undefined ? '' : `, and renew \`${lock}\``}.`,
      ...(added === undefined
        ? {}
        : {
            fix: {
              title: `Add ${wanted} to ${where}${renewalAfter(added.edits, dependencies)}`,
              safety: 'review',
              edits: added.edits,
            },
          }),
    };
  },
});

/** The file that names what is installed, and the lock file made of it. */
function filesOf({ build }: ServerBuild): readonly [string | undefined, string | undefined] {
  return [build.files[0]?.path, build.locks[0]?.path];
}
