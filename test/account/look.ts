import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { JsonFinding, JsonReport } from '../../src/report/json.ts';
import { folderWith } from '../support/run.ts';

// The built program looks at an account that an emulator plays, as it would at AWS: over HTTP, with the SDK's clients.

/** What the program said of an account. */
export interface Look {
  readonly code: number | null;
  readonly report: JsonReport;
  readonly err: string;
}

/** Runs `doctor` on a project with the variables that send it to an emulator. */
export async function lookAt(
  files: { readonly [path: string]: string },
  environment: { readonly [name: string]: string },
  words: readonly string[] = [],
): Promise<Look> {
  const root = folderWith(files);
  const { code, out, err } = await run([root, '--format', 'json', ...words], environment);
  return { code, report: JSON.parse(out), err };
}

/** Runs the built program with nothing of this machine's environment but its path. */
export async function run(
  words: readonly string[],
  environment: { readonly [name: string]: string },
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, ['dist/bin.cjs', ...words], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

/** What one check found, in its sentences; `undefined` where it was not asked. */
export function foundBy(check: string, { report }: Look): readonly string[] | undefined {
  return outcomeOf(check, { report })?.findings.map(({ message }: JsonFinding) => message);
}

/** What became of one check. */
export function statusOf(check: string, look: Pick<Look, 'report'>): string | undefined {
  return outcomeOf(check, look)?.status;
}

function outcomeOf(check: string, { report }: Pick<Look, 'report'>): JsonReport['outcomes'][number] | undefined {
  return report.outcomes.find((outcome) => outcome.check === check);
}

/** A manifest of the toolkit with one agent. */
export function manifestWith(members: {
  readonly role?: string;
  readonly image?: string;
  readonly arn?: string;
}): string {
  const { role, image, arn } = members;
  return `default_agent: weather
agents:
  weather:
    name: weather
    entrypoint: server.py
    deployment_type: container
    platform: linux/arm64
    aws:
      account: '111122223333'
      region: eu-west-1
${role === undefined ? '' : `      execution_role: ${role}\n`}${image === undefined ? '' : `      ecr_repository: ${image}\n`}      protocol_configuration:
        server_protocol: MCP
${arn === undefined ? '' : `    bedrock_agentcore:\n      agent_arn: ${arn}\n`}    memory:
      mode: NO_MEMORY
`;
}

/** A server that is right, so that only the account is spoken of. */
export const SERVER = `from fastmcp import FastMCP

mcp = FastMCP("weather")

if __name__ == "__main__":
    mcp.run(transport="http", host="0.0.0.0", port=8000, stateless_http=True)
`;
