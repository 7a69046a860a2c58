import { type Question, questionsOf, simulatedAnswerOf } from '../domain/cloud/simulated.ts';
import type { Aws, Looked } from '../model/aws.ts';
import { defineCollector } from '../model/fact.ts';
import type { SimulatedAnswer } from '../model/simulation.ts';
import { awsOf, lookedAt } from './aws.ts';

/** Asks IAM to simulate what the roles and the caller need: once for each principal and resource, side by side. */
export const simulations = defineCollector<
  'simulations',
  'targets' | 'roles' | 'runtimes' | 'caller' | 'callerPolicies'
>({
  source: 'cloud',
  needs: ['targets', 'roles', 'runtimes', 'caller', 'callerPolicies'],
  permissions: ['iam:SimulatePrincipalPolicy'],
  async collect({ targets, roles, runtimes, caller, callerPolicies }, world) {
    const aws = awsOf(world);
    const questions = questionsOf(targets, roles, runtimes, caller, callerPolicies);
    const ask = asker(questions, aws);
    return {
      simulations: await Promise.all(
        questions.map(async (question) => ({
          ...question,
          answers: await Promise.all(question.resources.map((resource) => ask(question, resource))),
        })),
      ),
    };
  },
});

/** IAM takes several actions in one call, which are decided by themselves; of several resources it says the worst. */
function asker(
  questions: readonly Question[],
  aws: Aws,
): (question: Question, resource: string) => Promise<Looked<SimulatedAnswer>> {
  const calls = new Map<string, ReturnType<Aws['ask']>>();
  const keyOf = ({ principal, context }: Question, resource: string): string =>
    JSON.stringify([principal, resource, context]);
  return async (question, resource) => {
    const key = keyOf(question, resource);
    const alike = questions.filter((one) => one.resources.some((other) => keyOf(one, other) === key));
    const call = calls.get(key) ?? simulate(question, resource, [...new Set(alike.map(({ action }) => action))], aws);
    calls.set(key, call);
    const looked = lookedAt(await call, (response) => simulatedAnswerOf(response, question.action));
    if (looked.kind !== 'there') return looked;
    const { value } = looked;
    return value === undefined
      ? { kind: 'unread', gap: { because: `IAM says nothing of \`${question.action}\`.` } }
      : { kind: 'there', value };
  };
}

function simulate(
  { principal, context }: Question,
  resource: string,
  actions: readonly string[],
  aws: Aws,
): ReturnType<Aws['ask']> {
  const entries = Object.entries(context).map(([key, value]) => ({
    ContextKeyName: key,
    ContextKeyType: 'string',
    ContextKeyValues: [value],
  }));
  const input = {
    PolicySourceArn: principal,
    ActionNames: actions,
    ResourceArns: [resource],
    ...(entries.length === 0 ? {} : { ContextEntries: entries }),
  };
  return aws.ask({ service: 'iam', operation: 'SimulatePrincipalPolicy', input });
}
