import type { Place } from '../src/model/location.ts';
import { defineCheck } from '../src/model/check.ts';
import { stringsOf } from '../src/domain/template/cloudformation-text.ts';
import { look } from '../src/domain/template/cloudformation.ts';
import { SEGMENT } from '../src/domain/template/iam.ts';
import { mayDo, type Permissions, permissionsOf } from '../src/domain/template/role-permissions.ts';
import { type RuntimeRole, runtimeRoles } from '../src/domain/template/runtime-role.ts';
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
  fix: 'none',
  needs: ['templates', 'agents'],

  subjects: ({ templates, agents }) =>
    runtimeRoles(templates, agents).filter((one) => one.packaging !== 'code-zip' && !isPublic(one)),

  judge({ template, role, runtime, packaging }: RuntimeRole) {
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
    return { message: `Role ${name} ${lackOf(missing, permissions)}.`, at, related: used(runtime?.logicalId.at) };
  },
});

/** A public image is pulled without any grant of the account. */
function isPublic({ runtime, template }: RuntimeRole): boolean {
  const images = look(runtime?.properties, 'AgentRuntimeArtifact.ContainerConfiguration.ContainerUri').flatMap((uri) =>
    stringsOf(uri, template),
  );
  return images.length > 0 && images.every(({ text }) => text.startsWith('public.ecr.aws/'));
}

function lackOf(missing: readonly string[], permissions: Permissions): string {
  const granted = { ...permissions, statements: permissions.statements.filter(({ effect }) => effect !== 'Deny') };
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
