import { defineCheck } from '../src/model/check.ts';
import type { Location } from '../src/model/location.ts';
import type { NamedRole } from '../src/model/role.ts';

export default defineCheck({
  id: 'role-missing',
  title: 'The execution role does not exist',
  severity: 'error',
  why: 'AgentCore assumes the execution role to pull the artifact and to run the server: without it, creating and updating the runtime is refused, and sessions of a runtime that had it no longer start.',
  remedy: 'Create the role, or name one that exists.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html'],
  fix: 'none',
  needs: ['roles', 'caller'],

  subjects: ({ roles: { roles }, caller }) => roles.map((role) => ({ role, account: caller.account })),

  judge({ role: { named, state }, account }: { readonly role: NamedRole; readonly account: string }) {
    const at: Location = named.at ?? { kind: 'resource', arn: named.value, pointer: '' };
    if (state.kind === 'unread') return { unclear: `Role \`${named.value}\` cannot be read: ${state.gap.because}`, at };
    if (state.kind === 'missing')
      return { message: `Account \`${account}\` has no role \`${named.value}\`, which is ${named.from}.`, at };
    // IAM finds a role by its name: the ARN may still be of another account or path.
    if (named.value.startsWith('arn:') && named.value !== state.value.arn)
      return {
        message: `The role that is called \`${state.value.name}\` is \`${state.value.arn}\`, and ${named.from} is \`${named.value}\`.`,
        at,
        remedy: `Write \`${state.value.arn}\`, or create the role that is named.`,
      };
    return undefined;
  },
});
