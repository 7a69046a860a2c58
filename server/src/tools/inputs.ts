import { z } from 'zod';
import { Refusal } from '../bedrock/refusal.ts';
import type { Settings } from '../settings.ts';

/**
 * Texts end here, long before memory does. AWS takes less of most (25 text units of 1,000 characters at once, unless the
 * quota was raised: "Quotas for Amazon Bedrock", 2026-11-25) and says so itself.
 */
const MOST_CHARACTERS = 100_000;

export function text(what: string): z.ZodString {
  return z
    .string()
    .max(MOST_CHARACTERS, `is longer than ${MOST_CHARACTERS} characters: send it in parts`)
    .regex(/\S/, 'is empty')
    .describe(what);
}

// Ids are short, and emulators have others than AWS; what neither has is kept from the paths of requests.
export const guardrailId = z
  .string()
  .regex(/^[\w:/.-]{1,2048}$/, 'is neither the id nor the ARN of a guardrail')
  .optional()
  .describe("The guardrail's id or ARN; the server's own where left out");

export const guardrailVersion = z
  .string()
  .regex(/^(?:DRAFT|[1-9]\d{0,7})$/, 'is neither DRAFT nor the number of a version')
  .default('DRAFT')
  .describe('DRAFT or the number of a version');

/** The guardrail of a call: the one that is named, or the server's own. */
export function guardrailOf(named: string | undefined, { guardrailId: own }: Settings): string {
  const id = named ?? own;
  if (id !== undefined) return id;
  throw new Refusal(
    'invalid',
    'No guardrail is named: pass `guardrail_id` (`list_guardrails` shows them), or set BEDROCK_GUARDRAIL_ID where the server runs.',
  );
}
