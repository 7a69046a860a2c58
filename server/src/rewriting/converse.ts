import { ask } from '../bedrock/ask.ts';
import { type Draft, messageFor, SYSTEM } from './prompt.ts';

/** What a model made of a draft: its text, or why there is none. */
export type Rewritten =
  | { readonly ok: true; readonly text: string; readonly tokens: number }
  | { readonly ok: false; readonly because: string; readonly tokens: number };

const MOST_TOKENS = 4096;

/** Has the model rewrite a draft; an answer that was cut off or blocked is none. */
export async function converse(modelId: string, draft: Draft, signal: AbortSignal): Promise<Rewritten> {
  const input = {
    modelId,
    system: [{ text: SYSTEM }],
    messages: [{ role: 'user' as const, content: [{ text: messageFor(draft) }] }],
    inferenceConfig: { maxTokens: MOST_TOKENS },
  };
  const { output, stopReason, usage } = await ask('Converse', input, signal);
  const tokens = usage?.totalTokens ?? 0;
  const text = (output?.message?.content ?? [])
    .flatMap((block) => block.text ?? [])
    .join('')
    .trim();
  if (stopReason !== 'end_turn' && stopReason !== 'stop_sequence')
    return { ok: false, because: `the model stopped with ${stopReason ?? 'no reason'}`, tokens };
  return text === '' ? { ok: false, because: 'the model wrote nothing', tokens } : { ok: true, text, tokens };
}
