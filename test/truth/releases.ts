import type { Release } from './cell.ts';

/** Everything that exists today. */
const NOW = '2026-11-25';

/** The releases of Python, each with the packages of its own time (days of release: PyPI, verified 2026-11-25). */
const python: readonly Release[] = [
  mcp('1.9.0', '2025-05-17'),
  mcp('1.12.2', '2025-07-26'),
  mcp('1.12.3', '2025-08-02'),
  mcp('1.22.0', '2025-11-22'),
  mcp('1.23.0', '2025-12-04'),
  mcp('1.25.0', '2025-12-21'),
  mcp('1.30.0', NOW),
  mcp('2.0.0', '2026-07-30'),
  mcp('2.3.0', NOW),
  fastmcp('2.3.5', '2025-05-22'),
  fastmcp('2.8.1', '2025-06-17'),
  fastmcp('2.9.2', '2025-06-28'),
  fastmcp('2.10.6', '2025-07-21'),
  fastmcp('2.12.0', '2025-09-02'),
  fastmcp('2.14.7', '2026-04-15'),
  fastmcp('3.0.2', '2026-02-24'),
  fastmcp('3.4.3', '2026-07-07'),
  fastmcp('3.4.11', NOW),
  fastmcp('4.2.3', NOW),
];

/** The releases of JavaScript, each with the packages of its own time (days of release: npm, verified 2026-11-25). */
const javascript: readonly Release[] = [
  npm('@modelcontextprotocol/sdk', '1.25.0', '2025-12-18', ['express@5.1.0']),
  npm('@modelcontextprotocol/sdk', '1.26.0', '2026-02-07', ['express@5.1.0']),
  npm('@modelcontextprotocol/sdk', '1.32.2', NOW, ['express@5.1.0']),
  npm('@modelcontextprotocol/server', '2.4.0', NOW, [
    '@modelcontextprotocol/node@2.1.2',
    '@modelcontextprotocol/express@2.0.2',
    'express@5.1.0',
  ]),
  npm('npm-fastmcp', '4.20.16', NOW, []),
];

/** Every release of the matrix. */
export const releases: readonly Release[] = [...python, ...javascript];

function npm(library: string, version: string, before: string, beside: readonly string[]): Release {
  const requirements = [`${library.replace('npm-', '')}@${version}`, ...beside];
  return { library, version, language: 'javascript', requirements, before };
}

function mcp(version: string, before: string): Release {
  // Its command `mcp` wants the extra.
  return { library: 'mcp', version, language: 'python', requirements: [`mcp[cli]==${version}`, 'uvicorn'], before };
}

function fastmcp(version: string, before: string): Release {
  return { library: 'fastmcp', version, language: 'python', requirements: [`fastmcp==${version}`, 'uvicorn'], before };
}
