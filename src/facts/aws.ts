import type { Aws, AwsAnswer, AwsCall, Looked } from '../model/aws.ts';
import { Failure } from '../model/failure.ts';
import type { Json } from '../model/json.ts';
import type { World } from '../model/world.ts';
import { listAt, textAt } from '../domain/cloud/documents.ts';

/** The door to AWS; a `Failure` in runs that have none. */
export function awsOf({ aws }: World): Aws {
  if (aws === undefined) throw new Failure('AWS was not asked.', 'Sign in to AWS, and leave `--offline` out.');
  return aws;
}

/** What became of a thing that was asked for: there, missing, or not to be seen. */
export function lookedAt<T>(answer: AwsAnswer, read: (value: Json) => T): Looked<T> {
  if (answer.ok) return { kind: 'there', value: read(answer.value) };
  return answer.kind === 'missing' ? { kind: 'missing' } : { kind: 'unread', gap: answer.gap };
}

/** How many pages are read of a list before it is left at that. */
const MOST_PAGES = 20;

/** Every item of a list that comes in pages: `member` holds the items, `token` is the name that the next page goes by. */
export async function allOf(
  aws: Aws,
  call: AwsCall,
  { member, token, from = token }: { readonly member: string; readonly token: string; readonly from?: string },
): Promise<Looked<readonly Json[]>> {
  const items: Json[] = [];
  let next: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await aws.ask({
      ...call,
      input: { ...call.input, ...(next === undefined ? {} : { [token]: next }) },
    });
    if (!answer.ok) return lookedAt(answer, () => items);
    items.push(...listAt(answer.value, member));
    next = textAt(answer.value, from);
    if (next === undefined || next === '') break;
  }
  return { kind: 'there', value: items };
}
