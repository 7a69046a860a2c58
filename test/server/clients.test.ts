import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finding } from '../stand-ins/bedrock/findings.ts';
import { type Bedrock, openBedrock } from '../stand-ins/bedrock/stand-in.ts';
import { call, connect } from './client.ts';
import { startServer, type Started } from './start.ts';

const TOOLS = ['validate_content', 'list_guardrails', 'get_guardrail_info', 'rewrite_response'];
const CALLS: readonly (readonly [tool: string, given: Record<string, unknown>])[] = [
  ['validate_content', { guardrail_id: 'tides1', content: 'High water is at noon.' }],
  ['list_guardrails', { with_policies: true }],
  ['get_guardrail_info', { guardrail_id: 'tides1' }],
  ['rewrite_response', { user_query: 'When?', llm_response: 'High water is at nine.', guardrail_id: 'tides1' }],
];

let bedrock: Bedrock;
let server: Started;

beforeAll(async () => {
  bedrock = await openBedrock();
  bedrock.guardrail({ id: 'tides1', name: 'tides', policies: ['arn:of:policy'] });
  bedrock.finds((text) => [finding(text.includes('noon') ? 'valid' : 'invalid', text)]);
  bedrock.says(() => 'High water is at noon.');
  server = await startServer(bedrock.url, { BEDROCK_MODEL_ID: 'anthropic.claude-test' });
});
afterAll(() => bedrock.close());

function schemaOf(
  tools: readonly { readonly name: string; readonly outputSchema?: object | undefined }[],
  name: string,
): object {
  return tools.find((tool) => tool.name === name)?.outputSchema ?? {};
}

describe('the official clients', () => {
  it.each(['2025', '2026'] as const)('of 2.x list and call all tools in the protocol of %s', async (era) => {
    const client = await connect(server.url, era);
    expect(client.getServerVersion()).toMatchObject({ name: 'bedrock-arc-validator' });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(TOOLS);
    for (const [name, given] of CALLS) {
      const { isError, structured, text } = await call(client, name, given);
      expect({ name, isError, text }).toMatchObject({ isError: false, text: expect.stringMatching(/\S/) });
      const validate = new Ajv2020({ strict: false }).compile(schemaOf(tools, name));
      expect({ name, fits: validate(structured), errors: validate.errors }).toEqual({ name, fits: true, errors: null });
    }
  });

  it('of 1.x list and call all tools', async () => {
    const client = new OlderClient({ name: 'tester', version: '1.0.0' });
    const transport = new StreamableHTTPClientTransport(new URL(server.url));
    // The SDK's own types disagree about optional members under `exactOptionalPropertyTypes`.
    await client.connect(transport as Parameters<OlderClient['connect']>[0]);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(TOOLS);
    for (const [name, given] of CALLS)
      expect(await client.callTool({ name, arguments: given })).not.toHaveProperty('isError');
    await client.close();
  });

  it.each(['2025-03-26', '2025-06-18', '2025-11-25'])('may ask for %s', async (version) => {
    const params = { protocolVersion: version, capabilities: {}, clientInfo: { name: 'tester', version: '1' } };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const answer = await fetch(server.url, { method: 'POST', headers, body });
    expect(await answer.text()).toContain(`"protocolVersion":"${version}"`);
    expect(answer.headers.get('mcp-session-id')).toBeNull();
  });
});
