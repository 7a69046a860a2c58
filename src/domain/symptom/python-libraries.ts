import { FASTMCP, PYTHON_SDK_1, PYTHON_SDK_2 } from './pages.ts';
import { perhaps, surely, type Cause, type Symptom } from './symptom.ts';

// Servers that use the MCP libraries otherwise than the installed version wants it, and end before they listen. The
// messages are those of mcp 1.29.0 and 2.3.0 and of fastmcp 3.4.3 and 4.1.6, seen by running them (2026-11-25).

const importOfMcp1: Cause = {
  id: 'import-of-mcp-1',
  title: 'The code is written for `mcp` 1, and the build installs `mcp` 2',
  because: '`mcp` 2 has no module `mcp.server.fastmcp`, so the import ends the process before it listens on any port.',
  remedy:
    'Require `mcp>=1.28,<2` where the build installs it, or import `MCPServer` from `mcp.server.mcpserver` and move `host`, `port` and `stateless_http` to `run`.',
  evidence:
    'The traceback ends in `No module named` with a module of `mcp`, and the dependency file sets no upper bound.',
  check: 'sdk-import-broken',
  references: [PYTHON_SDK_2, PYTHON_SDK_1],
};

const importOfMcp2: Cause = {
  id: 'import-of-mcp-2',
  title: 'The code is written for `mcp` 2, and the build installs `mcp` 1',
  because: '`mcp` 1 calls its server class `FastMCP` and has no module `mcp.server.mcpserver`.',
  remedy: 'Require `mcp>=2,<3`, or import `FastMCP` from `mcp.server.fastmcp`.',
  evidence: 'The traceback names `mcp.server.mcpserver`, and the lock or image holds `mcp` 1.',
  check: 'sdk-import-broken',
  references: [PYTHON_SDK_2, PYTHON_SDK_1],
};

const removedApp: Cause = {
  id: 'app-method-gone',
  title: 'The code asks for the ASGI app under a name that the installed `fastmcp` has dropped',
  because: '`fastmcp` 2.14 removed `streamable_http_app` and `sse_app`; the call ends in an AttributeError.',
  remedy: 'Call `http_app(stateless_http=True)`.',
  evidence: 'The AttributeError names `FastMCP` and the method, and the import is `from fastmcp import FastMCP`.',
  check: 'sdk-import-broken',
  references: [FASTMCP],
};

const runArguments: Cause = {
  id: 'run-takes-no-settings',
  title: '`run` of this version takes no host, port or statelessness',
  because:
    'In `mcp` 1 these settings belong to the constructor, and `run` ends in a TypeError at the first one it is given.',
  remedy: 'Write `FastMCP(…, host="0.0.0.0", stateless_http=True)` and leave `run` with the transport alone.',
  evidence: 'The import is `from mcp.server.fastmcp import FastMCP`; the same call works with the package `fastmcp`.',
  check: 'argument-not-accepted',
  references: [PYTHON_SDK_1],
};

const constructorArguments: Cause = {
  id: 'constructor-takes-no-settings',
  title: 'The constructor of this version takes no host, port or statelessness',
  because: '`MCPServer` of `mcp` 2 and `FastMCP` of `fastmcp` 3 and later take them in `run`, and refuse them before.',
  remedy: 'Write `run(transport="streamable-http", host="0.0.0.0", stateless_http=True)`.',
  evidence:
    'The TypeError names the class or says "no longer accepts", and the argument is one of the server\'s settings.',
  check: 'argument-not-accepted',
  references: [PYTHON_SDK_2, FASTMCP],
};

const oldRunArguments: Cause = {
  id: 'fastmcp-before-stateless',
  title: 'This `fastmcp` is too old to take `stateless_http` in `run`',
  because: '`run` passes it on to a function that knows the argument only from `fastmcp` 2.10.2 on.',
  remedy: 'Install a newer `fastmcp` (2.14 or later), or give the argument to the constructor.',
  evidence: 'The TypeError names `run_http_async` or `run_streamable_http_async`.',
  check: 'argument-not-accepted',
  references: [FASTMCP],
};

const unknownTransport: Cause = {
  id: 'transport-unknown',
  title: 'The installed library does not know the transport by this name',
  because: '`http` is a word of `fastmcp` 2.9 and later; `mcp` ends with a ValueError at it.',
  remedy: 'Write `transport="streamable-http"`, which all of them know.',
  evidence: 'The import is from `mcp`, or the installed `fastmcp` is older than 2.9.',
  check: 'transport-unknown',
  references: [PYTHON_SDK_1, FASTMCP],
};

export const hollowPackage: Cause = {
  id: 'package-hollow',
  title: 'The package is installed and empty',
  because:
    'An upgrade in place across the split into `fastmcp` and `fastmcp-slim` can leave a folder without its modules.',
  remedy: 'Remove the package and install it anew, or build the image without its cache.',
  evidence: '`python -c "import fastmcp; print(fastmcp.__file__)"` prints `None`; the message says "unknown location".',
  check: 'server-does-not-start',
  references: [FASTMCP],
};

export const pythonLibraries: readonly Symptom[] = [
  {
    id: 'mcp-1-import-fails',
    title: 'The import of `mcp.server.fastmcp` fails',
    grade: 'fault',
    seen: [{ says: "No module named 'mcp.server.fastmcp" }, { says: 'FastMCP was renamed to MCPServer' }],
    suspects: [surely(importOfMcp1)],
  },
  {
    id: 'mcp-2-import-fails',
    title: 'The import of `mcp.server.mcpserver` fails',
    grade: 'fault',
    seen: [
      { says: "No module named 'mcp.server.mcpserver" },
      { says: "cannot import name 'MCPServer' from 'mcp.server" },
    ],
    suspects: [surely(importOfMcp2)],
  },
  {
    id: 'sdk-name-gone',
    title: 'The installed library does not have a name that the server imports',
    grade: 'fault',
    seen: [{ says: "cannot import name 'FastMCP' from 'mcp" }, { says: "No module named 'fastmcp." }],
    suspects: [surely(importOfMcp1), perhaps(hollowPackage)],
  },
  {
    id: 'app-method-missing',
    title: '`FastMCP` has no method of that name',
    grade: 'fault',
    seen: [
      { says: "'FastMCP' object has no attribute 'streamable_http_app'" },
      { says: "'FastMCP' object has no attribute 'sse_app'" },
      { says: "'FastMCP' object has no attribute 'settings'" },
    ],
    suspects: [surely(removedApp), perhaps(constructorArguments)],
  },
  {
    id: 'run-argument-refused',
    title: '`FastMCP.run` refuses an argument',
    grade: 'fault',
    seen: [{ says: 'FastMCP.run() got an unexpected keyword argument' }],
    suspects: [surely(runArguments)],
  },
  {
    id: 'old-run-argument-refused',
    title: '`run` passes on an argument that this `fastmcp` does not know',
    grade: 'fault',
    seen: [
      { says: 'run_http_async() got an unexpected keyword argument' },
      { says: 'FastMCP.run_streamable_http_async() got an unexpected keyword argument' },
    ],
    suspects: [surely(oldRunArguments)],
  },
  {
    id: 'constructor-argument-refused',
    title: 'The constructor of the server refuses an argument',
    grade: 'fault',
    seen: [
      { says: 'MCPServer.__init__() got an unexpected keyword argument' },
      { says: 'MCPServer.run_streamable_http_async() got an unexpected keyword argument' },
      { says: 'FastMCP() no longer accepts' },
      { says: 'FastMCP() got unexpected keyword argument' },
      { says: 'FastMCP.__init__() got an unexpected keyword argument' },
    ],
    suspects: [surely(constructorArguments)],
  },
  {
    id: 'transport-refused',
    title: 'The library does not know the transport',
    grade: 'fault',
    seen: [{ says: 'Unknown transport:' }, { says: 'SSE transport does not support stateless mode' }],
    suspects: [surely(unknownTransport)],
  },
];
