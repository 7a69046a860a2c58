import { kindOf } from '../domain/token/family.ts';
import { type JudgedToken, sentenceOf } from './token.ts';

/** For a program. The token itself and its signature are in no form of it. */
export function tokenJson({ token, authorizers }: JudgedToken): string {
  const { from, now, content } = token;
  const document = {
    schemaVersion: 1,
    token: { from, lookedAt: now, description: kindOf(content), content },
    authorizers: authorizers.map((judged) => ({
      name: judged.authorizer.name,
      rules: judged.authorizer.rules,
      verdict: judged.verdict,
      sentence: sentenceOf(judged),
      answer: judged.answer ?? null,
      conditions: judged.conditions.map(({ subject, asks, verdict, why, speaks }) => ({
        subject,
        asks,
        verdict,
        why,
        check: speaks ?? null,
      })),
      cures: judged.cures,
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
