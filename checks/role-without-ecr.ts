import { grantFix } from '../src/domain/cloud/role-fix.ts';
import { roleLacks, withFix } from '../src/domain/cloud/role-may.ts';
import { pullNeeds, type RunUnder, runsUnder } from '../src/domain/cloud/run-under.ts';
import type { Fix } from '../src/model/change.ts';
import type { Place } from '../src/model/location.ts';
import { defineCheck } from '../src/model/check.ts';
import { stringsOf } from '../src/domain/template/cloudformation-text.ts';
import { look } from '../src/domain/template/cloudformation.ts';
import { repositoryOf } from '../src/domain/template/image-repository.ts';
import { SEGMENT } from '../src/domain/iam/pattern.ts';
import { grantTo } from '../src/domain/template/role-statements.ts';
import { mayDo, type Permissions, permissionsOf, withoutDenials } from '../src/domain/template/role-permissions.ts';
import { type RuntimeRole, runtimeRoles } from '../src/domain/template/runtime-role.ts';
import { isSynthesised } from '../src/domain/template/written.ts';
import { listing } from '../src/domain/words.ts';

const REPOSITORY = `arn:${SEGMENT}:ecr:${SEGMENT}:${SEGMENT}:repository/${SEGMENT}`;
const TOKEN = 'ecr:GetAuthorizationToken';
/** What AgentCore asks for, and on what; `GetAuthorizationToken` knows no resource. */
const NEEDED = [
  ['ecr:BatchGetImage', REPOSITORY],
  ['ecr:GetDownloadUrlForLayer', REPOSITORY],
  [TOKEN, ''],
] as const;

export default defineCheck({
  id: 'role-without-ecr',
  title: "The runtime's role may not pull its container image",
  severity: 'error',
  why: 'AgentCore pulls the image as the execution role and refuses to create the runtime with "Access denied while validating ECR URI".',
  remedy:
    'Allow `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer` on the repository and `ecr:GetAuthorizationToken` on `*`.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html'],
  fix: 'review',
  needs: ['templates', 'agents'],
  also: ['roles', 'runtimes', 'caller'],

  *subjects({ templates, agents, roles, runtimes, caller }) {
    yield* runtimeRoles(templates, agents).filter((one) => one.packaging !== 'code-zip' && !isPublic(one));
    if (roles === undefined || runtimes === undefined || caller === undefined) return;
    yield* runsUnder(roles, runtimes, caller).filter((one) => pullNeeds(one).length > 0);
  },

  judge(subject: RuntimeRole | RunUnder) {
    if ('account' in subject) {
      const needs = pullNeeds(subject);
      const title = 'Let the role pull the container image';
      return withFix(roleLacks(subject.role, needs), grantFix(subject.role, needs, 'AgentCoreDoctorPull', title));
    }
    const { template, role, runtime, packaging } = subject;
    const permissions = permissionsOf(role, template);
    const answers = NEEDED.map(([action, resource]) => ({
      action,
      resource,
      answer: mayDo(permissions, action, resource),
    }));
    const missing = answers.filter(({ answer }) => answer === 'no').map(({ action }) => action);
    const open = answers.filter(({ answer }) => answer === 'unknown').map(({ action }) => action);
    const name = `\`${role.logicalId.value}\``;
    const at = role.logicalId.at;
    if (missing.length === 0) {
      if (open.length === 0) return undefined;
      const [source] = permissions.unread;
      return {
        unclear: `Whether role ${name} grants ${quoted(open)} depends on ${source?.saw ?? 'a condition'}.`,
        at: source?.at ?? at,
      };
    }
    if (packaging === 'unknown')
      return {
        unclear: `Role ${name} grants no ${quoted(missing)}; whether its runtime is a container is not told.`,
        at,
      };
    return {
      message: `Role ${name} ${lackOf(missing, permissions)}.`,
      at,
      related: used(runtime?.logicalId.at),
      ...fixOf(subject, missing, permissions),
    };
  },
});

/** A public image is pulled without any grant of the account. */
function isPublic({ runtime, template }: RuntimeRole): boolean {
  const images = look(runtime?.properties, 'AgentRuntimeArtifact.ContainerConfiguration.ContainerUri').flatMap((uri) =>
    stringsOf(uri, template),
  );
  return images.length > 0 && images.every(({ text }) => text.startsWith('public.ecr.aws/'));
}

/** What is missing is granted, unless it is granted and denied: nobody can tell what the denial is for. */
function fixOf(subject: RuntimeRole, missing: readonly string[], permissions: Permissions): { readonly fix?: Fix } {
  const granted = withoutDenials(permissions);
  const isDenied = NEEDED.some(
    ([action, resource]) => missing.includes(action) && mayDo(granted, action, resource) !== 'no',
  );
  if (isDenied || isSynthesised(subject.template)) return {};
  const pull = missing.filter((action) => action !== TOKEN);
  const edits = grantTo(subject.role, [
    ...(pull.length === 0 ? [] : [{ Effect: 'Allow', Action: pull, Resource: repositoryOf(subject) }]),
    ...(missing.includes(TOKEN) ? [{ Effect: 'Allow', Action: TOKEN, Resource: '*' }] : []),
  ]);
  const title = `Let role \`${subject.role.logicalId.value}\` pull the container image`;
  return edits === undefined ? {} : { fix: { title, safety: 'review', edits } };
}

function lackOf(missing: readonly string[], permissions: Permissions): string {
  const granted = withoutDenials(permissions);
  if (missing.every((action) => mayDo(granted, action) === 'no')) return `grants no ${quoted(missing)}`;
  if (missing.some((action) => mayDo(permissions, action) === 'no'))
    return `grants no ${quoted(missing)}: a statement denies what another one allows`;
  if (missing.every((action) => action === TOKEN))
    return `grants \`${TOKEN}\` on some resources, and the action is granted on \`*\` or not at all`;
  return `grants no ${quoted(missing)} on a repository of ECR`;
}

function quoted(actions: readonly string[]): string {
  return listing(
    actions.map((action) => `\`${action}\``),
    'or',
  );
}

function used(at: Place | undefined): readonly Place[] {
  return at === undefined ? [] : [{ ...at, label: 'the runtime that runs under it' }];
}
