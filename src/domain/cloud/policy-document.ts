import type { AwsAnswer, Looked } from '../../model/aws.ts';
import type { Json } from '../../model/json.ts';
import { memberAt } from './documents.ts';

/**
 * A policy document out of an answer of IAM, which writes it as JSON in percent-encoding (RFC 3986).
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html (verified 2026-11-25)
 */
export function policyDocumentOf(answer: AwsAnswer, ...path: readonly string[]): Looked<Json> {
  if (!answer.ok) return answer.kind === 'missing' ? { kind: 'missing' } : { kind: 'unread', gap: answer.gap };
  const found = memberAt(answer.value, ...path);
  if (found !== null && typeof found === 'object') return { kind: 'there', value: found };
  if (typeof found !== 'string') return { kind: 'missing' };
  const document = parsed(found) ?? parsed(decoded(found));
  return document === undefined
    ? { kind: 'unread', gap: { because: 'The policy document is no JSON.' } }
    : { kind: 'there', value: document };
}

function parsed(text: string): Json | undefined {
  try {
    // JSON.parse gives nothing but JSON.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
