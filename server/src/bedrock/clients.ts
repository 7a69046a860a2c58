import { BedrockClient, GetGuardrailCommand, ListGuardrailsCommand } from '@aws-sdk/client-bedrock';
import { ApplyGuardrailCommand, BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

// This module is loaded by the first call of a tool: the SDK costs more than all the rest of the start.

const options = {
  maxAttempts: 3,
  // The number of calls at once is the platform's affair; the SDK's 50 sockets would make the 51st wait.
  requestHandler: { connectionTimeout: 5000, httpsAgent: { maxSockets: 256 }, httpAgent: { maxSockets: 256 } },
};

const bedrock = new BedrockClient(options);
const runtime = new BedrockRuntimeClient(options);

/** The operations of AWS that the tools use; each ends when its signal does. */
export const operations = {
  ListGuardrails: (input: ListGuardrailsCommand['input'], abortSignal: AbortSignal) =>
    bedrock.send(new ListGuardrailsCommand(input), { abortSignal }),
  GetGuardrail: (input: GetGuardrailCommand['input'], abortSignal: AbortSignal) =>
    bedrock.send(new GetGuardrailCommand(input), { abortSignal }),
  ApplyGuardrail: (input: ApplyGuardrailCommand['input'], abortSignal: AbortSignal) =>
    runtime.send(new ApplyGuardrailCommand(input), { abortSignal }),
  Converse: (input: ConverseCommand['input'], abortSignal: AbortSignal) =>
    runtime.send(new ConverseCommand(input), { abortSignal }),
} as const;
