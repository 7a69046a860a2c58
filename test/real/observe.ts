import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { attend } from './attend.ts';
import type { Deployment } from './deployment.ts';
import { build } from './environment.ts';
import { initialize, initializeAnew } from './initialize.ts';
import type { Observed } from './symptoms.ts';

/** Imports of a large SDK take seconds on a busy machine. */
const PATIENCE = 60_000;

/** All that is ever installed: what a fixture invents is not asked for at a registry. */
const INSTALLED = new Set(
  (
    'bedrock-agentcore beautifulsoup4 boto3 click fastapi fastapi-mcp fastmcp gunicorn httpx mcp pandas pillow pydantic ' +
    'python-dotenv pyyaml requests starlette strands-agents typer uvicorn'
  ).split(' '),
);

const observedBefore = new Map<string, Promise<Observed>>();

/** Builds a server as of a day, starts it, and asks it as AgentCore does. The same server is not started twice. */
export function observe(deployment: Deployment, before: string): Promise<Observed> {
  const { root, requirements, command, folder, environment } = deployment;
  const said = JSON.stringify([command, folder, environment]).replaceAll(root, '');
  const key = [before, ...requirements, said, textOf(root)].join('\n');
  const observed = observedBefore.get(key) ?? observeAnew(deployment, before);
  observedBefore.set(key, observed);
  return observed;
}

/** Every file of a folder, in one text. */
function textOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return paths.map((path) => `${relative(folder, path)}\n${readFileSync(path, 'utf8')}`).join('\n');
}

async function observeAnew(deployment: Deployment, before: string): Promise<Observed> {
  const { requirements, command, folder, environment } = deployment;
  for (const line of requirements) {
    const name = /^[\w.-]+/.exec(line)?.[0] ?? line;
    if (!INSTALLED.has(name)) throw new Error(`\`${name}\` is not installed here: leave the case out, or list it.`);
  }
  const built = await build({ requirements, before });
  if (!built.ok) return { kind: 'not-built', because: built.because };
  const { bin, versions } = built.environment;
  const path = [bin, '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  const seen = await attend({
    command,
    folder,
    environment: { PATH: path, HOME: folder, LANG: 'C.UTF-8', ...environment },
    requests: [initialize, initializeAnew],
    patience: PATIENCE,
  });
  return { kind: 'seen', seen, versions };
}
