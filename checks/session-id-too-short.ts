import type { SessionId } from '../src/model/client.ts';
import { type Grouped, onePerDocument } from '../src/domain/client/client-grouping.ts';
import { sessionFix } from '../src/domain/client/session-fix.ts';
import { defineCheck } from '../src/model/check.ts';

/** https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html (verified 2026-11-23) */
const LEAST = 33;
const MOST = 256;

export default defineCheck({
  id: 'session-id-too-short',
  title: 'A runtime session id has a length that the service refuses',
  severity: 'error',
  why: `The service answers 400 "failed to satisfy constraint: Member must have length greater than or equal to ${LEAST}", and above ${MOST} likewise.`,
  remedy: 'Use a UUID with its hyphens (36 characters) as the session id.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html'],
  fix: 'review',
  needs: ['clients'],

  subjects: ({ clients }) =>
    onePerDocument(clients.sessions, ({ saw }) => saw).map((session) => ({ session, others: clients.sessions })),

  judge({
    session: { length, saw, at, document, alike, all },
    others,
  }: {
    readonly session: Grouped<SessionId>;
    readonly others: readonly SessionId[];
  }) {
    if (length >= LEAST && length <= MOST) return undefined;
    const fix = sessionFix(all, others);
    const limit = length < LEAST ? `and ${LEAST} are the least` : `and ${MOST} are the most`;
    return {
      message: `The session id ${quoted(saw)} has ${length} characters, ${limit}.`,
      at,
      related: alike,
      ...(document ? { severity: 'warning' as const } : {}),
      ...(fix === undefined ? {} : { fix }),
    };
  },
});

function quoted(saw: string): string {
  return `\`${saw.length > 60 ? `${saw.slice(0, 59)}…` : saw}\``;
}
