/** The lines of a function that makes a server with one tool, for both versions of the SDK. */
export const MAKE_SERVER = [
  'function makeServer() {',
  "  const server = new McpServer({ name: 'tides', version: '1.0.0' });",
  "  server.registerTool('tide', { description: 'When the next high tide comes' }, async () => ({ content: [{ type: 'text', text: '14:20' }] }));",
  '  return server;',
  '}',
  '',
];
