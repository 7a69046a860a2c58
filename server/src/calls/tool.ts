import type { z } from 'zod';
import type { Settings } from '../settings.ts';

/** What a tool is given beside its input. */
export interface Call {
  readonly settings: Settings;
  /** Ends with the client's patience, the time limit, or the server. */
  readonly signal: AbortSignal;
  /** Tells a client that asked for it how far the call is. */
  readonly progress: (done: number, total: number, message: string) => void;
}

/** What a tool answers, once for programs and once for readers. */
export interface Answer<Output> {
  readonly structured: Output;
  readonly text: string;
  /** For the log: nothing that a user wrote. */
  readonly noted: { readonly [detail: string]: string | number | boolean };
}

/** A tool: what it takes, what it answers, and how. */
export interface Tool<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly run: (input: z.output<Input>, call: Call) => Promise<Answer<z.output<Output>>>;
}

/** Ties the type of a tool's input and output to its schemas. */
export function defineTool<Input extends z.ZodType, Output extends z.ZodType>(tool: Tool<Input, Output>): Tool {
  // `run` is only ever given what `input` parsed, which the registry of tools of all types cannot say.
  return tool as unknown as Tool;
}
