import { deployedServers } from '../src/domain/server/deployed.ts';
import { lifespanFix } from '../src/domain/python/python-lifespan-fix.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Mount, Server } from '../src/model/server.ts';

interface Subject {
  readonly mount: Mount;
  readonly server: Server;
}

export default defineCheck({
  id: 'lifespan-missing',
  title: 'The mounted MCP app is never started',
  severity: 'error',
  why: 'The session manager starts in the lifespan of the MCP app, and a mounted app has none of its own: every request ends in 500, "Task group is not initialized".',
  remedy: 'Give the outer application the lifespan of the MCP app: `FastAPI(lifespan=mcp_app.lifespan)`.',
  references: [
    'https://gofastmcp.com/deployment/http',
    'https://github.com/modelcontextprotocol/python-sdk#mounting-to-an-existing-asgi-server',
  ],
  fix: 'safe',
  needs: ['servers'],

  subjects: ({ servers }): Iterable<Subject> =>
    deployedServers(servers).flatMap((server) => server.mounts.map((mount) => ({ mount, server }))),

  judge({ mount, server }: Subject) {
    const { at, appAt, lifespan } = mount;
    if (lifespan === 'passed') return undefined;
    if (lifespan === 'unclear')
      return { unclear: 'Whether the lifespan of the mounted app is run cannot be followed.', at };
    // The lifespan of one app leaves those of the others out.
    const fix = mount.alone ? lifespanFix(mount, server) : undefined;
    return {
      message: 'The application that mounts the MCP app does not run its lifespan.',
      at,
      related: [{ ...appAt, label: 'the MCP app' }],
      ...(fix === undefined ? {} : { fix }),
    };
  },
});
