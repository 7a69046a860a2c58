import type { Caller, CloudTarget, NamedRuntime, Runtimes } from '../../model/cloud.ts';
import type { NamedRole, Roles } from '../../model/role.ts';
import { arnOf } from './arns.ts';
import { memberAt, textAt } from './documents.ts';
import { isSameTarget } from './targets.ts';
import type { Need } from './role-may.ts';

/** A role of the account, and one runtime that runs, or is to run, under it. */
export interface RunUnder {
  readonly role: NamedRole;
  readonly target: CloudTarget;
  readonly runtime?: NamedRuntime;
  /** The runtime is there and cannot be read: what it runs is not known. */
  readonly isUnread?: true;
  readonly account: string;
  readonly partition: string;
  readonly region?: string;
}

/** Each role with each runtime under it; a role that only an option names stands alone with its target. */
export function runsUnder({ roles }: Roles, { runtimes }: Runtimes, caller: Caller): readonly RunUnder[] {
  // What a role that is not there may do is no question; that it is not there is said elsewhere.
  const present = roles.filter(({ state }) => state.kind !== 'missing');
  return present.flatMap((role) =>
    role.targets.map((target) => {
      const runtime = runtimes.find((one) => isSameTarget(one.target, target) && one.state.kind === 'there');
      const isUnread = runtimes.some((one) => isSameTarget(one.target, target) && one.state.kind === 'unread');
      const region = runtime?.region ?? target.region?.value ?? caller.region;
      return {
        role,
        target,
        ...(runtime === undefined ? {} : { runtime }),
        ...(isUnread ? { isUnread } : {}),
        account: caller.account,
        partition: caller.partition,
        ...(region === undefined ? {} : { region }),
      };
    }),
  );
}

/** Whether the runtime is (or will be) a container, a code archive, or nobody says. */
export function packagingOf({
  runtime,
  target,
  isUnread,
}: Pick<RunUnder, 'runtime' | 'target' | 'isUnread'>): CloudTarget['packaging'] {
  if (isUnread === true) return 'unknown';
  const document = runtime?.state.kind === 'there' ? runtime.state.value.document : undefined;
  if (memberAt(document, 'agentRuntimeArtifact', 'containerConfiguration') !== undefined) return 'container';
  if (memberAt(document, 'agentRuntimeArtifact', 'codeConfiguration') !== undefined) return 'code-zip';
  return target.packaging;
}

/** The URI of the image that is deployed, or, before that, of the one that is configured. */
export function imageOf({ runtime, target }: Pick<RunUnder, 'runtime' | 'target'>): string | undefined {
  const document = runtime?.state.kind === 'there' ? runtime.state.value.document : undefined;
  return textAt(document, 'agentRuntimeArtifact', 'containerConfiguration', 'containerUri') ?? target.image?.value;
}

/** An image in a private repository of ECR. */
export interface EcrImage {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** The parts of an image URI of ECR; nothing for other registries. */
export function ecrImageOf(uri: string): EcrImage | undefined {
  const match =
    /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z.]+\/([a-z0-9._/-]+?)(?::([\w.-]+))?(?:@(sha256:[0-9a-f]+))?$/.exec(
      uri,
    );
  const [, account, region, repository, tag, digest] = match ?? [];
  if (account === undefined || region === undefined || repository === undefined) return undefined;
  return {
    account,
    region,
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The log group that a runtime writes to: `/aws/bedrock-agentcore/runtimes/<id>-<endpoint>`. */
export function logGroupOf({ runtime, target }: Pick<RunUnder, 'runtime' | 'target'>): string | undefined {
  const id = runtime?.state.kind === 'there' ? runtime.state.value.id : undefined;
  const name = target.runtimeName?.value;
  // Before the deployment the ten last characters of the id are not known: any will do for a policy that ends in `*`.
  const known = id ?? (name === undefined ? undefined : `${name}-0123456789`);
  return known === undefined ? undefined : `/aws/bedrock-agentcore/runtimes/${known}-DEFAULT`;
}

/**
 * What pulling the image takes.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html (verified 2026-11-25)
 */
export function pullNeeds(under: RunUnder): readonly Need[] {
  const uri = imageOf(under);
  if (packagingOf(under) !== 'container' || uri?.startsWith('public.ecr.aws/') === true) return [];
  const token: Need = { action: 'ecr:GetAuthorizationToken', resources: ['*'] };
  const image = uri === undefined ? undefined : ecrImageOf(uri);
  if (image === undefined) return [token];
  const { account, region, repository } = image;
  const resources = [`arn:${under.partition}:ecr:${region}:${account}:repository/${repository}`];
  return [...['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'].map((action) => ({ action, resources })), token];
}

/** What writing the logs takes; a policy may name the group with or without what is in it. */
export function logNeeds(under: RunUnder): readonly Need[] {
  const group = logGroupOf(under);
  if (group === undefined || under.region === undefined) return [];
  const arn = `arn:${under.partition}:logs:${under.region}:${under.account}:log-group:${group}`;
  const resources = [arn, `${arn}:log-stream:2026/01/01/[runtime-logs]0`];
  // The policy of the documentation speaks of all runtimes: the id is not known before the deployment.
  const grant = `arn:${under.partition}:logs:${under.region}:${under.account}:log-group:/aws/bedrock-agentcore/runtimes/*`;
  return ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
    action,
    resources,
    grant,
  }));
}

/** What sending traces takes. */
export function traceNeeds(): readonly Need[] {
  return ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'].map((action) => ({ action, resources: ['*'] }));
}

/** The ARNs that AgentCore may send as `aws:SourceArn` when it assumes the role. */
export function sourceArns({ runtime, target, partition, region, account }: RunUnder): readonly string[] {
  if (region === undefined) return [];
  const stem = `arn:${partition}:bedrock-agentcore:${region}:${account}`;
  const deployed = runtime?.state.kind === 'there' ? runtime.state.value.arn : undefined;
  const named = arnOf(target.runtime?.value ?? '') === undefined ? undefined : target.runtime?.value;
  const id = `${stem}:runtime/${target.runtimeName?.value ?? 'name'}-0123456789`;
  return [deployed ?? named ?? id, `${deployed ?? named ?? id}/runtime-endpoint/DEFAULT`, `${stem}:*`];
}
