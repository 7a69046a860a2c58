import { satisfies } from './versions.ts';
import { rememberedBy } from '../remembered.ts';

/*
 * Import names and distributions of the packages that MCP servers commonly import, and what installs what. From the
 * index's metadata (`pip install --dry-run --report`) and the lock files of public projects, verified 2026-11-23. What
 * is not here is not judged.
 */

const words = (text: string): readonly string[] => text.split(' ');

/** The distributions that an import can come from; imports that are not here are not judged. */
const PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  aiofiles: ['aiofiles'],
  aiohttp: ['aiohttp'],
  anthropic: ['anthropic'],
  anyio: ['anyio'],
  bedrock_agentcore: ['bedrock-agentcore'],
  boto3: ['boto3'],
  botocore: ['botocore'],
  bs4: ['beautifulsoup4', 'bs4'],
  cachetools: ['cachetools'],
  click: ['click'],
  cryptography: ['cryptography'],
  dateutil: ['python-dateutil'],
  ddgs: ['ddgs'],
  dotenv: ['python-dotenv', 'dotenv'],
  fastapi: ['fastapi'],
  fastapi_mcp: ['fastapi-mcp'],
  fastmcp: ['fastmcp', 'fastmcp-slim'],
  httpx: ['httpx'],
  jinja2: ['jinja2'],
  jsonschema: ['jsonschema'],
  jwt: ['pyjwt'],
  loguru: ['loguru'],
  lxml: ['lxml'],
  matplotlib: ['matplotlib'],
  mcp: ['mcp'],
  numpy: ['numpy'],
  openai: ['openai'],
  openpyxl: ['openpyxl'],
  opensearchpy: ['opensearch-py'],
  pandas: ['pandas'],
  PIL: ['pillow', 'pillow-simd'],
  psutil: ['psutil'],
  psycopg2: ['psycopg2', 'psycopg2-binary'],
  pydantic: ['pydantic'],
  pydantic_settings: ['pydantic-settings'],
  pymysql: ['pymysql'],
  pytz: ['pytz'],
  redis: ['redis'],
  requests: ['requests'],
  rich: ['rich'],
  sqlalchemy: ['sqlalchemy'],
  starlette: ['starlette'],
  strands: ['strands-agents'],
  strands_tools: ['strands-agents-tools'],
  tabulate: ['tabulate'],
  tavily: ['tavily-python'],
  tenacity: ['tenacity'],
  typer: ['typer', 'typer-slim'],
  uvicorn: ['uvicorn'],
  websockets: ['websockets'],
  yaml: ['pyyaml'],
  yfinance: ['yfinance'],
};

/** What a distribution installs along with itself, as far as it is imported by anybody. */
const BRINGS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    words(
      'aiofiles aiohttp anyio awscrt cachetools certifi click cryptography jinja2 jsonschema loguru lxml numpy openpyxl ' +
        'opentelemetry-api opentelemetry-sdk packaging pillow psutil psycopg2 psycopg2-binary pydantic pyjwt pymysql ' +
        'python-dateutil python-dotenv python-multipart pytz pyyaml redis requests rich setuptools sqlalchemy tabulate ' +
        'tenacity typing-extensions urllib3 uv websockets wheel beautifulsoup4 aws-lambda-powertools',
    ).map((name) => [name, []]),
  ),
  'aws-opentelemetry-distro': words('cachetools psutil python-dateutil pyyaml requests'),
  'bedrock-agentcore': words('anyio boto3 botocore click pydantic python-dateutil pyyaml starlette uvicorn websockets'),
  'bedrock-agentcore-starter-toolkit': words(
    'anyio bedrock-agentcore boto3 botocore click httpx jinja2 jsonschema pydantic pydantic-settings python-dateutil ' +
      'python-dotenv pyyaml requests rich starlette typer uvicorn websockets',
  ),
  boto3: words('botocore python-dateutil'),
  botocore: ['python-dateutil'],
  ddgs: words('aiofiles anyio click httpx lxml'),
  fastapi: words('anyio pydantic starlette'),
  fastmcp: words(
    'anyio cachetools click cryptography jsonschema mcp pydantic pydantic-settings pyjwt python-dotenv python-multipart ' +
      'pyyaml requests rich starlette typer uvicorn websockets',
  ),
  httpx: ['anyio'],
  mcp: words('anyio click cryptography jsonschema pydantic pyjwt python-multipart starlette uvicorn'),
  matplotlib: words('numpy pillow python-dateutil'),
  openai: words('anyio httpx pydantic'),
  anthropic: words('anyio httpx pydantic'),
  'opensearch-py': words('python-dateutil requests'),
  pandas: words('numpy python-dateutil pytz'),
  'pydantic-settings': words('pydantic python-dotenv'),
  'requests-aws4auth': ['requests'],
  'sse-starlette': words('anyio starlette'),
  starlette: ['anyio'],
  'strands-agents': words(
    'anyio boto3 botocore click cryptography httpx jsonschema mcp pydantic pydantic-settings pyjwt python-dateutil ' +
      'python-dotenv python-multipart pyyaml starlette uvicorn',
  ),
  'strands-agents-tools': words(
    'aiohttp anyio beautifulsoup4 boto3 botocore click cryptography httpx jsonschema lxml mcp pillow pydantic ' +
      'pydantic-settings pyjwt python-dateutil python-dotenv python-multipart pyyaml requests rich starlette ' +
      'strands-agents tenacity typer uvicorn',
  ),
  'tavily-python': words('anyio httpx requests'),
  typer: words('click rich'),
  uvicorn: words('click'),
  yfinance: words('beautifulsoup4 cryptography lxml numpy pandas psutil python-dateutil pytz requests websockets'),
};

/** Until these versions the SDKs brought more: `mcp` 2 has `httpx2` in the place of `httpx`. */
const BROUGHT_BEFORE: Readonly<Record<string, { readonly before: string; readonly names: readonly string[] }>> = {
  mcp: { before: '<2', names: words('httpx python-dotenv pydantic-settings') },
  fastmcp: { before: '<4', names: words('httpx') },
};

/** What the usual extras add; of any other it is not known. */
const BY_EXTRA: Readonly<Record<string, readonly string[]>> = {
  binary: [],
  cli: words('click python-dotenv rich typer'),
  crt: [],
  crypto: ['cryptography'],
  standard: words('click httpx jinja2 python-dotenv python-multipart pydantic-settings pyyaml uvicorn websockets'),
};

/** A distribution that a build asks for. `version`: as far as it is known. */
export interface Asked {
  readonly name: string;
  readonly extras: readonly string[];
  readonly version?: string;
}

/** The distributions that an import can come from; `undefined`: that is not known. */
export function distributionsOf(module: string): readonly string[] | undefined {
  const top = module.split('.')[0] ?? module;
  return Object.hasOwn(PROVIDERS, top) ? PROVIDERS[top] : undefined;
}

/**
 * Everything that these distributions install, themselves included; `undefined`: one of them is not known. `mcp`: its
 * version, wherever it comes from.
 */
export const installedWith = rememberedBy(
  // The agents of one project mostly ask for the same packages.
  (asked: readonly Asked[], mcp?: string) => JSON.stringify([asked, mcp]),
  findInstalled,
);

function findInstalled(asked: readonly Asked[], mcp?: string): ReadonlySet<string> | undefined {
  const installed = new Set<string>();
  for (const { name, extras, version } of asked) {
    const brings = Object.hasOwn(BRINGS, name) ? BRINGS[name] : undefined;
    if (brings === undefined || !extras.every((extra) => Object.hasOwn(BY_EXTRA, extra))) return undefined;
    const along = [...brings, ...broughtBefore(name, version), ...extras.flatMap((extra) => BY_EXTRA[extra] ?? [])];
    for (const one of [name, ...along]) installed.add(one);
  }
  if (installed.has('mcp')) for (const one of broughtBefore('mcp', mcp)) installed.add(one);
  return installed;
}

/** An unknown version may be any. */
function broughtBefore(name: string, version: string | undefined): readonly string[] {
  const brought = Object.hasOwn(BROUGHT_BEFORE, name) ? BROUGHT_BEFORE[name] : undefined;
  if (brought === undefined) return [];
  return version === undefined || satisfies('pypi', version, brought.before) === true ? brought.names : [];
}
