/** What the server is told by its environment. */
export interface Settings {
  /** The model that rewrites; without one, `rewrite_response` says what to set. */
  readonly modelId: string | undefined;
  /** The guardrail of calls that name none. */
  readonly guardrailId: string | undefined;
  /** How long one call of a tool may take, all its requests to AWS together. */
  readonly callLimitMs: number;
  /** How long calls may go on after the signal to end. */
  readonly graceMs: number;
  /** Hosts of browser pages that may call, beside those of this machine. */
  readonly allowedOrigins: readonly string[];
}

type Environment = { readonly [name: string]: string | undefined };

// AgentCore lets a synchronous request take 15 minutes and asks a container to end within seconds:
// https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html (2026-11-25).
const CALL_LIMIT_SECONDS = 120;
const GRACE_SECONDS = 10;

/** Reads the settings; what is not a number counts as not set. */
export function settingsFrom(environment: Environment): Settings {
  return {
    modelId: textIn(environment['BEDROCK_MODEL_ID']),
    guardrailId: textIn(environment['BEDROCK_GUARDRAIL_ID']),
    callLimitMs: (numberIn(environment['CALL_LIMIT_SECONDS']) ?? CALL_LIMIT_SECONDS) * 1000,
    graceMs: (numberIn(environment['GRACE_SECONDS']) ?? GRACE_SECONDS) * 1000,
    allowedOrigins: (environment['ALLOWED_ORIGINS'] ?? '').split(/[\s,]+/).filter(Boolean),
  };
}

function textIn(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === '' ? undefined : text;
}

function numberIn(value: string | undefined): number | undefined {
  const text = textIn(value);
  const number = Number(text);
  return text === undefined || !Number.isFinite(number) || number < 0 ? undefined : number;
}
