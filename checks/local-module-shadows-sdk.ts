import { deployedServers } from '../src/domain/server/deployed.ts';
import { joinPath } from '../src/domain/paths.ts';
import { headOf } from '../src/domain/text.ts';
import { defineCheck } from '../src/model/check.ts';
import type { ImportSite, Server } from '../src/model/server.ts';

/** An import of an SDK, and the folder that Python searches before the installed packages. */
interface Subject {
  readonly server: Server;
  readonly site: ImportSite;
  readonly package: string;
  /** The project's own file that is imported in its place. */
  readonly own: string | undefined;
}

export default defineCheck({
  id: 'local-module-shadows-sdk',
  title: "A module of the project hides the SDK's package",
  severity: 'error',
  why: 'Python looks beside the started script, or in the working directory for `-m`, before it looks at installed packages: the import finds the project and not the SDK, and the process ends with an import error.',
  remedy: 'Give the file or folder of the project another name than `mcp` and `fastmcp`.',
  references: [
    'https://docs.python.org/3/library/sys_path_init.html',
    'https://docs.python.org/3/tutorial/modules.html#the-module-search-path',
  ],
  fix: 'none',
  needs: ['project', 'servers'],

  *subjects({ project, servers }): Iterable<Subject> {
    const files = new Set(project.files);
    for (const server of deployedServers(servers)) {
      const { searched } = server;
      if (server.language !== 'python' || searched === undefined) continue;
      for (const name of ['mcp', 'fastmcp']) {
        const site = server.imports.find(({ module }) => module === name || module.startsWith(`${name}.`));
        // A folder without `__init__.py` gives way to an installed package.
        const own = [`${name}/__init__.py`, `${name}.py`]
          .map((file) => joinPath(searched, file))
          .find((path) => path !== undefined && files.has(path));
        if (site !== undefined) yield { server, site, package: name, own };
      }
    }
  },

  judge({ site, package: name, own }) {
    if (own === undefined) return undefined;
    return {
      message: `\`${site.module}\` is looked for in \`${own}\`, which hides the installed package \`${name}\`.`,
      at: site.at,
      related: [{ ...headOf(own), label: 'what is imported instead' }],
    };
  },
});
