import { BedrockClient, GetGuardrailCommand, ListGuardrailsCommand } from '@aws-sdk/client-bedrock';
import { ApplyGuardrailCommand, BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';

// This module is loaded by the first call of a tool: the SDK costs more than all the rest of the start.

// The runtime client would speak HTTP/2 in one session, which does not outlive a machine that is put to sleep between
// requests, and which not every endpoint of one's own speaks. How many calls run at once is the caller's affair: with
// the usual 50 sockets, the 51st would wait.
const sockets = { maxSockets: 256 };
const options = {
  maxAttempts: 3,
  requestHandler: new NodeHttpHandler({ connectionTimeout: 5000, httpsAgent: sockets, httpAgent: sockets }),
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
