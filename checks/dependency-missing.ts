import { deployedServers } from '../src/domain/deployed.ts';
import { missingImports, type MissingImport } from '../src/domain/missing-imports.ts';
import { buildOfServer } from '../src/domain/server-build.ts';
import { defineCheck } from '../src/model/check.ts';

/** A package that is missing, or a server of which none is. */
interface Subject {
  readonly missing: MissingImport | undefined;
  /** The files that the build reads; what is not in them comes from `RUN` lines. */
  readonly files: readonly string[];
}

export default defineCheck({
  id: 'dependency-missing',
  title: 'The server imports a package that its build does not install',
  severity: 'error',
  why: 'The image is built and the runtime becomes READY, but the process ends with an import error as soon as it starts.',
  remedy: 'Name the package in the dependency file that the build installs.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html'],
  fix: 'none',
  needs: ['servers', 'dependencies', 'images', 'agents'],

  *subjects(facts) {
    const said = new Set<string>();
    for (const server of deployedServers(facts.servers)) {
      const built = buildOfServer(server, facts);
      const missing = missingImports(server, built);
      if (missing === undefined) continue;
      const files = [...built.build.locks, ...built.build.files].map(({ path }) => path);
      if (missing.length === 0) yield { missing: undefined, files };
      for (const one of missing) {
        const key = JSON.stringify([one.distribution, files]);
        if (!said.has(key)) yield { missing: one, files };
        said.add(key);
      }
    }
  },

  judge({ missing, files: [first = 'the Dockerfile'] }: Subject) {
    if (missing === undefined) return undefined;
    const { site, distribution, instead } = missing;
    return {
      message: `The server imports \`${site.module}\`, but its build installs no \`${distribution}\`${instead === undefined ? '' : `: ${instead}`}.`,
      at: site.at,
      remedy: `Add \`${missing.requirement}\` to ${first === 'the Dockerfile' ? first : `\`${first}\``}.`,
    };
  },
});
