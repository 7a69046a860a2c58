import type { Answer, Seen } from '../real/attempt.ts';
import { QUESTIONS, type Question } from './questions.ts';

/** What a server does that AgentCore cannot live with, as its process shows it. */
export type Fault =
  | 'import-error'
  | 'argument-error'
  | 'transport-error'
  | 'stateless-sse'
  | 'option-error'
  | 'other-error'
  | 'ends-at-once'
  | 'never-listens'
  | 'loopback'
  | 'only-ipv6'
  | 'other-port'
  | 'no-endpoint'
  | 'redirect'
  | 'refuses-all-hosts'
  | 'refuses-foreign-host'
  | 'sessions'
  | 'answers-once'
  | 'server-error'
  | 'refuses-legacy'
  | 'unanswered';

/** Reads the faults out of what was seen. */
export function faultsIn(seen: Seen): readonly Fault[] {
  if (seen.listens.length === 0) return [endOf(seen)];
  const answers = new Map(QUESTIONS.map((question, index) => [question, seen.answers[index]] as const));
  return [...faultsOfAddress(seen.listens), ...faultsOfAnswers((question) => answers.get(question))];
}

function endOf({ ended, output }: Seen): Fault {
  if (ended === undefined) return 'never-listens';
  if (ended.code === 0) return 'ends-at-once';
  const last = output.trim().split('\n').toReversed();
  const error = last.find((line) => /^(?:\w+\.)*\w*(?:Error|Exception)\b/.test(line)) ?? '';
  if (/Unknown transport|Invalid transport|is not a valid .*transport/i.test(output)) return 'transport-error';
  // How older versions of fastmcp end when a word for a transport made them make nothing, or their command checks it.
  if (/'NoneType' object has no attribute 'state'|deployment\.transport\n *Input should be/.test(output))
    return 'transport-error';
  if (/SSE transport does not support stateless mode/.test(output)) return 'stateless-sse';
  if (/^(?:ModuleNotFoundError|ImportError)|ERR_MODULE_NOT_FOUND|does not provide an export/.test(error))
    return 'import-error';
  if (/^(?:TypeError|AttributeError)|has no field/.test(error)) return 'argument-error';
  if (/ERR_MODULE_NOT_FOUND|does not provide an export/.test(output)) return 'import-error';
  if (/No such option|Unknown option/.test(output)) return 'option-error';
  return 'other-error';
}

function faultsOfAddress(listens: readonly string[]): readonly Fault[] {
  const faults: Fault[] = [];
  if (listens.every((address) => /^(?:127\.0\.0\.1|\[::1\]):/.test(address))) faults.push('loopback');
  if (!listens.some((address) => address.endsWith(':8000'))) faults.push('other-port');
  return faults;
}

function faultsOfAnswers(to: (question: Question) => Answer | undefined): readonly Fault[] {
  const status = (question: Question): number => statusOf(to(question));
  const body = (question: Question): string => bodyOf(to(question));
  const all = QUESTIONS.map(status);
  if (all.every((one) => one === 0)) return ['unanswered'];
  const faults: Fault[] = [];
  if ([307, 308].includes(status('knock'))) faults.push('redirect');
  if (isElsewhere(status('knock'), body('knock'))) faults.push('no-endpoint');
  if (isElsewhere(status('ping'), body('ping')))
    return faults.includes('no-endpoint') ? faults : [...faults, 'no-endpoint'];
  if (isGuard(status('ping'), body('ping'))) return [...faults, 'refuses-all-hosts'];
  if (isGuard(status('foreign-host'), body('foreign-host'))) faults.push('refuses-foreign-host');
  if (/-32022/.test(body('ping'))) return [...faults, 'refuses-legacy'];
  if (status('ping') >= 500) return [...faults, status('knock') === 200 ? 'answers-once' : 'server-error'];
  if (QUESTIONS.some((question) => isSession(status(question), body(question)))) faults.push('sessions');
  return faults;
}

function isElsewhere(status: number, body: string): boolean {
  return [404, 405].includes(status) && !body.includes('jsonrpc') && !/session/i.test(body);
}

function isGuard(status: number, body: string): boolean {
  return status === 421 || (status === 403 && /host/i.test(body));
}

function isSession(status: number, body: string): boolean {
  return [400, 404].includes(status) && /session|not initialized/i.test(body);
}

function statusOf(answer: Answer | undefined): number {
  return answer !== undefined && 'status' in answer ? answer.status : 0;
}

function bodyOf(answer: Answer | undefined): string {
  return answer !== undefined && 'status' in answer ? answer.body : '';
}
