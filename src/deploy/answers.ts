import type { AwsAnswer, AwsCall, WritableAws } from '../model/aws.ts';
import { Failure } from '../model/failure.ts';
import type { Json } from '../model/json.ts';

/** What was answered, or a `Failure`; `undefined`: there is no such thing. */
export function found(answer: AwsAnswer): Json | undefined {
  if (answer.ok) return answer.value;
  // CloudFormation has no error of its own for a stack that is not there.
  if (answer.kind === 'missing' || /\bdoes not exist\b/.test(answer.message)) return undefined;
  throw new Failure(answer.gap.because, answer.gap.hint);
}

/** Makes one call that changes something; a `Failure` when it is refused. */
export async function change(aws: WritableAws, call: AwsCall): Promise<Json> {
  const answer = await aws.change(call);
  if (answer.ok) return answer.value;
  throw new Failure(`${call.operation} is refused (\`${answer.code}\`): ${answer.message}`, answer.gap.hint);
}

/** The same for a call that removes something, which may be gone already. */
export async function remove(aws: WritableAws, call: AwsCall): Promise<boolean> {
  const answer = await aws.change(call);
  if (answer.ok) return true;
  if (answer.kind === 'missing' || /\bdoes not exist\b/.test(answer.message)) return false;
  throw new Failure(`${call.operation} is refused (\`${answer.code}\`): ${answer.message}`, answer.gap.hint);
}
