import { deployedServers } from '../src/domain/server/deployed.ts';
import { missingImports, type MissingImport } from '../src/domain/dependency/missing-imports.ts';
import { buildOfServer } from '../src/domain/dependency/server-build.ts';
import { defineCheck } from '../src/model/check.ts';

/** A package that is missing, or a server of which none is. */
interface Subject {
  readonly missing: MissingImport | undefined;
  /** The file that names what is installed, and the lock file made of it. */
  readonly manifest: string | undefined;
  readonly lock: string | undefined;
}

export default defineCheck({
  id: 'dependency-missing',
  title: 'The server imports a package that its build does not install',
  severity: 'error',
  why: 'The image is built and the runtime becomes READY, but the process ends with an import error as soon as it starts.',
  remedy: 'Name the package in the dependency file that the build installs.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html'],
  fix: 'none',
  needs: ['servers', 'dependencies', 'images', 'agents', 'project'],

  *subjects(facts) {
    const said = new Set<string>();
    for (const server of deployedServers(facts.servers)) {
      const built = buildOfServer(server, facts);
      const missing = missingImports(server, built, facts.project.files);
      if (missing === undefined) continue;
      const files = { manifest: built.build.files[0]?.path, lock: built.build.locks[0]?.path };
      if (missing.length === 0) yield { missing: undefined, ...files };
      for (const one of missing) {
        const key = JSON.stringify([one.distribution, files]);
        if (!said.has(key)) yield { missing: one, ...files };
        said.add(key);
      }
    }
  },

  judge({ missing, manifest, lock }: Subject) {
    if (missing === undefined) return undefined;
    const { site, distribution, requirement, instead } = missing;
    return {
      message: `The server imports \`${site.module}\`, but its build installs no \`${distribution}\`${instead === undefined ? '' : `: ${instead}`}.`,
      at: site.at,
      remedy: `Add \`${requirement}\` to ${manifest === undefined ? 'what the Dockerfile installs' : `\`${manifest}\``}${lock === undefined ? '' : `, and renew \`${lock}\``}.`,
    };
  },
});
