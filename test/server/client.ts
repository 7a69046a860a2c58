import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll } from 'vitest';

/** The handshake of 2025, or the revision of 2026 without one. */
export type Era = '2025' | '2026';

const clients: Client[] = [];
afterAll(async () => {
  for (const client of clients) await client.close();
});

/** The official client in TypeScript, connected. */
export async function connect(url: string, era: Era = '2025', headers: Record<string, string> = {}): Promise<Client> {
  const mode = era === '2025' ? 'legacy' : { pin: '2026-07-28' };
  const client = new Client({ name: 'tester', version: '1.0.0' }, { versionNegotiation: { mode } });
  clients.push(client);
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return client;
}

/** What a tool answered, as a test reads it. */
export interface Answered {
  readonly isError: boolean;
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
  readonly code: unknown;
}

/** Calls a tool. */
export async function call(
  client: Client,
  name: string,
  given: Record<string, unknown>,
  options?: Parameters<Client['callTool']>[1],
): Promise<Answered> {
  const {
    isError,
    content,
    structuredContent,
    _meta: meta,
  } = await client.callTool({ name, arguments: given }, options);
  const text = content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
  // Tools answer with objects.
  const structured = (structuredContent ?? {}) as Readonly<Record<string, unknown>>;
  return { isError: isError === true, text, structured, code: meta?.['code'] };
}
