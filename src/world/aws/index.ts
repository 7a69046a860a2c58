import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsAnswer, AwsCall, AwsService, WritableAws } from '../../model/aws.ts';
import type { Json } from '../../model/json.ts';
import { clientConfig, isCustomIn, type Times } from './client-config.ts';
import { demandAws, GENUINE } from './genuine.ts';
import { actionOf, isListed, READS, UNSIGNED, WRITES } from './operations.ts';
import { documentOf, keepAnswer, type Kept, sendAsIs } from './raw.ts';
import { refusalOf } from './refusal.ts';
import { type Client, type Command, loadService, type Service, SPEAKS_JSON } from './service.ts';

export interface AwsOptions {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  /** How long one call may take in all, in milliseconds. */
  readonly limitMs?: number;
  readonly environment: { readonly [name: string]: string | undefined };
  /** Ends every call that is under way. */
  readonly signal?: AbortSignal | undefined;
  /** Told about every call before it is made. */
  readonly onCall?: ((call: AwsCall) => void) | undefined;
}

// One script holds all of the SDK, and this file is the way into it.
export { openLogCalls } from './log-calls.ts';
export { openSigner } from './sign.ts';
export { loadService } from './service.ts';

/** The door, with a memory of what the caller was not allowed. */
export interface RealAws extends WritableAws {
  /** One call that needs no credentials, such as that by which a user signs in. */
  unsigned(call: AwsCall): Promise<AwsAnswer>;
  /** The IAM actions that were denied, sorted. */
  denied(): readonly string[];
}

/** Eight seconds are long for a read, repetitions included, and a person still waits for them. */
const LIMIT_MS = 8000;

/**
 * Opens the door to AWS. Credentials, region and endpoints are found as every AWS tool finds them; nothing is loaded and
 * nobody is asked before the first call.
 */
export function openAws(options: AwsOptions): RealAws {
  const { environment } = options;
  const region = options.region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  const isCustom = isCustomIn(environment);
  const denied = new Set<string>();
  const clients = new Map<string, Promise<{ readonly client: Client; readonly service: Service }>>();

  const clientFor = (
    name: AwsService,
    where: string | undefined,
    times: Times,
  ): Promise<{ readonly client: Client; readonly service: Service }> => {
    const key = `${name} ${where ?? ''} ${times}`;
    const known = clients.get(key);
    if (known !== undefined) return known;
    const made = loadService(name).then((service) => ({
      service,
      client: new service.Client(clientConfig(options, name, where, times)),
    }));
    clients.set(key, made);
    return made;
  };

  const call = async (asked: AwsCall, times: Times = 'several'): Promise<AwsAnswer> => {
    options.onCall?.(asked);
    const kept: Kept = {};
    try {
      const { client, service } = await clientFor(asked.service, asked.region ?? region, times);
      const command = commandOf(service, asked, kept);
      const output = await client.send(command, { abortSignal: limitOf(options) });
      return { ok: true, value: documentOf(kept) ?? plain(output) };
    } catch (error) {
      // It was answered, and only the SDK cannot read it: the document is what counts.
      const document = documentOf(kept);
      if (document !== undefined) return { ok: true, value: document };
      const refusal = refusalOf(error, asked);
      if (refusal.kind === 'denied' && !isListed(UNSIGNED, asked.service, asked.operation))
        denied.add(actionOf(asked.service, asked.operation));
      return refusal;
    }
  };

  return {
    region,
    isCustom,
    ask: (asked) => call(listed(READS, asked)),
    change: (asked) => patiently(() => call(listed(WRITES, asked), 'once')),
    unsigned: (asked) => call(listed(UNSIGNED, asked)),
    actionOf: ({ service, operation }) => actionOf(service, operation),
    denied: () => [...denied].toSorted(),
  };
}

/** A change is sent again only where AWS says that it did not take it up: one whose answer is lost may have been made. */
async function patiently(change: () => Promise<AwsAnswer>): Promise<AwsAnswer> {
  for (const pause of PAUSES_MS) {
    const answer = await change();
    if (answer.ok || answer.kind !== 'throttled') return answer;
    await sleep(pause * (0.5 + Math.random()));
  }
  return change();
}

const PAUSES_MS = [200, 600, 1800];

function listed(table: typeof READS, asked: AwsCall): AwsCall {
  if (!isListed(table, asked.service, asked.operation))
    throw new Error(`${asked.service} ${asked.operation} stands in no table of operations`);
  return asked;
}

function commandOf(service: Service, call: AwsCall, kept: Kept): Command {
  const { service: name, operation, input, document, bytes } = call;
  const Made = service.commands[operation];
  if (Made === undefined) throw new Error(`${name} ${operation} has no command`);
  const command = new Made({ ...input, ...(bytes === undefined ? {} : { Body: bytes }) });
  if (SPEAKS_JSON.has(name)) keepAnswer(command, kept);
  if (GENUINE.has(operation)) demandAws(command);
  if (document !== undefined) sendAsIs(command, document);
  return command;
}

function limitOf({ limitMs = LIMIT_MS, signal }: AwsOptions): AbortSignal {
  const limit = AbortSignal.timeout(limitMs);
  return signal === undefined ? limit : AbortSignal.any([limit, signal]);
}

/** An answer of the SDK as JSON: times become texts, and what belongs to the transport goes. */
function plain(output: object): Json {
  return JSON.parse(JSON.stringify({ ...output, $metadata: undefined })) as Json;
}
