import { describe, expect, it } from 'vitest';
import { type BuildScope, resolveVersion } from '../src/domain/dependency/resolve-version.ts';
import { dependencies } from '../src/facts/dependencies.ts';
import { images } from '../src/facts/images.ts';
import type { Ecosystem, ResolvedVersion } from '../src/model/dependency.ts';
import type { World } from '../src/model/world.ts';

type Files = Readonly<Record<string, string>>;

interface Row {
  readonly name: string;
  readonly files: Files;
  /** Of the server; the root unless it says otherwise. */
  readonly folder?: string;
  readonly dockerfile?: string;
  /** Of the Dockerfile, where that is not its own folder. */
  readonly context?: string;
  readonly packagedBy?: 'toolkit' | 'cli';
  readonly of?: string;
  readonly ecosystem?: Ecosystem;
  readonly expect: string;
}

const UV_LOCK = `version = 1

[[package]]
name = "mcp"
version = "1.9.4"
source = { registry = "https://pypi.org/simple" }
`;
const PYPROJECT = `[project]
name = "weather"
dependencies = ["mcp>=1.10"]
`;
const SYNC = `FROM python:3.13-slim
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev
`;
const PIP = `FROM python:3.13-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
`;
const PACKAGE = '{ "dependencies": { "@modelcontextprotocol/sdk": "^1.12.0" } }';
const PACKAGE_LOCK = `{
  "lockfileVersion": 3,
  "packages": {
    "node_modules/@modelcontextprotocol/sdk": {
      "version": "1.15.1"
    },
    "node_modules/other/node_modules/@modelcontextprotocol/sdk": {
      "version": "1.0.0"
    }
  }
}
`;
const SDK = '@modelcontextprotocol/sdk';

const rows: readonly Row[] = [
  // What a requirements file says.
  { name: 'no bound', files: { 'requirements.txt': 'mcp\n' }, expect: 'newest 2.3.0 of `mcp` in requirements.txt' },
  {
    name: 'a floor',
    files: { 'requirements.txt': 'mcp >= 1.10\n' },
    expect: 'newest 2.3.0 of `mcp>=1.10` in requirements.txt',
  },
  {
    name: 'a cap',
    files: { 'requirements.txt': 'mcp>=1.10,<2\n' },
    expect: 'newest 1.30.0 of `mcp>=1.10,<2` in requirements.txt',
  },
  {
    name: 'a compatible release',
    files: { 'requirements.txt': 'mcp~=1.12\n' },
    expect: 'newest 1.30.0 of `mcp~=1.12` in requirements.txt',
  },
  {
    name: 'a narrow compatible release',
    files: { 'requirements.txt': 'mcp~=1.12.0' },
    expect: 'newest 1.12.4 of `mcp~=1.12.0` in requirements.txt',
  },
  {
    name: 'a pin',
    files: { 'requirements.txt': 'mcp==1.9.0' },
    expect: 'exact 1.9.0 from `mcp==1.9.0` in requirements.txt',
  },
  {
    name: 'a pin with an extra',
    files: { 'requirements.txt': 'mcp[cli]==1.9.0' },
    expect: 'exact 1.9.0 from `mcp[cli]==1.9.0` in requirements.txt',
  },
  {
    name: 'a wildcard',
    files: { 'requirements.txt': 'mcp==1.9.*' },
    expect: 'newest 1.9.4 of `mcp==1.9.*` in requirements.txt',
  },
  {
    name: 'an exclusion',
    files: { 'requirements.txt': 'mcp!=2.3.0' },
    expect: 'newest 2.2.0 of `mcp!=2.3.0` in requirements.txt',
  },
  {
    name: 'a name in capitals',
    files: { 'requirements.txt': 'FastMCP==2.3.4' },
    of: 'fastmcp',
    expect: 'exact 2.3.4 from `fastmcp==2.3.4` in requirements.txt',
  },
  {
    name: 'a release that does not exist',
    files: { 'requirements.txt': 'mcp>=9' },
    expect: 'unknown: no known release of `mcp` fits `mcp>=9` in requirements.txt',
  },
  {
    name: 'a URL',
    files: { 'requirements.txt': 'mcp @ git+https://git.example/mcp.git' },
    expect: 'unknown: `mcp` comes from `git+https://git.example/mcp.git`',
  },
  {
    name: 'a package that is not named',
    files: { 'requirements.txt': 'boto3' },
    expect: 'unknown: no file of the build names `mcp`',
  },
  {
    name: 'another system',
    files: { 'requirements.txt': 'mcp==1.2.0 ; sys_platform == "win32"\nmcp<2' },
    expect: 'newest 1.30.0 of `mcp<2` in requirements.txt',
  },
  {
    name: 'an old Python',
    files: { 'requirements.txt': 'mcp==1.2.0 ; python_version < "3.10"\nmcp<2 ; python_version >= "3.10"' },
    expect: 'newest 1.30.0 of `mcp<2` in requirements.txt',
  },
  {
    name: 'another file is included',
    files: { 'requirements.txt': '-r base.txt', 'base.txt': '', 'requirements/base.txt': 'mcp' },
    expect: 'unknown: no file of the build names `mcp`',
  },
  {
    name: 'an included file',
    files: { 'requirements.txt': '-r requirements/base.txt', 'requirements/base.txt': 'mcp<2' },
    expect: 'newest 1.30.0 of `mcp<2` in requirements/base.txt',
  },
  {
    name: 'constraints',
    files: { 'requirements.txt': '-c constraints.txt\nmcp', 'constraints.txt': 'mcp<2\n' },
    expect: 'newest 1.30.0 of `mcp` in requirements.txt',
  },
  {
    name: 'constraints that pin',
    files: { 'requirements.txt': '-c constraints.txt\nmcp', 'constraints.txt': 'mcp==1.9.4\n' },
    expect: 'exact 1.9.4 from `mcp==1.9.4` in constraints.txt',
  },
  {
    name: 'development requirements',
    files: { 'requirements-dev.txt': 'mcp==1.0.0' },
    expect: 'unknown: no file of the build names `mcp`',
  },

  // Packages that are installed together.
  {
    name: 'strands holds mcp back',
    files: { 'requirements.txt': 'mcp\nstrands-agents' },
    expect: 'newest 2.1.1 of `mcp` in requirements.txt, held back: `strands-agents` 1.62.0 needs `mcp>=1.23.0,<2.2`',
  },
  {
    name: 'an older strands holds mcp back further',
    files: { 'requirements.txt': 'strands-agents==1.9.1\nmcp>=1.10' },
    expect:
      'newest 1.30.0 of `mcp>=1.10` in requirements.txt, held back: `strands-agents` 1.9.1 needs `mcp>=1.11.0,<2.0.0`',
  },
  {
    name: 'strands alone brings mcp in',
    files: { 'requirements.txt': 'strands-agents' },
    expect:
      'newest 2.1.1 of no file names a version of `mcp`; `strands-agents` 1.62.0 brings it in, held back: `strands-agents` 1.62.0 needs `mcp>=1.23.0,<2.2`',
  },
  {
    name: 'the tools bring strands in',
    files: { 'requirements.txt': 'mcp\nstrands-agents-tools' },
    expect: 'newest 2.1.1 of `mcp` in requirements.txt, held back: `strands-agents` 1.62.0 needs `mcp>=1.23.0,<2.2`',
  },
  {
    name: 'bedrock-agentcore holds nothing back',
    files: { 'requirements.txt': 'mcp\nbedrock-agentcore' },
    expect: 'newest 2.3.0 of `mcp` in requirements.txt',
  },
  {
    name: 'the newest fastmcp',
    files: { 'requirements.txt': 'fastmcp' },
    of: 'fastmcp',
    expect: 'newest 4.2.3 of `fastmcp` in requirements.txt',
  },
  {
    name: 'fastmcp 2 holds mcp back',
    files: { 'requirements.txt': 'fastmcp<3\nmcp' },
    expect: 'newest 1.30.0 of `mcp` in requirements.txt, held back: `fastmcp` 2.14.7 needs `mcp>=1.24.0,<2.0`',
  },
  {
    name: 'an unbounded fastmcp does not',
    files: { 'requirements.txt': 'fastmcp==2.10.6\nmcp' },
    expect: 'newest 2.3.0 of `mcp` in requirements.txt',
  },
  {
    name: 'mcp holds fastmcp back',
    files: { 'requirements.txt': 'fastmcp\nmcp<2' },
    of: 'fastmcp',
    expect: 'newest 3.4.11 of `fastmcp` in requirements.txt',
  },
  {
    name: 'fastmcp and strands meet',
    files: { 'requirements.txt': 'fastmcp\nstrands-agents' },
    of: 'fastmcp',
    expect: 'newest 4.1.1 of `fastmcp` in requirements.txt',
  },
  {
    name: 'fastmcp-slim is fastmcp',
    files: { 'requirements.txt': 'fastmcp-slim>=3.3,<4' },
    of: 'fastmcp',
    expect: 'newest 3.4.11 of `fastmcp-slim>=3.3,<4` in requirements.txt',
  },

  // pyproject.toml and its locks without a Dockerfile.
  {
    name: 'pyproject.toml',
    files: { 'pyproject.toml': PYPROJECT },
    expect: 'newest 2.3.0 of `mcp>=1.10` in pyproject.toml',
  },
  {
    name: 'uv.lock beside it',
    files: { 'pyproject.toml': PYPROJECT, 'uv.lock': UV_LOCK },
    expect: 'exact 1.9.4 from uv.lock',
  },
  {
    name: 'uv.lock beside requirements.txt',
    files: { 'requirements.txt': 'mcp==1.10.0', 'pyproject.toml': PYPROJECT, 'uv.lock': UV_LOCK },
    expect: 'exact 1.10.0 from `mcp==1.10.0` in requirements.txt',
  },
  {
    name: 'the toolkit passes over uv.lock',
    files: { 'pyproject.toml': PYPROJECT, 'uv.lock': UV_LOCK },
    packagedBy: 'toolkit',
    expect: 'newest 2.3.0 of `mcp>=1.10` in pyproject.toml',
  },
  {
    name: 'so does the CLI',
    files: { 'pyproject.toml': PYPROJECT, 'uv.lock': UV_LOCK },
    packagedBy: 'cli',
    expect: 'newest 2.3.0 of `mcp>=1.10` in pyproject.toml',
  },
  {
    name: 'the CLI passes over requirements.txt',
    files: { 'pyproject.toml': PYPROJECT, 'requirements.txt': 'mcp==1.9.0' },
    packagedBy: 'cli',
    expect: 'newest 2.3.0 of `mcp>=1.10` in pyproject.toml',
  },
  {
    name: 'the toolkit takes it first',
    files: { 'pyproject.toml': PYPROJECT, 'requirements.txt': 'mcp==1.9.0' },
    packagedBy: 'toolkit',
    expect: 'exact 1.9.0 from `mcp==1.9.0` in requirements.txt',
  },
  {
    name: 'an optional group',
    files: { 'pyproject.toml': '[project]\nname = "x"\n[project.optional-dependencies]\nserver = ["mcp"]\n' },
    expect: 'unknown: no file of the build names `mcp`',
  },
  {
    name: 'a dependency group',
    files: {
      'pyproject.toml': '[project]\nname = "x"\ndependencies = []\n[dependency-groups]\ndev = ["mcp==1.0.0"]\n',
    },
    expect: 'unknown: no file of the build names `mcp`',
  },
  {
    name: 'a constraint of uv',
    files: { 'pyproject.toml': `${PYPROJECT}[tool.uv]\nconstraint-dependencies = ["mcp<2"]\n` },
    expect: 'newest 1.30.0 of `mcp>=1.10` in pyproject.toml',
  },
  {
    name: 'a source of uv',
    files: { 'pyproject.toml': `${PYPROJECT}[tool.uv.sources]\nmcp = { git = "https://git.example/mcp.git" }\n` },
    expect: 'unknown: `mcp` comes from `https://git.example/mcp.git`',
  },
  {
    name: "poetry's caret",
    files: { 'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.11"\nmcp = "^1.9"\n' },
    expect: 'newest 1.30.0 of `mcp ^1.9` in pyproject.toml',
  },
  {
    name: "poetry's tilde",
    files: { 'pyproject.toml': '[tool.poetry.dependencies]\nmcp = { version = "~1.9.1", extras = ["cli"] }\n' },
    expect: 'newest 1.9.4 of `mcp[cli] ~1.9.1` in pyproject.toml',
  },
  {
    name: 'poetry.lock',
    files: {
      'pyproject.toml': '[tool.poetry.dependencies]\nmcp = "*"\n',
      'poetry.lock': '[[package]]\nname = "mcp"\nversion = "1.13.1"\ngroups = ["main"]\n',
    },
    expect: 'exact 1.13.1 from poetry.lock',
  },
  {
    name: 'a Pipfile',
    files: { Pipfile: '[packages]\nmcp = "==1.9.0"\n[dev-packages]\nmcp = "*"\n' },
    expect: 'exact 1.9.0 from `mcp==1.9.0` in Pipfile',
  },
  {
    name: 'Pipfile.lock',
    files: {
      Pipfile: '[packages]\nmcp = "*"\n',
      'Pipfile.lock': '{ "default": { "mcp": { "hashes": [], "version": "==1.9.2" } }, "develop": {} }',
    },
    expect: 'exact 1.9.2 from Pipfile.lock',
  },
  {
    name: 'the nearest folder decides',
    files: { 'requirements.txt': 'mcp==1.2.0', 'app/weather/requirements.txt': 'mcp==1.9.0' },
    folder: 'app/weather/src',
    expect: 'exact 1.9.0 from `mcp==1.9.0` in app/weather/requirements.txt',
  },
  {
    name: 'a folder below does not',
    files: { 'app/requirements.txt': 'mcp==1.2.0' },
    expect: 'unknown: no file of the build names `mcp`',
  },
  {
    name: 'the lock of a workspace',
    files: {
      'pyproject.toml': '[tool.uv.workspace]\nmembers = ["app/*"]\n',
      'uv.lock': UV_LOCK,
      'app/one/pyproject.toml': PYPROJECT,
    },
    folder: 'app/one',
    expect: 'exact 1.9.4 from uv.lock',
  },
  {
    name: "somebody else's lock above",
    files: {
      'pyproject.toml': '[project]\nname = "y"\ndependencies = []\n',
      'uv.lock': UV_LOCK,
      'app/one/pyproject.toml': PYPROJECT,
    },
    folder: 'app/one',
    expect: 'newest 2.3.0 of `mcp>=1.10` in app/one/pyproject.toml',
  },

  // What the Dockerfile installs.
  {
    name: 'uv sync obeys the lock',
    files: { Dockerfile: SYNC, 'pyproject.toml': PYPROJECT, 'uv.lock': UV_LOCK },
    dockerfile: 'Dockerfile',
    expect: 'exact 1.9.4 from uv.lock',
  },
  {
    name: 'uv sync without --frozen, too',
    files: { Dockerfile: SYNC.replace(' --frozen', ''), 'pyproject.toml': PYPROJECT, 'uv.lock': UV_LOCK },
    dockerfile: 'Dockerfile',
    expect: 'exact 1.9.4 from uv.lock',
  },
  {
    name: 'uv pip install does not',
    files: {
      Dockerfile: SYNC.replace('uv sync --frozen --no-dev', 'uv pip install --system .'),
      'pyproject.toml': PYPROJECT,
      'uv.lock': UV_LOCK,
    },
    dockerfile: 'Dockerfile',
    expect: 'newest 2.3.0 of `mcp>=1.10` in pyproject.toml',
  },
  {
    name: 'pip installs a file',
    files: { Dockerfile: PIP, 'requirements.txt': 'mcp<2', 'uv.lock': UV_LOCK, 'pyproject.toml': PYPROJECT },
    dockerfile: 'Dockerfile',
    expect: 'newest 1.30.0 of `mcp<2` in requirements.txt',
  },
  {
    name: 'pip installs another file',
    files: {
      Dockerfile: PIP.replaceAll('requirements.txt', 'requirements-dev.txt'),
      'requirements.txt': 'mcp<2',
      'requirements-dev.txt': 'mcp==1.9.0',
    },
    dockerfile: 'Dockerfile',
    expect: 'exact 1.9.0 from `mcp==1.9.0` in requirements-dev.txt',
  },
  {
    name: 'pip installs by name',
    files: { Dockerfile: 'FROM python:3.13\nRUN pip install "mcp>=1.10,<2" boto3\n', 'requirements.txt': 'mcp==1.0.0' },
    dockerfile: 'Dockerfile',
    expect: 'newest 1.30.0 of `mcp>=1.10,<2` in Dockerfile',
  },
  {
    name: 'a Dockerfile in a folder of its own',
    files: { 'docker/Dockerfile': PIP, 'requirements.txt': 'mcp==1.9.0' },
    dockerfile: 'docker/Dockerfile',
    context: '',
    expect: 'exact 1.9.0 from `mcp==1.9.0` in requirements.txt',
  },
  {
    name: 'a file of another folder of the context',
    files: {
      Dockerfile: PIP.replaceAll('requirements.txt', 'server/requirements.txt'),
      'requirements.txt': 'mcp==1.0.0',
      'server/requirements.txt': 'mcp==1.9.0',
    },
    folder: 'server',
    dockerfile: 'Dockerfile',
    expect: 'exact 1.9.0 from `mcp==1.9.0` in server/requirements.txt',
  },
  {
    name: 'a Dockerfile that installs nothing',
    files: {
      Dockerfile: 'FROM python:3.13\nCOPY . .\nCMD ["uv", "run", "server.py"]\n',
      'pyproject.toml': PYPROJECT,
      'uv.lock': UV_LOCK,
    },
    dockerfile: 'Dockerfile',
    expect: 'exact 1.9.4 from uv.lock',
  },

  // npm.
  {
    name: 'npm ci obeys the lock',
    ecosystem: 'npm',
    of: SDK,
    files: {
      Dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n',
      'package.json': PACKAGE,
      'package-lock.json': PACKAGE_LOCK,
    },
    dockerfile: 'Dockerfile',
    expect: 'exact 1.15.1 from package-lock.json',
  },
  {
    name: 'npm install, too',
    ecosystem: 'npm',
    of: SDK,
    files: {
      Dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install\n',
      'package.json': PACKAGE,
      'package-lock.json': PACKAGE_LOCK,
    },
    dockerfile: 'Dockerfile',
    expect: 'exact 1.15.1 from package-lock.json',
  },
  {
    name: 'the CLI bundles what is installed here',
    ecosystem: 'npm',
    of: SDK,
    files: { 'package.json': PACKAGE, 'package-lock.json': PACKAGE_LOCK },
    packagedBy: 'cli',
    expect: 'exact 1.15.1 from package-lock.json',
  },
  {
    name: 'no lock',
    ecosystem: 'npm',
    of: SDK,
    files: { 'package.json': PACKAGE },
    expect: `newest 1.32.2 of \`${SDK} ^1.12.0\` in package.json`,
  },
  {
    name: 'the latest',
    ecosystem: 'npm',
    of: SDK,
    files: { 'package.json': PACKAGE.replace('^1.12.0', 'latest') },
    expect: `newest 1.32.2 of \`${SDK} latest\` in package.json`,
  },
  {
    name: 'a tag',
    ecosystem: 'npm',
    of: SDK,
    files: { 'package.json': PACKAGE.replace('^1.12.0', 'beta') },
    expect: 'unknown: `beta` is not a range of versions',
  },
  {
    name: 'a tilde',
    ecosystem: 'npm',
    of: SDK,
    files: { 'package.json': PACKAGE.replace('^', '~') },
    expect: `newest 1.12.3 of \`${SDK} ~1.12.0\` in package.json`,
  },
  {
    name: 'a lock that the image does not get',
    ecosystem: 'npm',
    of: SDK,
    files: {
      Dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\n',
      'package.json': PACKAGE,
      'package-lock.json': PACKAGE_LOCK,
    },
    dockerfile: 'Dockerfile',
    expect: `newest 1.32.2 of \`${SDK} ^1.12.0\` in package.json`,
  },
  {
    name: 'a development dependency that is bundled',
    ecosystem: 'npm',
    of: SDK,
    files: { 'package.json': PACKAGE.replace('dependencies', 'devDependencies') },
    expect: `newest 1.32.2 of \`${SDK} ^1.12.0\` in package.json`,
  },
  {
    name: 'an exact version',
    ecosystem: 'npm',
    of: SDK,
    files: { 'package.json': PACKAGE.replace('^', '') },
    expect: `exact 1.12.0 from \`${SDK} 1.12.0\` in package.json`,
  },
  {
    name: 'a catalog',
    ecosystem: 'npm',
    of: SDK,
    files: { 'package.json': PACKAGE.replace('^1.12.0', 'catalog:') },
    expect: `unknown: \`${SDK}\` comes from \`catalog:\``,
  },
  {
    name: 'pnpm-lock.yaml of a workspace',
    ecosystem: 'npm',
    of: SDK,
    folder: 'apps/one',
    files: {
      'package.json': '{}',
      'apps/one/package.json': PACKAGE,
      'pnpm-lock.yaml': `lockfileVersion: '9.0'\n\nimporters:\n\n  apps/one:\n    dependencies:\n      '${SDK}':\n        specifier: ^1.12.0\n        version: 1.16.0(zod@3.25.76)\n`,
    },
    expect: 'exact 1.16.0 from pnpm-lock.yaml',
  },
  {
    name: 'yarn.lock',
    ecosystem: 'npm',
    of: SDK,
    files: {
      'package.json': PACKAGE,
      'yarn.lock': `"${SDK}@^1.12.0":\n  version "1.17.0"\n  resolved "https://registry.example/sdk.tgz"\n`,
    },
    expect: 'exact 1.17.0 from yarn.lock',
  },
];

describe('resolveVersion', () => {
  it.each(rows)('$name', async (row) => {
    expect(describeVersion(await resolve(row))).toBe(row.expect);
  });
});

async function resolve({ files, folder = '', dockerfile, context, packagedBy, of = 'mcp', ecosystem = 'pypi' }: Row) {
  const project = { name: '.', files: Object.keys(files).toSorted() };
  const world = worldOf(files);
  const found = await dependencies.collect({ project, embedded: { files: [] } }, world);
  const image = (await images.collect({ project, embedded: { files: [] } }, world)).files.find(
    ({ path }) => path === dockerfile,
  );
  const scope: BuildScope = {
    folder,
    ...(image === undefined
      ? {}
      : { installs: image.installs, dockerfileFolder: context ?? folderOfDockerfile(image.path) }),
    ...(packagedBy === undefined ? {} : { packagedBy }),
  };
  return resolveVersion(found, scope, ecosystem, of);
}

function folderOfDockerfile(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

function worldOf(files: Files): World {
  const look = async (path: string) => {
    const text = files[path];
    return text === undefined ? ({ ok: false, because: 'it is gone' } as const) : ({ ok: true, text } as const);
  };
  return {
    name: '.',
    agent: undefined,
    list: async () => Object.keys(files).toSorted(),
    read: look,
    glance: look,
    parser: () => Promise.reject(new Error('Nothing here needs a parser.')),
  };
}

function describeVersion(version: ResolvedVersion): string {
  if (version.kind === 'unknown') return `unknown: ${version.because}`;
  if (version.kind === 'exact') return `exact ${version.version} from ${version.from}`;
  const held = version.heldBackBy === undefined ? '' : `, held back: ${version.heldBackBy}`;
  return `newest ${version.version} of ${version.from}${held}`;
}
