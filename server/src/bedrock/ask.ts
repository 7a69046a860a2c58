import type { operations as offered } from './clients.ts';
import { Refusal, refusalOf } from './refusal.ts';

type Operations = typeof offered;
export type OperationName = keyof Operations;
export type InputOf<Name extends OperationName> = Parameters<Operations[Name]>[0];
export type OutputOf<Name extends OperationName> = Awaited<ReturnType<Operations[Name]>>;

/** Asks AWS, and throws a {@link Refusal} that says what to do where AWS does not answer. */
export async function ask<Name extends OperationName>(
  name: Name,
  input: InputOf<Name>,
  signal: AbortSignal,
): Promise<OutputOf<Name>> {
  try {
    signal.throwIfAborted();
    const { operations } = await import('./clients.ts');
    // Each operation takes its own input, which TypeScript cannot see across the table.
    const operation = operations[name] as (input: InputOf<Name>, signal: AbortSignal) => Promise<OutputOf<Name>>;
    return await operation(input, signal);
  } catch (error) {
    throw error instanceof Refusal ? error : refusalOf(error, name, input, signal);
  }
}
