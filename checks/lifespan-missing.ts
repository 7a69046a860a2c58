import { deployedServers } from '../src/domain/server/deployed.ts';
import { lifespanFix } from '../src/domain/python/python-lifespan-fix.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Mount, Server } from '../src/model/server.ts';

interface Subject {
  readonly mount: Mount;
  readonly server: Server;
  /** How many apps the outer application mounts: a lifespan of one leaves the others out. */
  readonly mounted: number;
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

  subjects({ servers }): Iterable<Subject> {
    const all = deployedServers(servers).flatMap((server) => server.mounts.map((mount) => ({ mount, server })));
    return all.map((one) => ({ ...one, mounted: all.filter(({ mount }) => isBeside(mount, one.mount)).length }));
  },

  judge({ mount, server, mounted }: Subject) {
    const { at, appAt, lifespan } = mount;
    if (lifespan === 'passed') return undefined;
    if (lifespan === 'unclear')
      return { unclear: 'Whether the lifespan of the mounted app is run cannot be followed.', at };
    const fix = mounted === 1 ? lifespanFix(mount, server) : undefined;
    return {
      message: 'The application that mounts the MCP app does not run its lifespan.',
      at,
      related: [{ ...appAt, label: 'the MCP app' }],
      ...(fix === undefined ? {} : { fix }),
    };
  },
});

function isBeside({ outer }: Mount, { outer: other }: Mount): boolean {
  return JSON.stringify(outer?.at) === JSON.stringify(other?.at);
}
