import { randomUUID } from 'node:crypto';
import type { CallToolResult, ServerContext } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import { Refusal } from '../bedrock/refusal.ts';
import { log, traceOf } from '../log.ts';
import type { Settings } from '../settings.ts';
import type { RunningCalls } from './running.ts';
import type { Call, Tool } from './tool.ts';

/** What the server of one request knows. */
export interface Surroundings {
  readonly settings: Settings;
  readonly running: RunningCalls;
  /** The session that AgentCore named in the request. */
  readonly session: string | undefined;
}

/** Answers a call of a tool, whatever becomes of it, and logs one line. */
export async function answerCall(
  tool: Tool,
  input: unknown,
  context: ServerContext,
  { settings, running, session }: Surroundings,
): Promise<CallToolResult> {
  const began = performance.now();
  const { signal, id } = context.mcpReq;
  const call = randomUUID().slice(0, 8);
  const { result, noted } = await outcomeOf(call, () =>
    running.run({ signal, session, id }, settings.callLimitMs, (until) => {
      const progress = progressOf(context);
      return answered(tool, input, { settings, signal: until, progress });
    }),
  );
  const era = context.mcpReq.envelope === undefined ? '2025' : '2026';
  log({ event: 'call', call, tool: tool.name, era, ms: Math.round(performance.now() - began), ...noted });
  return result;
}

interface Outcome {
  readonly result: CallToolResult;
  readonly noted: { readonly [detail: string]: string | number | boolean | readonly string[] | undefined };
}

async function answered(tool: Tool, input: unknown, call: Call): Promise<Outcome> {
  const parsed = tool.input.safeParse(input ?? {});
  if (!parsed.success)
    throw new Refusal('invalid', `\`${tool.name}\` does not take this input. ${complaints(parsed.error)}`);
  const { structured, text, noted } = await tool.run(parsed.data, call);
  // What a tool answers is an object: its schema is one.
  const structuredContent = structured as Record<string, unknown>;
  return { result: { content: [{ type: 'text', text }], structuredContent }, noted: { outcome: 'ok', ...noted } };
}

async function outcomeOf(call: string, run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Refusal) {
      const { code, message, requestId } = error;
      const outcome = code === 'cancelled' ? 'cancelled' : 'refused';
      return { result: failure(message, code), noted: { outcome, code, aws_request: requestId } };
    }
    const text = `The server failed at this. Its log says where, in the line of call \`${call}\`.`;
    return { result: failure(text, 'internal'), noted: { outcome: 'failed', ...traceOf(error) } };
  }
}

/** No structured content: clients hold it against the output schema even where it is an error. */
function failure(text: string, code: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text }], _meta: { code } };
}

function complaints({ issues }: z.ZodError): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.length === 0 ? '' : `\`${path.join('.')}\`: `}${message}.`)
    .join(' ');
}

/** A client that wants to hear of progress sends a token; one that is gone by then hears nothing. */
function progressOf({ mcpReq }: ServerContext): Call['progress'] {
  const { _meta: meta } = mcpReq;
  const progressToken = meta?.progressToken;
  if (progressToken === undefined) return () => undefined;
  return (progress, total, message) => {
    const params = { progressToken, progress, total, message };
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}
