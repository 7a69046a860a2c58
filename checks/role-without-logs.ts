import { grantFix } from '../src/domain/cloud/role-fix.ts';
import { roleLacks, withFix } from '../src/domain/cloud/role-may.ts';
import { logNeeds, type RunUnder, runsUnder } from '../src/domain/cloud/run-under.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Place } from '../src/model/location.ts';
import type { Template } from '../src/model/template.ts';
import type { ScalarTree, Tree } from '../src/model/tree.ts';
import { partsOf } from '../src/domain/config/tree.ts';
import { stringsOf } from '../src/domain/template/cloudformation-text.ts';
import { look, resourcesOf } from '../src/domain/template/cloudformation.ts';
import { type Answer, some } from '../src/domain/iam/answer.ts';
import { overlaps, SEGMENT } from '../src/domain/iam/pattern.ts';
import { opened, type Statement } from '../src/domain/template/iam.ts';
import { mayDo, type Permissions, permissionsOf, withoutDenials } from '../src/domain/template/role-permissions.ts';
import { grantTo } from '../src/domain/template/role-statements.ts';
import { type RuntimeRole, runtimeRoles } from '../src/domain/template/runtime-role.ts';
import { isSynthesised, writtenIn } from '../src/domain/template/written.ts';
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
  fix: 'review',
  needs: ['templates', 'agents'],
  also: ['roles', 'runtimes', 'caller'],

  *subjects({ templates, agents, roles, runtimes, caller }) {
    yield* runtimeRoles(templates, agents);
    if (roles === undefined || runtimes === undefined || caller === undefined) return;
    yield* runsUnder(roles, runtimes, caller).filter((one) => logNeeds(one).length > 0);
  },

  judge(subject: RuntimeRole | RunUnder) {
    if ('account' in subject) {
      const needs = logNeeds(subject);
      const grant = grantFix(subject.role, needs, 'AgentCoreDoctorLogs', 'Let the role write the logs of the runtime');
      return withFix(roleLacks(subject.role, needs), grant);
    }
    const { template, role, runtime } = subject;
    const permissions = permissionsOf(role, template);
    const ownGroup = resourcesOf(template, 'AWS::Logs::LogGroup').some(({ properties }) =>
      look(properties, 'LogGroupName').some((name) =>
        stringsOf(name, template).some(({ text }) => overlaps(opened(text), GROUP)),
      ),
    );
    const needed = ownGroup ? NEEDED.slice(1) : NEEDED;
    const answers = needed.map((action) => ({ action, answer: mayLog(permissions, action) }));
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
      return {
        message: `Role ${name} grants no ${listing(missing.map(quoted), 'or')}.`,
        at,
        related,
        ...fixOf(subject, missing, permissions),
      };
    const where = listing((other.resources ?? []).map(quoted));
    return {
      message: `Role ${name} grants ${listing(missing.map(quoted))} on ${where} only, and a runtime logs to \`${GROUP.slice(0, -1)}…\`.`,
      at: other.at,
      related,
      ...fixOf(subject, missing, permissions, other),
    };
  },
});

/** A log group that is misspelt is written as it is; else, and in any case, a statement can be added. */
function fixOf(
  { template, role }: RuntimeRole,
  missing: readonly string[],
  permissions: Permissions,
  other?: Statement,
): { readonly fix?: Fix } {
  const isDenied = missing.some((action) => mayLog(withoutDenials(permissions), action) !== 'no');
  if (isDenied || isSynthesised(template)) return {};
  const group = writtenIn(template).sub(
    `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${GROUP}`,
  );
  const [only, ...more] = missing;
  const action = only !== undefined && more.length === 0 ? only : missing;
  const edits = grantTo(role, [{ Effect: 'Allow', Action: action, Resource: group }]);
  const title = `Let role \`${role.logicalId.value}\` write the logs of the runtime`;
  const add: Fix | undefined = edits === undefined ? undefined : { title, safety: 'review', edits };
  const correct = other === undefined ? undefined : correction(other, missing, template);
  if (correct === undefined || add === undefined) return given(correct ?? add);
  return { fix: { ...correct, name: 'correct-group', alternatives: [{ ...add, name: 'add-statement' }] } };
}

/** `/aws/bedrock/agentcore/*`: what a statement about logs alone says of AgentCore is meant for the runtime. */
function correction(statement: Statement, missing: readonly string[], template: Template): Fix | undefined {
  const { actions = [], resources = [] } = statement;
  const isForLogs = actions.every((action) => action.startsWith('logs:')) && resources.length === 1;
  const permissions = { statements: [statement], unread: [] };
  if (!isForLogs || !missing.every((action) => mayDo(permissions, action) === 'yes')) return undefined;
  for (const { text, at } of scalarsWithin(template.tree, statement.at)) {
    const group = /:log-group:(\/[^:]*agentcore[^:]*)/i.exec(text)?.[1];
    if (group === undefined) continue;
    const title = `Name the log group \`${GROUP}\` in the statement on \`${group}\``;
    return { title, safety: 'review', edits: [{ kind: 'swap', at, from: group, to: GROUP }] };
  }
  return undefined;
}

function scalarsWithin(tree: Tree | undefined, { range }: Place): readonly ScalarTree[] {
  const [first, last] = [range.start.line, range.end.line];
  return tree === undefined
    ? []
    : [...partsOf(tree)].filter(
        (part): part is ScalarTree =>
          part.kind === 'scalar' && part.at.range.start.line >= first && part.at.range.end.line <= last,
      );
}

function given(fix: Fix | undefined): { readonly fix?: Fix } {
  return fix === undefined ? {} : { fix };
}

function mayLog(permissions: Permissions, action: string): Answer {
  return some(ARNS.map((arn) => mayDo(permissions, action, arn)));
}

function quoted(text: string): string {
  return `\`${text}\``;
}
