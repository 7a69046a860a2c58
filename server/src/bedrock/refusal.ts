import type { OperationName } from './ask.ts';

/** Why AWS did not do what a tool asked for, in words for whoever called the tool. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** A word to tell refusals apart by: `access_denied`. */
  readonly code: string;
  /** The id under which AWS knows the request. */
  readonly requestId: string | undefined;

  constructor(code: string, message: string, { cause, requestId }: { cause?: unknown; requestId?: string } = {}) {
    super(message, { cause });
    this.code = code;
    this.requestId = requestId;
  }
}

/** What a request was about, as far as an advice can use it. */
interface Asked {
  readonly guardrailIdentifier?: string | undefined;
  readonly guardrailVersion?: string | undefined;
  readonly modelId?: string | undefined;
}

interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly requestId: string | undefined;
}

/** Puts an error of the AWS SDK into words that say what to do. */
export function refusalOf(error: unknown, operation: OperationName, asked: object, signal: AbortSignal): Refusal {
  const thrown = read(error);
  const { name, message, requestId } = thrown;
  const more = { cause: error, ...(requestId === undefined ? {} : { requestId }) };
  if (signal.aborted) return stopped(signal, more);
  const advise =
    ADVICE[name] ??
    ADVICE[codeOf(error)] ??
    (/^Region (?:is missing|not accepted)/.test(message) ? noRegion : undefined);
  if (advise === undefined) {
    const said = message === '' ? '' : `: ${message}`;
    return new Refusal('aws_error', `AWS answered ${operation} with ${name}${said}.`.replace(/\.\.$/, '.'), more);
  }
  const [code, text] = advise(thrown, operation, asked);
  return new Refusal(code, text, more);
}

function stopped(signal: AbortSignal, more: { cause: unknown }): Refusal {
  return signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError'
    ? new Refusal(
        'time_limit',
        'AWS did not answer within the time limit of this call. Try again, or with a shorter text.',
        more,
      )
    : new Refusal('cancelled', 'The call was cancelled before AWS answered.', more);
}

function read(error: unknown): Thrown {
  if (!(error instanceof Error)) return { name: 'an unknown error', message: '', requestId: undefined };
  const { $metadata } = error as { readonly $metadata?: { readonly requestId?: string } };
  return { name: error.name, message: error.message, requestId: $metadata?.requestId };
}

/** Errors of the network have their names in `code`. */
function codeOf(error: unknown): string {
  const { code } = Object(error) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}

type Advice = (thrown: Thrown, operation: OperationName, asked: Asked) => readonly [code: string, text: string];

const unreachable: Advice = ({ message }) => [
  'unreachable',
  `Amazon Bedrock cannot be reached: ${sentence(message)} Look at the region (AWS_REGION) and, in a VPC, at the endpoints for bedrock and bedrock-runtime.`,
];
const throttled: Advice = ({ message }, operation) => [
  'throttled',
  `AWS throttles ${operation}: ${sentence(message)} Wait some seconds and try again; where it goes on, ask for a higher quota in Service Quotas (Amazon Bedrock).`,
];
const missing: Advice = ({ message }, operation, asked) =>
  operation === 'Converse'
    ? ['unknown_model', `The model ${quoted(asked.modelId)} is not there: ${sentence(message)} ${ABOUT_MODELS}`]
    : ['unknown_guardrail', `${guardrailOf(asked)} is not there: ${sentence(message)} ${ABOUT_GUARDRAILS}`];
const later: Advice = ({ message }, operation) => [
  'unavailable',
  `AWS could not do ${operation} now: ${sentence(message)} Try again in a while.`,
];
const noRegion: Advice = () => ['no_region', 'The server does not know its region: set AWS_REGION where it runs.'];
const signedWrong: Advice = ({ message }) => [
  'credentials',
  `AWS does not accept the server's credentials: ${sentence(message)} On AgentCore they come from the execution role; elsewhere, sign in again.`,
];

const ADVICE: { readonly [error: string]: Advice } = {
  AccessDeniedException: denied,
  ThrottlingException: throttled,
  TooManyRequestsException: throttled,
  ServiceQuotaExceededException: throttled,
  ResourceNotFoundException: missing,
  ValidationException: (thrown, operation, asked) => {
    // Some operations say in a ValidationException that a guardrail is not there.
    if (/guardrail.*(?:does not exist|not found)/i.test(thrown.message))
      return missing(thrown, 'ApplyGuardrail', asked);
    return [
      'invalid',
      `AWS does not take the input of ${operation}: ${sentence(thrown.message)}${hintFor(thrown.message)}`,
    ];
  },
  InternalServerException: later,
  ServiceUnavailableException: later,
  ModelNotReadyException: later,
  ModelTimeoutException: later,
  ModelErrorException: later,
  CredentialsProviderError: () => [
    'credentials',
    'The server has no AWS credentials. On AgentCore they come from the execution role; elsewhere, set AWS_PROFILE or the AWS_ACCESS_KEY_ID variables.',
  ],
  UnrecognizedClientException: signedWrong,
  ExpiredTokenException: signedWrong,
  InvalidSignatureException: signedWrong,
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  ECONNRESET: unreachable,
  TimeoutError: unreachable,
};

const ABOUT_GUARDRAILS =
  "`list_guardrails` shows the ids in the server's region; a guardrail of another account is named by its whole ARN.";
const ABOUT_MODELS =
  'Set BEDROCK_MODEL_ID to a model or inference profile that Amazon Bedrock has in the region of the server.';

function hintFor(message: string): string {
  if (/on-demand throughput|inference profile/i.test(message))
    return ' Set BEDROCK_MODEL_ID to the id of an inference profile (such as `us.` and the id of the model).';
  return /model identifier is invalid/i.test(message) ? ` ${ABOUT_MODELS}` : '';
}

/** IAM action and resource for each operation (service authorization reference of Amazon Bedrock, 2026-11-25). */
const NEEDED: { readonly [operation in OperationName]: readonly [action: string, resource: string] } = {
  ListGuardrails: ['bedrock:ListGuardrails', '*'],
  GetGuardrail: ['bedrock:GetGuardrail', 'the ARN of the guardrail'],
  ApplyGuardrail: ['bedrock:ApplyGuardrail', 'the ARN of the guardrail'],
  Converse: ['bedrock:InvokeModel', 'the ARN of the model (and of the inference profile, where one is named)'],
};

/** AWS names action and resource itself, most of the time; the operation's own stand in where it does not. */
function denied({ message }: Thrown, operation: OperationName, asked: Asked): readonly [string, string] {
  const [, action] = /to perform: (\S+)/.exec(message) ?? [];
  const [, resource] = /on resource: (\S+)/.exec(message) ?? [];
  const [, role] = /assumed-role\/([^/\s]+)/.exec(message) ?? [];
  if (operation === 'Converse' && action === undefined && /model/i.test(message))
    return [
      'access_denied',
      `The account may not use the model ${quoted(asked.modelId)}: ${sentence(message)} ${ABOUT_MODELS}`,
    ];
  const [neededAction, neededResource] = NEEDED[operation];
  const where = role === undefined ? "the server's execution role" : `the execution role ${quoted(role)}`;
  const how = /explicit deny/i.test(message) ? 'A policy denies it outright: remove the denial of' : 'Allow';
  const on = resource ?? neededResource;
  return [
    'access_denied',
    `AWS denies ${operation}. ${how} ${quoted(action ?? neededAction)} on ${resource === undefined && on !== '*' ? on : quoted(on)} in ${where}.`,
  ];
}

function guardrailOf({ guardrailIdentifier, guardrailVersion }: Asked): string {
  const version = guardrailVersion === undefined ? '' : ` in version ${quoted(guardrailVersion)}`;
  return `The guardrail ${quoted(guardrailIdentifier)}${version}`;
}

function quoted(text: string | undefined): string {
  return `\`${text ?? ''}\``;
}

function sentence(message: string): string {
  const text = message.trim();
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`;
}
