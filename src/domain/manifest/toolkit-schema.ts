import type { Field, MapShape, Shape } from './shape.ts';

/**
 * What the starter toolkit reads from `.bedrock_agentcore.yaml`. pydantic ignores a key that it does not know, so a
 * misspelt one is as good as absent. Ranges that a check of their own judges (lifecycle) are left open here.
 * https://github.com/aws/bedrock-agentcore-starter-toolkit/blob/main/src/bedrock_agentcore_starter_toolkit/utils/runtime/schema.py
 * (version 0.3.10, verified 2026-11-23)
 */
const TEXT: Shape = { kind: 'text' };
const text: Field = { shape: TEXT };
const optionalText: Field = { shape: TEXT, nullable: true };
const flag: Field = { shape: { kind: 'flag' } };
const texts: Field = { shape: { kind: 'list', of: TEXT } };
const number: Field = { shape: { kind: 'number' } };

function map(keys: MapShape['keys']): MapShape {
  return { kind: 'map', keys, others: 'ignored' };
}

function words(...allowed: string[]): Field {
  return { shape: { kind: 'text', words: allowed } };
}

const PROTOCOL = map({
  server_protocol: { shape: { kind: 'text', words: ['HTTP', 'MCP', 'A2A', 'AGUI'], anyCase: true } },
});

const NETWORK = map({
  network_mode: words('PUBLIC', 'VPC'),
  network_mode_config: { shape: map({ security_groups: texts, subnets: texts }), nullable: true },
});

const LIFECYCLE = map({
  idle_runtime_session_timeout: { ...number, nullable: true },
  max_lifetime: { ...number, nullable: true },
});

const AWS = map({
  execution_role: optionalText,
  execution_role_auto_create: flag,
  account: { shape: { kind: 'text', pattern: /^\d{12}$/, says: '12 digits in quotes' }, nullable: true },
  region: optionalText,
  ecr_repository: optionalText,
  ecr_auto_create: flag,
  s3_path: optionalText,
  s3_auto_create: flag,
  network_configuration: { shape: NETWORK },
  protocol_configuration: { shape: PROTOCOL },
  observability: { shape: map({ enabled: flag }) },
  lifecycle_configuration: { shape: LIFECYCLE },
});

const MEMORY = map({
  mode: words('STM_ONLY', 'STM_AND_LTM', 'NO_MEMORY'),
  memory_id: optionalText,
  memory_arn: optionalText,
  memory_name: optionalText,
  event_expiry_days: number,
  first_invoke_memory_check_done: flag,
  was_created_by_toolkit: flag,
});

const PROVIDER = map({
  name: { shape: TEXT, required: true },
  arn: { shape: TEXT, required: true },
  type: { shape: TEXT, required: true },
  callback_url: text,
});

const WORKLOAD = map({
  name: { shape: TEXT, required: true },
  arn: { shape: TEXT, required: true },
  return_urls: texts,
});

const JWT = map({
  enabled: flag,
  audiences: texts,
  signing_algorithm: { shape: { kind: 'text', words: ['ES384', 'RS256'], anyCase: true } },
  issuer_url: optionalText,
  duration_seconds: { shape: { kind: 'number', from: 60, to: 3600 } },
});

/** One agent. */
export const TOOLKIT_AGENT = map({
  name: { shape: TEXT, required: true },
  language: words('python', 'typescript'),
  node_version: optionalText,
  entrypoint: { shape: TEXT, required: true },
  deployment_type: words('container', 'direct_code_deploy'),
  runtime_type: optionalText,
  platform: text,
  container_runtime: optionalText,
  source_path: optionalText,
  aws: { shape: AWS },
  bedrock_agentcore: {
    shape: map({ agent_id: optionalText, agent_arn: optionalText, agent_session_id: optionalText }),
  },
  codebuild: { shape: map({ project_name: optionalText, execution_role: optionalText, source_bucket: optionalText }) },
  memory: { shape: MEMORY },
  identity: {
    shape: map({
      credential_providers: { shape: { kind: 'list', of: PROVIDER } },
      workload: { shape: WORKLOAD, nullable: true },
    }),
  },
  aws_jwt: { shape: JWT },
  authorizer_configuration: { shape: { kind: 'any map' }, nullable: true },
  request_header_configuration: { shape: { kind: 'any map' }, nullable: true },
  oauth_configuration: { shape: { kind: 'any map' }, nullable: true },
  api_key_env_var_name: optionalText,
  api_key_credential_provider_name: optionalText,
  is_generated_by_agentcore_create: { ...flag, nullable: true },
});

/** The whole file. */
export const TOOLKIT_FILE = map({
  default_agent: optionalText,
  is_agentcore_create_with_iac: { ...flag, nullable: true },
  agents: { shape: { kind: 'dictionary', of: TOOLKIT_AGENT } },
});
