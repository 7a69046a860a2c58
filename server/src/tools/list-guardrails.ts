import type { GuardrailSummary } from '@aws-sdk/client-bedrock';
import { z } from 'zod';
import { ask } from '../bedrock/ask.ts';
import { Refusal } from '../bedrock/refusal.ts';
import { type Call, defineTool } from '../calls/tool.ts';

const summary = z.object({
  id: z.string(),
  arn: z.string(),
  name: z.string(),
  status: z.string(),
  version: z.string(),
  description: z.string().optional(),
  updated_at: z.string().optional(),
  automated_reasoning_policies: z
    .array(z.string())
    .optional()
    .describe('ARNs of its policies, where they were asked for'),
  not_looked_up: z.string().optional().describe('Why its policies are not known'),
});
type Summary = z.infer<typeof summary>;

export const listGuardrails = defineTool({
  name: 'list_guardrails',
  title: 'List guardrails',
  description:
    "Lists the guardrails of the server's account and region, page by page; on request with their Automated Reasoning policies.",
  input: z.object({
    max_results: z.int().min(1).max(100).default(20).describe('How many to a page, 100 at the most'),
    next_token: z.string().min(1).max(2048).optional().describe('The token of the page before'),
    with_policies: z
      .boolean()
      .default(false)
      .describe('Look up the Automated Reasoning policies of each guardrail, which takes a request for each'),
  }),
  output: z.object({
    guardrails: z.array(summary),
    next_token: z.string().optional().describe('There is more: pass this as next_token'),
  }),

  async run({ max_results, next_token, with_policies }, call) {
    const page = await ask('ListGuardrails', { maxResults: max_results, nextToken: next_token }, call.signal);
    const listed = (page.guardrails ?? []).map(summarized);
    const guardrails = with_policies ? await withPolicies(listed, call) : listed;
    const more = page.nextToken === undefined ? {} : { next_token: page.nextToken };
    return {
      structured: { guardrails, ...more },
      text: describe(guardrails, page.nextToken),
      noted: { guardrails: guardrails.length, more: page.nextToken !== undefined },
    };
  },
});

function summarized({ description, updatedAt, ...from }: GuardrailSummary): Summary {
  return {
    id: from.id ?? '',
    arn: from.arn ?? '',
    name: from.name ?? '',
    status: from.status ?? '',
    version: from.version ?? '',
    ...(description === undefined ? {} : { description }),
    ...(updatedAt === undefined ? {} : { updated_at: updatedAt.toISOString() }),
  };
}

/** GetGuardrail is throttled early, so only so many are asked at once. */
const AT_ONCE = 4;

async function withPolicies(guardrails: readonly Summary[], { signal, progress }: Call): Promise<Summary[]> {
  const done: Summary[] = [];
  while (done.length < guardrails.length) {
    const next = guardrails.slice(done.length, done.length + AT_ONCE);
    done.push(...(await Promise.all(next.map((guardrail) => lookedUp(guardrail, signal)))));
    progress(done.length, guardrails.length, 'looked up');
  }
  return done;
}

async function lookedUp(guardrail: Summary, signal: AbortSignal): Promise<Summary> {
  try {
    const asked = { guardrailIdentifier: guardrail.id, guardrailVersion: guardrail.version };
    const { automatedReasoningPolicy } = await ask('GetGuardrail', asked, signal);
    return { ...guardrail, automated_reasoning_policies: automatedReasoningPolicy?.policies ?? [] };
  } catch (error) {
    if (!(error instanceof Refusal) || signal.aborted) throw error;
    return { ...guardrail, not_looked_up: error.message };
  }
}

function describe(guardrails: readonly Summary[], next: string | undefined): string {
  if (guardrails.length === 0) return next === undefined ? 'There are no guardrails.' : MORE;
  const lines = guardrails.map(
    ({ id, name, status, version, automated_reasoning_policies: policies, not_looked_up: why }) => {
      const reasoning = policies === undefined ? '' : `, Automated Reasoning: ${policies.join(', ') || 'none'}`;
      return `- ${name} (\`${id}\`, version ${version}, ${status}${reasoning})${why === undefined ? '' : ` ${why}`}`;
    },
  );
  return [...lines, ...(next === undefined ? [] : [MORE])].join('\n');
}

const MORE = 'There are more: call again with `next_token`.';
