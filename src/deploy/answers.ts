import type { AwsAnswer, AwsCall, AwsRefusal, WritableAws } from '../model/aws.ts';
import { Failure } from '../model/failure.ts';
import type { Json } from '../model/json.ts';

/** What was answered, or a `Failure`; `undefined`: there is no such thing. */
export function found(answer: AwsAnswer): Json | undefined {
  if (answer.ok) return answer.value;
  if (isMissing(answer)) return undefined;
  throw new Failure(answer.gap.because, answer.gap.hint);
}

/** CloudFormation has no error of its own for a stack that is not there. */
function isMissing({ kind, message }: AwsRefusal): boolean {
  return kind === 'missing' || /\bdoes not exist\b/.test(message);
}

/** What is said of a call that AWS refuses. */
export function refused({ operation }: Pick<AwsCall, 'operation'>, { code, message, gap }: AwsRefusal): Failure {
  return new Failure(`${operation} is refused (\`${code}\`): ${message}`, gap.hint);
}

/** Makes one call that changes something; a `Failure` when it is refused. */
export async function change(aws: WritableAws, call: AwsCall): Promise<Json> {
  const answer = await aws.change(call);
  if (answer.ok) return answer.value;
  throw refused(call, answer);
}

/** The same for a call that removes something, which may be gone already. */
export async function remove(aws: WritableAws, call: AwsCall): Promise<boolean> {
  const answer = await aws.change(call);
  if (answer.ok) return true;
  if (isMissing(answer)) return false;
  throw refused(call, answer);
}
