/** Projects that are rehearsed: the text of each file by its path. */
export type Files = Readonly<Record<string, string>>;

/** A server in Python that is right, with its requirements and its image. */
export const python: Files = {
  'requirements.txt': 'fastmcp==3.4.11\n',
  Dockerfile: [
    'FROM --platform=linux/arm64 python:3.12-slim',
    'WORKDIR /app',
    'COPY requirements.txt .',
    'RUN pip install -r requirements.txt',
    'COPY . .',
    'CMD ["python", "server.py"]',
    '',
  ].join('\n'),
  'server.py': [
    'from fastmcp import FastMCP',
    '',
    'mcp = FastMCP("tides")',
    '',
    '',
    '@mcp.tool()',
    'def tide(harbour: str) -> str:',
    '    """When the next high tide comes."""',
    '    return f"{harbour}: 14:20"',
    '',
    '',
    'if __name__ == "__main__":',
    '    mcp.run(transport="http", host="0.0.0.0", stateless_http=True)',
    '',
  ].join('\n'),
};

/** The same, which ends before it listens. */
export const endsAtOnce: Files = {
  ...python,
  'server.py': `${python['server.py'] ?? ''}`.replace('transport="http"', 'transport="htpp"'),
};

/** A server in TypeScript that has to be installed and built. */
export const typescript: Files = {
  'package.json': `${JSON.stringify(
    {
      name: 'tides',
      private: true,
      type: 'module',
      scripts: { build: 'tsc', start: 'node dist/index.js' },
      dependencies: { '@modelcontextprotocol/sdk': '1.32.2', express: '5.1.0' },
      devDependencies: { '@types/express': '5.0.3', '@types/node': '20.19.43', typescript: '5.9.3' },
    },
    undefined,
    2,
  )}\n`,
  'tsconfig.json': `${JSON.stringify({
    compilerOptions: {
      target: 'es2022',
      module: 'nodenext',
      outDir: 'dist',
      rootDir: 'src',
      strict: true,
      skipLibCheck: true,
      types: ['node'],
    },
    include: ['src'],
  })}\n`,
  Dockerfile: [
    'FROM --platform=linux/arm64 node:22-slim',
    'WORKDIR /app',
    'COPY package.json tsconfig.json ./',
    'RUN npm install',
    'COPY src src',
    'RUN npm run build',
    'CMD ["node", "dist/index.js"]',
    '',
  ].join('\n'),
  'src/index.ts': [
    "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';",
    "import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';",
    "import express, { type Request, type Response } from 'express';",
    '',
    'const app = express();',
    "app.use(express.json({ limit: '20mb' }));",
    "app.post('/mcp', async (req: Request, res: Response) => {",
    "  const server = new McpServer({ name: 'tides', version: '1.0.0' });",
    "  server.registerTool('tide', { description: 'When the next high tide comes' }, async () => ({",
    "    content: [{ type: 'text', text: '14:20' }],",
    '  }));',
    '  const transport = new StreamableHTTPServerTransport();',
    "  res.on('close', () => void transport.close());",
    '  await server.connect(transport as Parameters<McpServer["connect"]>[0]);',
    '  await transport.handleRequest(req, res, req.body);',
    '});',
    "app.listen(8000, '0.0.0.0');",
    '',
  ].join('\n'),
};

/** The same in JavaScript, for a folder that has its packages. */
export const javascript: Files = {
  'package.json': `${JSON.stringify({
    name: 'tides',
    private: true,
    type: 'module',
    dependencies: { '@modelcontextprotocol/sdk': '1.32.2', express: '5.1.0' },
  })}\n`,
  Dockerfile: [
    'FROM --platform=linux/arm64 node:22-slim',
    'WORKDIR /app',
    'COPY package.json .',
    'RUN npm install',
    'COPY . .',
    'CMD ["node", "server.js"]',
    '',
  ].join('\n'),
  'server.js': `${typescript['src/index.ts'] ?? ''}`
    .replace(', { type Request, type Response }', '')
    .replace('(req: Request, res: Response)', '(req, res)')
    .replace(' as Parameters<McpServer["connect"]>[0]', ''),
};

/** It listens, and never answers. */
export const silent: Files = {
  ...javascript,
  'server.js': "import { createServer } from 'node:net';\n\ncreateServer(() => {}).listen(8000, '0.0.0.0');\n",
};
