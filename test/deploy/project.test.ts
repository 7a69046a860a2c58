import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonDeployReport } from '../../src/report/deployed.ts';
import { run } from '../account/look.ts';
import { ACCOUNT } from '../emulators/aws.ts';
import { type WholeAws, wholeAws } from '../stand-ins/aws.ts';
import { unpack } from '../stand-ins/agentcore/unpack.ts';
import { folderWith } from '../support/run.ts';

// A user's own project, built and shipped as it is.

const YES = ['--yes', '--account', ACCOUNT];
let aws: WholeAws | undefined;
let environment: { readonly [name: string]: string };

beforeEach(async (context) => {
  aws ??= await wholeAws(context, { startLimitMs: 10_000 });
  const { HOME = '', NODE_EXTRA_CA_CERTS = '', SSL_CERT_FILE = '' } = process.env;
  const trust = { NODE_EXTRA_CA_CERTS, SSL_CERT_FILE };
  const certificates = Object.fromEntries(Object.entries(trust).filter(([, value]) => value !== ''));
  environment = {
    ...aws.environment,
    ...certificates,
    HOME,
    XDG_STATE_HOME: folderWith({}),
    XDG_CACHE_HOME: folderWith({}),
  };
}, 120_000);

const NODE_PROJECT = {
  'package.json': JSON.stringify({
    name: 'tides',
    type: 'module',
    dependencies: { '@modelcontextprotocol/sdk': '1.29.0' },
  }),
  '.env': 'API_KEY=of-nobody-s-business',
  '.envrc': 'export API_KEY=of-nobody-s-business',
  '.netrc': 'machine a.example login me password of-nobody-s-business',
  '.aws/credentials': '[default]',
  'server.js': `import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

createServer(async (request, response) => {
  const server = new McpServer({ name: 'tides', version: '1.0.0' });
  server.registerTool('high_water', { description: 'When high water is' }, () => ({
    content: [{ type: 'text', text: 'noon' }],
  }));
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  response.on('close', () => void transport.close());
  await server.connect(transport);
  await transport.handleRequest(request, response);
}).listen(Number(process.env.PORT ?? 8000), '0.0.0.0');
`,
};

const PYTHON_PROJECT = {
  'requirements.txt': 'fastmcp==3.4.2\n',
  'server.py': `from fastmcp import FastMCP

mcp = FastMCP("tides")

if __name__ == "__main__":
    mcp.run(transport="http", host="0.0.0.0", port=8000, stateless_http=True)
`,
};

describe('a project', { timeout: 300_000 }, () => {
  it('for Node.js is built, shipped without what is private, and answers', async () => {
    const words = ['deploy', '--project', folderWith(NODE_PROJECT), '--name', 'tides', '--auth', 'iam', ...YES];
    const { code, out, err } = await run([...words, '--format', 'json'], environment);
    if (code !== 0) throw new Error(`ended with ${code}: ${err}${out}`);
    const { deployed }: JsonDeployReport = JSON.parse(out);
    expect(deployed?.proof).toMatchObject({ state: 'works', tools: ['high_water'] });
    const files = filesIn(await archiveOf(deployed?.bucket ?? ''));
    expect(files).toContain('server.js');
    for (const name of ['.env', '.envrc', '.netrc', '.aws']) expect(files).not.toContain(name);
  });

  it('for Python has packages for ARM in it', async () => {
    const words = [
      'deploy',
      '--project',
      folderWith(PYTHON_PROJECT),
      '--name',
      'python_tides',
      '--auth',
      'iam',
      ...YES,
    ];
    const { code, out, err } = await run([...words, '--format', 'json'], environment);
    // On this machine nothing of it can be started: its machine code is for another processor.
    expect([0, 1, 3], `${err}${out}`).toContain(code);
    const { deployed }: JsonDeployReport = JSON.parse(out);
    const files = filesIn(await archiveOf(deployed?.bucket ?? ''));
    expect(files).toContain('server.py');
    const native = files.filter((name) => name.endsWith('.so'));
    expect(native.length).toBeGreaterThan(0);
    expect(native.filter((name) => !/aarch64|abi3/.test(name))).toEqual([]);
  });

  it('is not built without a yes', async () => {
    const { code, err } = await run(['deploy', '--project', folderWith(NODE_PROJECT), '--name', 'tides'], environment);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('with its own scripts') });
  });

  it('that is started with arguments is not shipped as an archive', async () => {
    const files = { ...PYTHON_PROJECT, Dockerfile: 'FROM python:3.13\nCMD ["fastmcp", "run", "server.py"]\n' };
    const words = ['deploy', '--project', folderWith(files), '--name', 'tides', ...YES];
    expect(await run(words, environment)).toMatchObject({ code: 2, err: expect.stringContaining('starts one file') });
  });
});

/** The newest archive of a bucket. */
async function archiveOf(Bucket: string): Promise<Buffer> {
  const { GetObjectCommand, ListObjectsV2Command, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client({
    endpoint: environment['AWS_ENDPOINT_URL'] ?? '',
    region: environment['AWS_REGION'] ?? '',
    forcePathStyle: true,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' },
  });
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: Contents.at(-1)?.Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

function filesIn(archive: Buffer): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'agentcore-doctor-unpacked-'));
  unpack(archive, folder);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}
