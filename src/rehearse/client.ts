import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { withoutSecretText } from '../domain/secret/secret-text.ts';
import type { ClientSession } from '../model/rehearsal.ts';
import type { Json } from '../model/json.ts';
import { version } from '../version.ts';

/** Some errors list all that is wrong with a message, over many lines. */
const LONGEST = 300;

/** How the client sends its requests; whoever gives one decides what goes with them and what a redirect leads to. */
export type FetchLike = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** Goes through one session as the official SDK's client does: handshake, tools, and one call where a tool is named. */
export async function clientSession(
  url: string,
  tool: { readonly name: string; readonly arguments: Json } | undefined,
  limitMs: number,
  fetch?: FetchLike,
): Promise<ClientSession> {
  const client = new Client({ name: 'agentcore-doctor', version });
  const transport = new StreamableHTTPClientTransport(new URL(url), fetch === undefined ? {} : { fetch });
  const limit = { timeout: limitMs };
  let session: ClientSession = {};
  let step: 'initialize' | 'tools/list' | 'tools/call' = 'initialize';
  try {
    // The SDK's own types disagree about optional members under `exactOptionalPropertyTypes`.
    await client.connect(transport as Parameters<Client['connect']>[0], limit);
    const info = client.getServerVersion();
    session = {
      ...(info === undefined ? {} : { server: { name: info.name, version: info.version } }),
      ...(transport.protocolVersion === undefined ? {} : { protocol: transport.protocolVersion }),
    };
    step = 'tools/list';
    if (client.getServerCapabilities()?.tools !== undefined) {
      const { tools } = await client.listTools({}, limit);
      session = { ...session, tools: tools.map(({ name }) => ({ name })) };
    }
    if (tool !== undefined) {
      step = 'tools/call';
      // A tool's arguments are an object; the server says so when they are not.
      const given = tool.arguments as Record<string, unknown>;
      const answer = await client.callTool({ name: tool.name, arguments: given }, undefined, limit);
      session = {
        ...session,
        call: { tool: tool.name, isError: answer.isError === true, content: answer.content as Json },
      };
    }
    return session;
  } catch (error) {
    const told = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
    // Half of a secret no longer looks like one.
    const message = withoutSecretText(told).slice(0, LONGEST);
    return { ...session, failure: { step, message } };
  } finally {
    await client.close().catch(() => undefined);
  }
}
