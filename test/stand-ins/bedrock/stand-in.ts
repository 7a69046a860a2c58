import { ACCOUNT, REGION } from '../../emulators/aws.ts';
import { type Answer, type AwsError, errorAnswer, jsonAnswer } from '../wire/answer.ts';
import { listen } from '../wire/listen.ts';
import { type AwsRequest, readRequest } from '../wire/request.ts';
import type { Finding } from './findings.ts';

/** A guardrail; `policies` are those of Automated Reasoning. */
export interface Guardrail {
  readonly id: string;
  readonly name: string;
  readonly version?: string;
  readonly policies?: readonly string[];
}

/**
 * A stand-in for guardrails with Automated Reasoning and for a model: emulators find nothing. Documented: shapes, the
 * kinds of finding, that findings never change `action`. Assumed: the texts of errors, and which sizes are refused.
 */
export interface Bedrock {
  readonly url: string;
  readonly guardrail: (guardrail: Guardrail) => void;
  /** What is found in a text from now on. */
  readonly finds: (judge: (text: string) => readonly Finding[]) => void;
  /** What the model answers from now on to the last message of a conversation. */
  readonly says: (model: (prompt: string) => string) => void;
  readonly close: () => Promise<void>;
}

interface State {
  readonly guardrails: Map<string, Guardrail>;
  judge: (text: string) => readonly Finding[];
  model: (prompt: string) => string;
}

type Operation = (request: AwsRequest, state: State) => object | AwsError;

/** Opens the stand-in on a free port; `bedrock` and `bedrock-runtime` are both there. */
export async function openBedrock(): Promise<Bedrock> {
  const state: State = { guardrails: new Map(), judge: () => [], model: (prompt) => prompt };
  const answer = (request: AwsRequest): Answer => {
    const operation = OPERATIONS[request.operation];
    if (operation === undefined)
      return errorAnswer(request, { code: 'NotImplemented', status: 501, message: request.operation });
    const said = operation(request, state);
    return 'code' in said ? errorAnswer(request, said as AwsError) : jsonAnswer(said);
  };
  const { url, close } = await listen(async (incoming) => answer(await readRequest(incoming, 'test')));
  return {
    url,
    guardrail: (guardrail) => void state.guardrails.set(guardrail.id, guardrail),
    finds: (judge) => (state.judge = judge),
    says: (model) => (state.model = model),
    close,
  };
}

const OPERATIONS: { readonly [operation: string]: Operation } = {
  ListGuardrails: ({ target }, { guardrails }) => {
    const query = new URLSearchParams(target.split('?')[1]);
    const from = Number(query.get('nextToken') ?? 0);
    const to = from + Number(query.get('maxResults') ?? 10);
    const all = [...guardrails.values()].map(summaryOf);
    return { guardrails: all.slice(from, to), ...(to < all.length ? { nextToken: String(to) } : {}) };
  },
  GetGuardrail: ({ target }, state) => {
    const found = guardrailIn(target.split('?')[0]?.split('/')[2], state);
    if ('code' in found) return found;
    const { id, arn, ...summary } = summaryOf(found);
    const { policies } = found;
    return {
      ...summary,
      guardrailId: id,
      guardrailArn: arn,
      blockedInputMessaging: 'No.',
      blockedOutputsMessaging: 'No.',
      ...(policies === undefined ? {} : { automatedReasoningPolicy: { policies, confidenceThreshold: 0.8 } }),
    };
  },
  ApplyGuardrail: applyGuardrail,
  Converse: ({ body }, { model }) => {
    const { messages = [] } = inputOf(body);
    const prompt = textsOf(Object(Object(messages).at(-1)).content).join('\n');
    const text = model(prompt);
    const usage = { inputTokens: prompt.length, outputTokens: text.length, totalTokens: prompt.length + text.length };
    const message = { role: 'assistant', content: [{ text }] };
    return { output: { message }, stopReason: 'end_turn', usage, metrics: { latencyMs: 1 } };
  },
};

const LARGEST = 100_000;

function applyGuardrail({ target, body }: AwsRequest, state: State): object {
  const [, , id] = target.split('/');
  const found = guardrailIn(id, state);
  if ('code' in found) return found;
  const texts = textsOf(Object(inputOf(body))['content'], 'text');
  const text = texts.join('\n');
  if (text.trim() === '') return { code: 'ValidationException', message: 'The content to be assessed is empty.' };
  if (text.length > LARGEST)
    return { code: 'ValidationException', message: 'The content to be assessed is too large.' };
  const findings = found.policies === undefined ? [] : state.judge(text);
  const usage = {
    ...NOTHING_USED,
    automatedReasoningPolicyUnits: 1,
    automatedReasoningPolicies: found.policies?.length ?? 0,
  };
  return {
    usage,
    action: 'NONE',
    outputs: [],
    assessments: [
      {
        ...(found.policies === undefined ? {} : { automatedReasoningPolicy: { findings } }),
        invocationMetrics: { guardrailProcessingLatency: 12, usage },
      },
    ],
    guardrailCoverage: { textCharacters: { guarded: text.length, total: text.length } },
  };
}

const NOTHING_USED = {
  topicPolicyUnits: 0,
  contentPolicyUnits: 0,
  wordPolicyUnits: 0,
  sensitiveInformationPolicyUnits: 0,
  sensitiveInformationPolicyFreeUnits: 0,
  contextualGroundingPolicyUnits: 0,
};

function guardrailIn(named: string | undefined, { guardrails }: State): Guardrail | AwsError {
  const id =
    decodeURIComponent(named ?? '')
      .split('guardrail/')
      .at(-1) ?? '';
  const found = guardrails.get(id);
  const message = `The guardrail ${id} does not exist.`;
  return found ?? { code: 'ResourceNotFoundException', status: 404, message };
}

function summaryOf({ id, name, version = 'DRAFT' }: Guardrail) {
  const arn = `arn:aws:bedrock:${REGION}:${ACCOUNT}:guardrail/${id}`;
  const at = '2026-11-01T12:00:00Z';
  return { id, arn, name, version, status: 'READY', createdAt: at, updatedAt: at };
}

function inputOf(body: Buffer): { readonly [name: string]: unknown } {
  // An object, as every input of this service is.
  return JSON.parse(body.toString('utf8')) as { readonly [name: string]: unknown };
}

/** The texts of content blocks, which stand in the block itself or in a member of it. */
function textsOf(content: unknown, inside?: string): readonly string[] {
  if (!Array.isArray(content)) return [];
  const texts: readonly unknown[] = content.map(
    (block) => (inside === undefined ? block : Object(block)[inside])?.text,
  );
  return texts.filter((text) => typeof text === 'string');
}
