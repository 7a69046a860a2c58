import { deployedServers } from '../src/domain/server/deployed.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Mount } from '../src/model/server.ts';

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
  fix: 'none',
  needs: ['servers'],

  subjects: ({ servers }) => deployedServers(servers).flatMap(({ mounts }) => mounts),

  judge({ at, appAt, lifespan }: Mount) {
    if (lifespan === 'passed') return undefined;
    if (lifespan === 'unclear')
      return { unclear: 'Whether the lifespan of the mounted app is run cannot be followed.', at };
    return {
      message: 'The application that mounts the MCP app does not run its lifespan.',
      at,
      related: [{ ...appAt, label: 'the MCP app' }],
    };
  },
});
