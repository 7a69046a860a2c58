import type { Field, MapShape, Shape } from './shape.ts';

/**
 * What `@aws/agentcore` reads from `agentcore/agentcore.json` and `agentcore/aws-targets.json`. zod strips unknown keys
 * of a runtime without a word, and refuses them at the top level. Sections that have nothing to do with runtimes are
 * not looked into; names, authorizers, header lists, runtime versions and lifecycles have checks of their own.
 * https://www.npmjs.com/package/@aws/agentcore (0.30.0, `dist/schema`, verified 2026-11-23)
 */
const TEXT: Shape = { kind: 'text' };
const text: Field = { shape: TEXT };
const flag: Field = { shape: { kind: 'flag' } };
const texts: Field = { shape: { kind: 'list', of: TEXT } };
const anything: Field = { shape: { kind: 'anything' } };
const list: Field = { shape: { kind: 'list', of: { kind: 'anything' } } };
const seconds: Field = { shape: { kind: 'number' } };

function map(keys: MapShape['keys'], others: MapShape['others'] = 'ignored'): MapShape {
  return { kind: 'map', keys, others };
}

function required(shape: Shape): Field {
  return { shape, required: true };
}

function words(...allowed: string[]): Shape {
  return { kind: 'text', words: allowed };
}

function idsOf(prefix: 'subnet' | 'sg'): Shape {
  const pattern = new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`);
  return {
    kind: 'list',
    filled: true,
    of: { kind: 'text', pattern, says: `an id like \`${prefix}-0123456789abcdef0\`` },
  };
}

const FILLED: Shape = { kind: 'text', pattern: /./, says: 'a text that is not empty' };
const ENTRYPOINT: Shape = {
  kind: 'text',
  pattern: /^\w[\w/.-]*\.(py|ts|js)(:[a-zA-Z_]\w*)?$/,
  says: 'a relative path that ends in `.py`, `.ts` or `.js`',
};
const VARIABLE = map({
  name: required({
    kind: 'text',
    pattern: /^[A-Za-z_][A-Za-z0-9_]{0,254}$/,
    says: 'the name of an environment variable',
  }),
  value: required(TEXT),
});
const NETWORK = map({
  subnets: required(idsOf('subnet')),
  securityGroups: required(idsOf('sg')),
  vpcId: { shape: { kind: 'text', pattern: /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, says: 'the id of a VPC, `vpc-…`' } },
});

/** One entry of `runtimes`. */
export const CLI_RUNTIME = map({
  name: required(TEXT),
  description: text,
  build: required(words('CodeZip', 'Container')),
  entrypoint: required(ENTRYPOINT),
  codeLocation: required(FILLED),
  dockerfile: {
    shape: {
      kind: 'text',
      pattern: /^(?!.*(^|\/)\.\.(\/|$))(?!.*\/\/)(?!\/)[A-Za-z0-9._/-]+(?<!\/)$/,
      says: 'a path inside the build context, of letters, digits, dots, dashes and slashes',
    },
  },
  buildContextPath: { shape: FILLED },
  customDockerBuildArgs: { shape: { kind: 'dictionary', of: TEXT } },
  runtimeVersion: text,
  envVars: { shape: { kind: 'list', of: VARIABLE } },
  networkMode: { shape: words('PUBLIC', 'VPC') },
  networkConfig: { shape: NETWORK },
  instrumentation: { shape: map({ enableOtel: flag }) },
  protocol: { shape: words('HTTP', 'MCP', 'A2A', 'AGUI') },
  requestHeaderAllowlist: texts,
  executionRoleArn: text,
  additionalPolicies: { shape: { kind: 'list', of: FILLED } },
  authorizerType: { shape: words('AWS_IAM', 'CUSTOM_JWT') },
  authorizerConfiguration: { shape: { kind: 'any map' } },
  tags: { shape: { kind: 'dictionary', of: TEXT } },
  lifecycleConfiguration: { shape: map({ idleRuntimeSessionTimeout: seconds, maxLifetime: seconds }) },
  filesystemConfigurations: list,
  endpoints: {
    shape: { kind: 'dictionary', of: map({ version: required({ kind: 'number', from: 1 }), description: text }) },
  },
  connections: list,
  capacityProviderConfiguration: anything,
});

/** The whole of `agentcore.json`. */
export const CLI_FILE = map(
  {
    $schema: text,
    name: required(TEXT),
    version: required({ kind: 'number', from: 1 }),
    managedBy: { shape: words('CDK') },
    tags: { shape: { kind: 'dictionary', of: TEXT } },
    runtimes: { shape: { kind: 'list', of: CLI_RUNTIME } },
    memories: list,
    knowledgeBases: list,
    credentials: list,
    evaluators: list,
    onlineEvalConfigs: list,
    agentCoreGateways: list,
    mcpRuntimeTools: list,
    unassignedTargets: list,
    policyEngines: list,
    configBundles: list,
    abTests: list,
    harnesses: list,
    datasets: list,
    capacityProviders: list,
    httpGateways: list,
    payments: list,
  },
  'refused',
);

/** The regions of AgentCore that the CLI knows. */
const REGIONS = `ap-northeast-1 ap-northeast-2 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-5
  ap-southeast-7 ca-central-1 eu-central-1 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3
  sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 us-gov-west-1`.split(/\s+/);

const TARGET = map({
  name: required({
    kind: 'text',
    pattern: /^[a-zA-Z][a-zA-Z0-9-]{0,63}$/,
    says: 'a letter, then letters, digits and hyphens, 64 at most',
  }),
  description: text,
  account: required({ kind: 'text', pattern: /^\d{12}$/, says: '12 digits in quotes' }),
  region: required({ kind: 'text', words: REGIONS, growing: true }),
});

/** The whole of `aws-targets.json`. */
export const CLI_TARGETS: Shape = { kind: 'list', of: TARGET };

/** Project names that a package of the templates bears already; upper and lower case count as the same. */
export const RESERVED_PROJECT_NAMES: ReadonlySet<string> = new Set(
  `anthropic autogen autogenagentchat autogenext bedrock bedrockagentcore googleadk googlegenerativeai langchain
  langchainanthropic langchainaws langchaingooglegenai langchainmcpadapters langchainopenai langgraph mcp openai
  openaiagents strands strandsagents strandsagentstools agui aguistrands aguilanggraph aguiadk aguiprotocol
  vercelai aisdk httpx pytest pytestasyncio pythondotenv hatchling setuptools wheel awsopentelemetrydistro boto3
  botocore test tests src lib dist build env venv site pip uv`.split(/\s+/),
);
