import type { DeployAuth } from '../../model/deployment-plan.ts';

/** How a deployed server is called. */
export interface Snippet {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What a caller has to know. */
export interface CallPoint {
  readonly url: string;
  readonly arn: string;
  readonly region: string;
  readonly name: string;
  readonly auth: DeployAuth;
  readonly userPool: string | undefined;
  readonly clientId: string | undefined;
  readonly testUser: string | undefined;
}

/** Commands and code that call the server as it was deployed; none holds a secret. */
export function snippetsOf(point: CallPoint): readonly Snippet[] {
  if (point.auth.kind === 'iam') return [pythonWithCredentials(point), ...incident(point)];
  return [...tokens(point), curl(point), claude(point), typescript(point), python(point), ...incident(point)];
}

function tokens({ clientId, testUser, region, auth }: CallPoint): readonly Snippet[] {
  if (auth.kind !== 'cognito' || clientId === undefined) return [];
  const user = testUser === undefined ? '' : ` --username ${testUser}`;
  return [
    {
      title: 'A token',
      lines: [`export BEARER_TOKEN="$(agentcore-doctor token get --client-id ${clientId}${user} --region ${region})"`],
    },
  ];
}

function curl({ url }: CallPoint): Snippet {
  const body = '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}';
  return {
    title: 'curl',
    lines: [
      `curl '${url}' \\`,
      '  -H "Authorization: Bearer $BEARER_TOKEN" \\',
      "  -H 'Content-Type: application/json' \\",
      "  -H 'Accept: application/json, text/event-stream' \\",
      `  -d '${body}'`,
    ],
  };
}

function claude({ url, name }: CallPoint): Snippet {
  return {
    title: 'Claude Code',
    lines: [`claude mcp add --transport http ${name} '${url}' --header "Authorization: Bearer $BEARER_TOKEN"`],
  };
}

function typescript({ url }: CallPoint): Snippet {
  return {
    title: 'TypeScript (`@modelcontextprotocol/sdk`)',
    lines: [
      "import { Client } from '@modelcontextprotocol/sdk/client/index.js';",
      "import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';",
      '',
      `const transport = new StreamableHTTPClientTransport(new URL('${url}'), {`,
      '  requestInit: { headers: { Authorization: `Bearer ${process.env.BEARER_TOKEN}` } },',
      '});',
      "const client = new Client({ name: 'caller', version: '1.0.0' });",
      'await client.connect(transport);',
      'for (const { name } of (await client.listTools()).tools) process.stdout.write(`${name}\\n`);',
      'await client.close();',
    ],
  };
}

function python({ url }: CallPoint): Snippet {
  return {
    title: 'Python (`fastmcp`)',
    lines: [
      'import asyncio',
      'import os',
      '',
      'from fastmcp import Client',
      'from fastmcp.client.transports import StreamableHttpTransport',
      '',
      `headers = {"Authorization": f"Bearer {os.environ['BEARER_TOKEN']}"}`,
      '',
      '',
      'async def main():',
      `    async with Client(StreamableHttpTransport("${url}", headers=headers)) as client:`,
      '        print(await client.list_tools())',
      '',
      '',
      'asyncio.run(main())',
    ],
  };
}

function pythonWithCredentials({ arn, region }: CallPoint): Snippet {
  return {
    title: 'Python (`boto3`)',
    lines: [
      'import json',
      '',
      'import boto3',
      '',
      `client = boto3.client("bedrock-agentcore", region_name="${region}")`,
      'answer = client.invoke_agent_runtime(',
      `    agentRuntimeArn="${arn}",`,
      '    contentType="application/json",',
      '    accept="application/json, text/event-stream",',
      '    payload=json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}),',
      ')',
      'print(answer["response"].read().decode())',
    ],
  };
}

function incident({ arn, name, region }: CallPoint): readonly Snippet[] {
  return [
    { title: 'What it does', lines: [`agentcore-doctor logs tail ${arn}`] },
    { title: 'An end to it', lines: [`agentcore-doctor destroy --name ${name} --region ${region}`] },
  ];
}
