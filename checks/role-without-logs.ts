import { defineCheck } from '../src/model/check.ts';
import { stringsOf } from '../src/domain/template/cloudformation-text.ts';
import { look, resourcesOf } from '../src/domain/template/cloudformation.ts';
import { type Answer, opened, overlaps, SEGMENT } from '../src/domain/template/iam.ts';
import { mayDo, permissionsOf } from '../src/domain/template/role-permissions.ts';
import { type RuntimeRole, runtimeRoles } from '../src/domain/template/runtime-role.ts';
import { listing } from '../src/domain/words.ts';

const NEEDED = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const GROUP = '/aws/bedrock-agentcore/runtimes/*';
const GROUP_ARN = `arn:${SEGMENT}:logs:${SEGMENT}:${SEGMENT}:log-group:/aws/bedrock-agentcore/runtimes/${SEGMENT}`;
/** Policies name a log group with or without what is in it. */
const ARNS = [GROUP_ARN, `${GROUP_ARN}:*`];

export default defineCheck({
  id: 'role-without-logs',
  title: "The runtime's role may not write its logs",
  severity: 'warning',
  why: 'The container writes to `/aws/bedrock-agentcore/runtimes/…` as the execution role; without the grant the runtime works or fails in silence.',
  remedy:
    'Allow `logs:CreateLogGroup`, `logs:CreateLogStream` and `logs:PutLogEvents` on `arn:aws:logs:<region>:<account>:log-group:/aws/bedrock-agentcore/runtimes/*`.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html'],
  fix: 'none',
  needs: ['templates', 'agents'],

  subjects: ({ templates, agents }) => runtimeRoles(templates, agents),

  judge({ template, role, runtime }: RuntimeRole) {
    const permissions = permissionsOf(role, template);
    const ownGroup = resourcesOf(template, 'AWS::Logs::LogGroup').some(({ properties }) =>
      look(properties, 'LogGroupName').some((name) =>
        stringsOf(name, template).some(({ text }) => overlaps(opened(text), GROUP)),
      ),
    );
    const needed = ownGroup ? NEEDED.slice(1) : NEEDED;
    const answers = needed.map((action) => ({
      action,
      answer: best(ARNS.map((arn) => mayDo(permissions, action, arn))),
    }));
    const missing = answers.filter(({ answer }) => answer === 'no').map(({ action }) => action);
    const at = role.logicalId.at;
    const name = `\`${role.logicalId.value}\``;
    if (missing.length === 0) {
      if (answers.every(({ answer }) => answer === 'yes')) return undefined;
      const [source] = permissions.unread;
      return {
        unclear: `Whether role ${name} may write logs depends on ${source?.saw ?? 'a condition'}.`,
        at: source?.at ?? at,
      };
    }
    const other = permissions.statements
      .filter(({ effect, resources }) => effect === 'Allow' && resources !== undefined)
      .find((statement) => missing.some((action) => mayDo({ statements: [statement], unread: [] }, action) === 'yes'));
    const related = runtime === undefined ? [] : [{ ...runtime.logicalId.at, label: 'the runtime that runs under it' }];
    if (other === undefined)
      return { message: `Role ${name} grants no ${listing(missing.map(quoted), 'or')}.`, at, related };
    const where = listing((other.resources ?? []).map(quoted));
    return {
      message: `Role ${name} grants ${listing(missing.map(quoted))} on ${where} only, and a runtime logs to \`${GROUP.slice(0, -1)}…\`.`,
      at: other.at,
      related,
    };
  },
});

function best(answers: readonly Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
}

function quoted(text: string): string {
  return `\`${text}\``;
}
