import { describe, expect, it } from 'vitest';
import { startedBy } from '../src/domain/image/command-line.ts';
import { localImportsOf, mentionsServer } from '../src/domain/python/python-module.ts';
import { readPythonModule, settlePythonServers } from '../src/domain/python/python-servers.ts';
import type { Surroundings } from '../src/domain/server/surroundings.ts';
import { linesOf } from '../src/domain/text.ts';
import type { Server } from '../src/model/server.ts';
import type { Setting } from '../src/model/value.ts';
import { parserOf } from '../src/world/syntax.ts';

const parser = await parserOf('python');

/** What surrounds a program in a test: versions, variables, the command line, other files. */
interface Around {
  readonly mcp?: string;
  readonly fastmcp?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly command?: string;
  readonly entry?: string;
  readonly started?: Surroundings['started'];
  readonly files?: Readonly<Record<string, string>>;
  readonly path?: string;
}

const HERE = linesOf('Dockerfile', 'x').at(0, 1);

function settle(source: string, around: Around = {}): readonly Server[] {
  const path = around.path ?? 'server.py';
  const read = (name: string, text: string) => parser.read(text, (root) => readPythonModule(name, text, root));
  const files = new Map(
    Object.entries({ ...around.files, [path]: source }).map(([name, text]) => [name, read(name, text)]),
  );
  const words = around.command?.split(' ').map((value) => ({ value, at: HERE }));
  const command = words === undefined ? undefined : startedBy(words, '/app');
  const versions: Readonly<Record<string, string | undefined>> = { mcp: around.mcp, fastmcp: around.fastmcp };
  const surroundings: Surroundings = {
    environment: Object.entries(around.env ?? {}).map(([name, value]) => ({
      name,
      value,
      at: HERE,
      from: '`ENV` in Dockerfile',
    })),
    ...(command === undefined ? {} : { argv: command.argv }),
    started: around.started ?? (command?.kind.startsWith('python') === true ? 'as-program' : 'unclear'),
    versionOf: (_, name) => {
      const version = versions[name];
      return version === undefined
        ? { kind: 'unknown', because: 'no file names it' }
        : { kind: 'exact', version, from: 'uv.lock', at: HERE };
    },
  };
  const module = files.get(path);
  if (module === undefined) throw new Error('no module');
  const start = {
    ...(command === undefined ? {} : { command }),
    ...(around.entry === undefined ? {} : { entryFunction: around.entry }),
  };
  return settlePythonServers(module, (name) => files.get(name), surroundings, start);
}

/** Every launch in one line: what it serves, and how sure that is. */
function launches(source: string, around: Around = {}): readonly string[] {
  return settle(source, around).flatMap((server) =>
    server.launches.map(({ transport, host, port, path, stateless, hostGuard, reached }) => {
      const words = [
        show(transport),
        `${show(host)}:${show(port)}${show(path)}`,
        short(stateless, 'stateless', 'stateful'),
        short(hostGuard, 'guarded', 'open'),
      ];
      return `${words.join(' ')}${reached === 'yes' ? '' : ` (${reached})`}`;
    }),
  );
}

function show(setting: Setting<string | number>): string {
  if (setting.kind === 'unclear') return '?';
  return `${setting.value}${setting.kind === 'set' && setting.unless !== undefined ? '~' : ''}`;
}

function short(setting: Setting<boolean>, yes: string, no: string): string {
  return setting.kind === 'unclear' ? '?' : setting.value ? yes : no;
}

const MCP = 'from mcp.server.fastmcp import FastMCP\n';
const MCP2 = 'from mcp.server.mcpserver import MCPServer\n';
const FAST = 'from fastmcp import FastMCP\n';
const GOOD = `${MCP}mcp = FastMCP("x", host="0.0.0.0", stateless_http=True)\nmcp.run(transport="streamable-http")\n`;

describe('the official SDK', () => {
  it.each([
    ['the template of the AgentCore tools', '1.24.0', GOOD, 'streamable-http 0.0.0.0:8000/mcp stateless open'],
    ['redirected before 1.12', '1.11.0', GOOD, 'streamable-http 0.0.0.0:8000/mcp stateless open'],
    [
      'no host: loopback, and guarded from 1.23',
      '1.29.0',
      `${MCP}mcp = FastMCP("x")\nmcp.run("streamable-http")`,
      'streamable-http 127.0.0.1:8000/mcp stateful guarded',
    ],
    [
      'no host before 1.9.1',
      '1.9.0',
      `${MCP}mcp = FastMCP("x")\nmcp.run("streamable-http")`,
      'streamable-http 0.0.0.0:8000/mcp stateful open',
    ],
    [
      'no host in 1.22: no guard',
      '1.22.0',
      `${MCP}mcp = FastMCP("x")\nmcp.run("streamable-http")`,
      'streamable-http 127.0.0.1:8000/mcp stateful open',
    ],
    [
      'settings assigned later bind, and stay guarded',
      '1.29.0',
      `${MCP}mcp = FastMCP("x")\nmcp.settings.host = "0.0.0.0"\nmcp.settings.stateless_http = True\nmcp.run(transport="streamable-http")`,
      'streamable-http 0.0.0.0:8000/mcp stateless guarded',
    ],
    [
      'uvicorn binds, the constructor guards',
      '1.29.0',
      `import uvicorn\n${MCP}m = FastMCP("x", stateless_http=True)\nuvicorn.run(m.streamable_http_app(), host="0.0.0.0", port=8000)`,
      'streamable-http 0.0.0.0:8000/mcp stateless guarded',
    ],
    [
      'uvicorn without a host',
      '1.29.0',
      `import uvicorn\n${MCP}m = FastMCP("x", host="0.0.0.0", stateless_http=True)\nuvicorn.run(m.streamable_http_app())`,
      'streamable-http 127.0.0.1:8000/mcp stateless open',
    ],
    [
      'a guard that is turned off',
      '1.29.0',
      `${MCP}from mcp.server.transport_security import TransportSecuritySettings\nm = FastMCP("x", stateless_http=True, transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False))\nm.settings.host = "0.0.0.0"\nm.run("streamable-http")`,
      'streamable-http 0.0.0.0:8000/mcp stateless open',
    ],
    [
      'a bare guard lets nobody in',
      '1.29.0',
      `${MCP}from mcp.server.transport_security import TransportSecuritySettings\nm = FastMCP("x", host="0.0.0.0", stateless_http=True, transport_security=TransportSecuritySettings())\nm.run("streamable-http")`,
      'streamable-http 0.0.0.0:8000/mcp stateless guarded',
    ],
    [
      '2.x takes its settings in run',
      '2.3.0',
      `${MCP2}m = MCPServer("x")\nm.run("streamable-http", host="0.0.0.0", stateless_http=True)`,
      'streamable-http 0.0.0.0:8000/mcp stateless open',
    ],
    [
      '2.x without a host',
      '2.3.0',
      `${MCP2}m = MCPServer("x")\nm.run("streamable-http")`,
      'streamable-http 127.0.0.1:8000/mcp stateful guarded',
    ],
    [
      '2.x as an app without a host',
      '2.3.0',
      `import uvicorn\n${MCP2}m = MCPServer("x")\nuvicorn.run(m.streamable_http_app(stateless_http=True), host="0.0.0.0")`,
      'streamable-http 0.0.0.0:8000/mcp stateless guarded',
    ],
    [
      'a broken import is judged by the last version that had it',
      '2.3.0',
      GOOD,
      'streamable-http 0.0.0.0:8000/mcp stateless open',
    ],
    ['run() is stdio', '1.29.0', `${MCP}FastMCP("x").run()`, 'stdio 127.0.0.1:8000/mcp stateful open'],
    [
      'sse',
      '1.29.0',
      `${MCP}m = FastMCP("x", host="0.0.0.0")\nm.run(transport="sse")`,
      'sse 0.0.0.0:8000/mcp stateful open',
    ],
    [
      'anyio',
      '1.29.0',
      `import anyio\n${MCP}m = FastMCP("x", host="0.0.0.0", stateless_http=True)\nanyio.run(m.run_streamable_http_async)`,
      'streamable-http 0.0.0.0:8000/mcp stateless open',
    ],
  ])('%s', (_, mcp, source, expected) => {
    expect(launches(source, { mcp })).toEqual([expected]);
  });

  it('reads FASTMCP_ variables only where the version does', () => {
    const source = `${MCP}m = FastMCP("x")\nm.run("streamable-http")`;
    const env = { FASTMCP_HOST: '0.0.0.0', FASTMCP_STATELESS_HTTP: 'true' };
    expect(launches(source, { mcp: '1.12.2', env })).toEqual(['streamable-http 0.0.0.0:8000/mcp stateless open']);
    expect(launches(source, { mcp: '1.12.3', env })).toEqual(['streamable-http 127.0.0.1:8000/mcp stateful open']);
  });
});

describe('the fastmcp package', () => {
  const run = (words: string) => `${FAST}mcp = FastMCP("x")\nmcp.run(${words})`;
  it.each([
    [
      'run takes all',
      '3.2.4',
      run('"http", host="0.0.0.0", stateless_http=True'),
      'http 0.0.0.0:8000/mcp stateless open',
    ],
    [
      'stateless= is an alias from 3.0',
      '3.2.4',
      run('"http", host="0.0.0.0", stateless=True'),
      'http 0.0.0.0:8000/mcp stateless open',
    ],
    [
      'the default path has a slash until 2.11.2',
      '2.10.6',
      run('"http", host="0.0.0.0", stateless_http=True'),
      'http 0.0.0.0:8000/mcp/ stateless open',
    ],
    ['no host', '3.2.4', run('transport="streamable-http"'), 'streamable-http 127.0.0.1:8000/mcp stateful open'],
    [
      'a literal False',
      '3.2.4',
      run('"http", host="0.0.0.0", stateless_http=False'),
      'http 0.0.0.0:8000/mcp stateful open',
    ],
    [
      'another port and path',
      '3.2.4',
      run('"http", host="0.0.0.0", port=9000, path="/api", stateless_http=True'),
      'http 0.0.0.0:9000/api stateless open',
    ],
    [
      '3.4.3 refuses every foreign host',
      '3.4.3',
      run('"http", host="0.0.0.0", stateless_http=True'),
      'http 0.0.0.0:8000/mcp stateless guarded',
    ],
    [
      '3.4.3, told not to',
      '3.4.3',
      run('"http", host="0.0.0.0", stateless_http=True, host_origin_protection=False'),
      'http 0.0.0.0:8000/mcp stateless open',
    ],
    [
      '3.4.3, all allowed',
      '3.4.3',
      run('"http", host="0.0.0.0", stateless_http=True, allowed_hosts=["*"]'),
      'http 0.0.0.0:8000/mcp stateless open',
    ],
    [
      'the guard, asked for',
      '3.4.4',
      run('"http", host="0.0.0.0", stateless_http=True, host_origin_protection="auto"'),
      'http 0.0.0.0:8000/mcp stateless guarded',
    ],
    [
      'the constructor, until 2.14',
      '2.14.7',
      `${FAST}m = FastMCP("x", host="0.0.0.0", stateless_http=True)\nm.run("http")`,
      'http 0.0.0.0:8000/mcp stateless open',
    ],
    [
      'an app under uvicorn',
      '3.2.4',
      `import uvicorn\n${FAST}m = FastMCP("x")\nuvicorn.run(m.http_app(stateless_http=True), host="0.0.0.0", port=8000)`,
      'http 0.0.0.0:8000/mcp stateless open',
    ],
    [
      'from_fastapi',
      '3.2.4',
      `${FAST}from api import app\nm = FastMCP.from_fastapi(app=app)\nm.run("http", host="0.0.0.0", stateless_http=True)`,
      'http 0.0.0.0:8000/mcp stateless open',
    ],
    [
      'run_async in main',
      '3.2.4',
      `import asyncio\n${FAST}m = FastMCP("x")\nasync def main():\n    await m.run_async(transport="http", host="0.0.0.0", stateless_http=True)\nasyncio.run(main())`,
      'http 0.0.0.0:8000/mcp stateless open',
    ],
    [
      'arguments of a dictionary',
      '3.2.4',
      `${FAST}CONFIG = {"host": "0.0.0.0", "stateless_http": True}\nFastMCP("x").run("http", **CONFIG)`,
      'http 0.0.0.0:8000/mcp stateless open',
    ],
    [
      'arguments that cannot be seen',
      '3.2.4',
      `${FAST}from conf import load\nFastMCP("x").run("http", **load())`,
      'http ?:?? ? open',
    ],
  ])('%s', (_, fastmcp, source, expected) => {
    expect(launches(source, { fastmcp })).toEqual([expected]);
  });

  it('reads its variables', () => {
    const env = { FASTMCP_HOST: '0.0.0.0', FASTMCP_STATELESS_HTTP: 'true', FASTMCP_TRANSPORT: 'http' };
    expect(launches(run(''), { fastmcp: '3.1.0', env })).toEqual(['http 0.0.0.0:8000/mcp stateless open']);
    expect(launches(run(''), { fastmcp: '3.0.2', env })).toEqual(['stdio 0.0.0.0:8000/mcp stateless open']);
    expect(launches(run('"http"'), { fastmcp: '2.14.7', env: { FASTMCP_SERVER_HOST: '0.0.0.0' } })).toEqual([
      'http 127.0.0.1:8000/mcp stateful open',
    ]);
    expect(launches(run('"http"'), { fastmcp: '2.13.3', env: { FASTMCP_SERVER_HOST: '0.0.0.0' } })).toEqual([
      'http 0.0.0.0:8000/mcp stateful open',
    ]);
  });
});

describe('values that are not literal', () => {
  const source = (host: string, before = '') =>
    `import os\n${FAST}${before}\nmcp = FastMCP("x")\nmcp.run("http", host=${host}, stateless_http=True)`;
  it.each([
    ['os.getenv', 'os.getenv("HOST", "0.0.0.0")', '', {}, '0.0.0.0~'],
    ['os.environ.get', 'os.environ.get("HOST", "127.0.0.1")', '', { HOST: '0.0.0.0' }, '0.0.0.0'],
    ['os.environ[…]', 'os.environ["HOST"]', '', { HOST: '0.0.0.0' }, '0.0.0.0'],
    ['os.environ[…] that nothing sets', 'os.environ["HOST"]', '', {}, '?'],
    ['or', 'os.getenv("HOST") or "0.0.0.0"', '', {}, '0.0.0.0~'],
    ['a constant', 'HOST', 'HOST = "0.0.0.0"', {}, '0.0.0.0'],
    ['an f-string', 'f"{A}.0.0"', 'A = "0.0"', {}, '0.0.0.0'],
    ['strings side by side', '"0.0" ".0.0"', '', {}, '0.0.0.0'],
    ['a choice that both sides agree on', '"0.0.0.0" if unknown() else "0.0.0.0"', '', {}, '0.0.0.0'],
    ['a choice that cannot be told', '"0.0.0.0" if unknown() else "127.0.0.1"', '', {}, '?'],
    [
      'a choice that can be told',
      '"0.0.0.0" if os.getenv("IN_DOCKER") else "127.0.0.1"',
      '',
      { IN_DOCKER: '1' },
      '0.0.0.0',
    ],
    ['a function', 'host()', 'def host():\n    return os.environ.get("HOST", "0.0.0.0")', {}, '0.0.0.0~'],
    ['a class of settings', 'Config.host', 'class Config:\n    host = "0.0.0.0"', {}, '0.0.0.0'],
    [
      'a dataclass',
      'config.host',
      'from dataclasses import dataclass\n@dataclass\nclass Config:\n    host: str = "127.0.0.1"\nconfig = Config(host="0.0.0.0")',
      {},
      '0.0.0.0',
    ],
    [
      'pydantic-settings',
      'settings.host',
      'from pydantic_settings import BaseSettings, SettingsConfigDict\nclass S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="MCP_")\n    host: str = "127.0.0.1"\nsettings = S()',
      { MCP_HOST: '0.0.0.0' },
      '0.0.0.0',
    ],
    ['a name set in both branches', 'h', 'if unknown():\n    h = "0.0.0.0"\nelse:\n    h = "127.0.0.1"', {}, '?'],
    [
      'an enumeration',
      'Host.ALL.value',
      'from enum import Enum\nclass Host(Enum):\n    ALL = "0.0.0.0"',
      {},
      '0.0.0.0',
    ],
    ['a walrus', 'h', 'if (h := os.getenv("HOST", "0.0.0.0")) == "x":\n    pass', {}, '0.0.0.0~'],
    ['a module that is not there', 'settings.HOST', 'from conf import settings', {}, '?'],
  ])('%s', (_, host, before, env, expected) => {
    expect(launches(source(host, before), { fastmcp: '3.2.4', env })).toEqual([
      `http ${expected}:8000/mcp stateless open`,
    ]);
  });

  it('finds constants of other modules of the project', () => {
    const text = `${FAST}from .config import PORT, HOST as H\nimport pkg.paths as p\nFastMCP("x").run("http", host=H, port=PORT, path=p.PATH, stateless_http=True)`;
    const files = {
      'pkg/config.py': 'import os\nHOST = "0.0.0.0"\nPORT = int(os.environ.get("PORT", "8000"))',
      'pkg/paths.py': 'PATH = "/mcp"',
      'pkg/__init__.py': '',
    };
    expect(launches(text, { fastmcp: '3.2.4', files, path: 'pkg/server.py' })).toEqual([
      'http 0.0.0.0:8000~/mcp stateless open',
    ]);
  });

  const flags = `import argparse\n${FAST}mcp = FastMCP("x")
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--stateless", action="store_true")
    args = parser.parse_args()
    mcp.run("http", host=args.host, port=args.port, stateless_http=args.stateless)
if __name__ == "__main__":
    main()
`;
  it('reads flags from the command line that the image has', () => {
    expect(
      launches(flags, { fastmcp: '3.2.4', command: 'python server.py --host 0.0.0.0 --port=9000 --stateless' }),
    ).toEqual(['http 0.0.0.0:9000/mcp stateless open']);
    expect(launches(flags, { fastmcp: '3.2.4', command: 'python server.py' })).toEqual([
      'http 127.0.0.1:8000/mcp stateful open',
    ]);
    expect(launches(flags, { fastmcp: '3.2.4' })).toEqual(['http 127.0.0.1~:8000~/mcp stateful open']);
  });

  it('reads click and typer', () => {
    const click = `import click\n${FAST}mcp = FastMCP("x")\n@click.command()\n@click.option("--port", default=8000, envvar="PORT")\n@click.option("--host", "host_name", default="0.0.0.0")\ndef main(port, host_name):\n    mcp.run("http", host=host_name, port=port, stateless_http=True)\nif __name__ == "__main__":\n    main()\n`;
    expect(launches(click, { fastmcp: '3.2.4', command: 'python server.py', env: { PORT: '9000' } })).toEqual([
      'http 0.0.0.0:9000/mcp stateless open',
    ]);
    const typer = `import typer\n${FAST}mcp = FastMCP("x")\napp = typer.Typer()\n@app.command()\ndef serve(port: int = typer.Option(8000, "--port"), host: str = "0.0.0.0"):\n    mcp.run("http", host=host, port=port, stateless_http=True)\nif __name__ == "__main__":\n    app()\n`;
    expect(launches(typer, { fastmcp: '3.2.4', command: 'python server.py --port 9001' })).toEqual([
      'http 0.0.0.0:9001/mcp stateless open',
    ]);
  });
});

describe('branches', () => {
  const chosen = `import os\n${FAST}mcp = FastMCP("x")\nif os.getenv("TRANSPORT", "stdio") == "http":\n    mcp.run("http", host="0.0.0.0", stateless_http=True)\nelse:\n    mcp.run()\n`;
  it('are decided by the environment', () => {
    expect(launches(chosen, { fastmcp: '3.2.4', env: { TRANSPORT: 'http' } })).toEqual([
      'http 0.0.0.0:8000/mcp stateless open',
      'stdio 127.0.0.1:8000/mcp stateful open (no)',
    ]);
    expect(launches(chosen, { fastmcp: '3.2.4' })).toEqual([
      'http 0.0.0.0:8000/mcp stateless open (no)',
      'stdio~ 127.0.0.1:8000/mcp stateful open',
    ]);
  });

  it('that cannot be told are both there', () => {
    expect(launches(chosen.replace('os.getenv("TRANSPORT", "stdio")', 'which()'), { fastmcp: '3.2.4' })).toEqual([
      'http 0.0.0.0:8000/mcp stateless open (unclear)',
      'stdio 127.0.0.1:8000/mcp stateful open (unclear)',
    ]);
  });

  it.each([
    [
      'match',
      'match os.getenv("MODE", "http"):\n    case "stdio":\n        mcp.run()\n    case "http" | "sse":\n        mcp.run("http")\n    case _:\n        raise ValueError()',
      ['stdio (no)', 'http~'],
    ],
    [
      'an early return',
      'def main():\n    if os.getenv("MODE"):\n        mcp.run()\n        return\n    mcp.run("http")\nmain()',
      ['stdio (no)', 'http'],
    ],
    ['what stands behind a running server', 'mcp.run("http")\nmcp.run()', ['http', 'stdio (no)']],
    ['a guard that only refuses', 'if not os.getenv("KEY"):\n    sys.exit("no key")\nmcp.run("http")', ['http']],
    ['a try', 'try:\n    mcp.run("http")\nexcept KeyboardInterrupt:\n    pass', ['http']],
    ['a thread', 'import threading\nthreading.Thread(target=lambda: None).start()\nmcp.run("http")', ['http']],
    ['a function that nothing calls', 'def main():\n    mcp.run("http")', ['http (unclear)']],
  ])('%s', (_, body, expected) => {
    const found = settle(`import os, sys\n${FAST}mcp = FastMCP("x")\n${body}`, { fastmcp: '3.2.4' }).flatMap((server) =>
      server.launches.map(({ transport, reached }) => `${show(transport)}${reached === 'yes' ? '' : ` (${reached})`}`),
    );
    expect(found).toEqual(expected);
  });

  it('of a program that never calls its main are not reached', () => {
    expect(
      launches(`${FAST}mcp = FastMCP("x")\ndef main():\n    mcp.run("http")`, {
        fastmcp: '3.2.4',
        command: 'python server.py',
      }),
    ).toEqual(['http 127.0.0.1:8000/mcp stateful open (no)']);
    expect(
      launches(`${FAST}mcp = FastMCP("x")\ndef main():\n    mcp.run("http")`, {
        fastmcp: '3.2.4',
        command: 'my-server',
        entry: 'main',
      }),
    ).toEqual(['http 127.0.0.1:8000/mcp stateful open']);
  });
});

describe('applications', () => {
  const app = `from fastapi import FastAPI\n${FAST}mcp = FastMCP("x")\ninner = mcp.http_app(stateless_http=True)\napp = FastAPI(lifespan=inner.lifespan)\napp.mount("/", inner)\n`;
  it('are bound by the command line', () => {
    expect(launches(app, { fastmcp: '3.2.4', command: 'uvicorn server:app --host 0.0.0.0 --port 8000' })).toEqual([
      'http 0.0.0.0:8000/mcp stateless open',
    ]);
    expect(launches(app, { fastmcp: '3.2.4', command: 'uvicorn server:app' })).toEqual([
      'http 127.0.0.1:8000/mcp stateless open',
    ]);
    expect(launches(app, { fastmcp: '3.2.4', command: 'gunicorn server:app -b 0.0.0.0:9000' })).toEqual([
      'http 0.0.0.0:9000/mcp stateless open',
    ]);
  });

  it.each([
    ['at the root', app, '/mcp passed'],
    ['below /mcp', app.replace('"/"', '"/mcp"'), '/mcp/mcp passed'],
    [
      'below /mcp, with / inside',
      app.replace('"/"', '"/mcp"').replace('http_app(', 'http_app(path="/", '),
      '/mcp/ passed',
    ],
    ['without its lifespan', app.replace('lifespan=inner.lifespan', ''), '/mcp missing'],
    [
      'with a lifespan of its own',
      app.replace(
        'app = FastAPI(lifespan=inner.lifespan)',
        'async def start(app):\n    async with inner.router.lifespan_context(app):\n        yield\napp = FastAPI(lifespan=start)',
      ),
      '/mcp passed',
    ],
    [
      'with a lifespan that does something else',
      app.replace(
        'app = FastAPI(lifespan=inner.lifespan)',
        'async def start(app):\n    print("hello")\n    yield\napp = FastAPI(lifespan=start)',
      ),
      '/mcp missing',
    ],
    [
      'in Starlette',
      `from starlette.applications import Starlette\nfrom starlette.routing import Mount\n${FAST}mcp = FastMCP("x")\ninner = mcp.http_app()\napp = Starlette(routes=[Mount("/", app=inner)], lifespan=inner.lifespan)`,
      '/mcp passed',
    ],
  ])('are mounted %s', (_, source, expected) => {
    const [server] = settle(source, { fastmcp: '3.2.4', command: 'uvicorn server:app --host 0.0.0.0' });
    expect(server?.mounts.map(({ path, lifespan }) => `${show(path)} ${lifespan}`)).toEqual([expected]);
  });

  it('named by a string are found', () => {
    expect(
      launches(
        `import uvicorn\n${app}if __name__ == "__main__":\n    uvicorn.run("server:app", host="0.0.0.0", port=8000)`,
        { fastmcp: '3.2.4', command: 'python server.py' },
      ),
    ).toEqual(['http 0.0.0.0:8000/mcp stateless open']);
  });

  it('of the low-level server are followed to their session manager', () => {
    const source = `from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.applications import Starlette
from starlette.routing import Mount
import contextlib, uvicorn
server = Server("x")
manager = StreamableHTTPSessionManager(app=server, stateless=True)
async def handle(scope, receive, send):
    await manager.handle_request(scope, receive, send)
@contextlib.asynccontextmanager
async def lifespan(app):
    async with session_manager.run():
        yield
app = Starlette(routes=[Mount("/mcp", app=handle)], lifespan=lifespan)
uvicorn.run(app, host="0.0.0.0", port=8000)
`;
    expect(launches(source, { mcp: '1.29.0' })).toEqual(['streamable-http 0.0.0.0:8000/mcp/ stateless open']);
    expect(settle(source, { mcp: '1.29.0' })).toHaveLength(1);
  });

  it('of fastapi_mcp are stateful', () => {
    const source =
      'from fastapi import FastAPI\nfrom fastapi_mcp import FastApiMCP\nimport uvicorn\napp = FastAPI()\nmcp = FastApiMCP(app)\nmcp.mount_http()\nuvicorn.run(app, host="0.0.0.0", port=8000)';
    expect(launches(source)).toEqual(['streamable-http 0.0.0.0:8000/mcp stateful open']);
  });
});

describe('commands', () => {
  const source = `${FAST}mcp = FastMCP("x")\nif __name__ == "__main__":\n    mcp.run("http", host="0.0.0.0", stateless_http=True)\n`;
  it.each([
    ['fastmcp run server.py', 'stdio 127.0.0.1:8000/mcp stateful open'],
    ['fastmcp run server.py --transport http --host 0.0.0.0', 'http 0.0.0.0:8000/mcp stateful open'],
    [
      'fastmcp run server.py:mcp --transport http --host 0.0.0.0 --port 8000 --stateless',
      'http 0.0.0.0:8000/mcp stateless open',
    ],
  ])('%s passes over the main block', (command, expected) => {
    expect(launches(source, { fastmcp: '3.2.4', command }).filter((line) => !line.endsWith('(no)'))).toEqual([
      expected,
    ]);
  });
});

describe('servers', () => {
  it.each([
    ['an alias', 'from mcp.server.fastmcp import FastMCP as F\nF("x").run()', 'mcp FastMCP'],
    ['a module', 'import fastmcp\nfastmcp.FastMCP("x").run()', 'fastmcp FastMCP'],
    ['a module with an alias', 'import mcp.server.fastmcp as f\nf.FastMCP("x").run()', 'mcp FastMCP'],
    ['the short path', 'from mcp.server import FastMCP\nFastMCP("x").run()', 'mcp FastMCP'],
    [
      'a try',
      'try:\n    from mcp.server.fastmcp import FastMCP\nexcept ImportError:\n    from fastmcp import FastMCP\nFastMCP("x").run()',
      'mcp FastMCP',
    ],
    [
      'a factory',
      `${FAST}def build():\n    server = FastMCP("x")\n    return server\nbuild().run()`,
      'fastmcp FastMCP',
    ],
    [
      'a class',
      `${FAST}class App:\n    def __init__(self):\n        self.mcp = FastMCP("x")\n    def run(self):\n        self.mcp.run("http")\nApp().run()`,
      'fastmcp FastMCP',
    ],
    ['a subclass', `${FAST}class Own(FastMCP):\n    pass\nOwn("x").run()`, 'fastmcp FastMCP'],
    [
      'AgentCore',
      'from bedrock_agentcore.runtime import BedrockAgentCoreApp\napp = BedrockAgentCoreApp()\napp.run()',
      'bedrock-agentcore BedrockAgentCoreApp',
    ],
  ])('are found behind %s', (_, source, expected) => {
    const found = settle(source, { mcp: '1.29.0', fastmcp: '3.2.4' });
    expect(found.map(({ library, className }) => `${library} ${className}`)).toEqual([expected]);
    expect(found[0]?.launches).toHaveLength(1);
  });

  it.each([
    ['a string', `CODE = '''\nfrom fastmcp import FastMCP\nmcp = FastMCP("x")\n'''\n`],
    ['a comment', '# from fastmcp import FastMCP\n# mcp = FastMCP("x")\n'],
    ['a class of the same name', 'class FastMCP:\n    pass\nmcp = FastMCP()\n'],
    ['another package', 'from toolkit import FastMCP\nmcp = FastMCP("x")\n'],
  ])('are not found in %s', (_, source) => {
    expect(settle(source)).toEqual([]);
  });

  it('of other modules belong to those who start them', () => {
    const files = { 'tools.py': `${FAST}mcp = FastMCP("x")\n` };
    const [server] = settle(
      'from tools import mcp\nif __name__ == "__main__":\n    mcp.run("http", host="0.0.0.0")\n',
      { fastmcp: '3.2.4', files, path: 'main.py' },
    );
    expect(server?.path).toBe('tools.py');
    expect(server?.launches.map(({ at }) => at.path)).toEqual(['main.py']);
  });

  it('that are parts of another one are not servers', () => {
    expect(
      settle(
        `${FAST}part = FastMCP("part")\nwhole = FastMCP("whole")\nwhole.mount(part, prefix="p")\nwhole.run("http")`,
        { fastmcp: '3.2.4' },
      ).map(({ variable }) => variable),
    ).toEqual(['whole']);
  });

  it('tell what they ask of the client, and whether they authenticate', () => {
    const source = `${FAST}from fastmcp.server.auth import JWTVerifier\nmcp = FastMCP("x", auth=JWTVerifier())\n@mcp.tool()\nasync def book(ctx):\n    answer = await ctx.elicit("when")\n    rows = frame.sample(3)\n    await ctx.session.create_message([])\nmcp.run("http")`;
    const [server] = settle(source, { fastmcp: '3.2.4' });
    expect(server?.asksClient.map(({ value }) => value)).toEqual(['elicitation', 'sampling']);
    expect(server?.authentication.map(({ value }) => value)).toEqual(['auth=']);
  });
});

describe('modules', () => {
  it('are passed over when they mention nothing', () => {
    expect(mentionsServer('print("hello")')).toBe(false);
    expect(mentionsServer(GOOD)).toBe(true);
  });

  it('name the files of the project that they import', () => {
    const module = parser.read(
      'import os\nfrom . import tools\nfrom .config import PORT\nfrom pkg.deep import thing\nimport pkg.other',
      (root) =>
        readPythonModule(
          'pkg/server.py',
          'import os\nfrom . import tools\nfrom .config import PORT\nfrom pkg.deep import thing\nimport pkg.other',
          root,
        ),
    );
    const files = new Set(['pkg/__init__.py', 'pkg/tools.py', 'pkg/config.py', 'pkg/deep.py', 'pkg/other.py']);
    expect(localImportsOf(module, (path) => files.has(path)).toSorted()).toEqual([
      'pkg/__init__.py',
      'pkg/config.py',
      'pkg/deep.py',
      'pkg/other.py',
      'pkg/tools.py',
    ]);
  });
});
