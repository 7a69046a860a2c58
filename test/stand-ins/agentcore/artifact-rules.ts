import type { AwsError } from '../wire/answer.ts';
import type { Upstreams } from '../wire/upstream.ts';
import { askJson, askQuery, forwarded, signedAs } from '../wire/upstream.ts';
import { type Document, textAt } from './document.ts';
import { invalid } from './rules.ts';

/** Whose runtime it is. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * What the service says when it looks at the role and the artifact that a document names, as emulators have them. Texts:
 * "Role validation failed" is known by its beginning; that on ECR and that on the architecture are known whole; that on
 * S3 is assumed.
 */
export async function brokenReference(
  document: Document,
  place: Place,
  upstreams: Upstreams,
): Promise<AwsError | undefined> {
  const role = textAt(document, 'roleArn') ?? '';
  if (!(await isAssumable(role, place, upstreams))) return roleRefusal(role);
  const uri = textAt(document, 'agentRuntimeArtifact', 'containerConfiguration', 'containerUri');
  return uri === undefined ? brokenCode(document, place, upstreams) : brokenImage(uri, role, place, upstreams);
}

/** What is said of a role that is not there, not spread yet, or trusts another service. */
export function roleRefusal(role: string): AwsError {
  return invalid(
    `Role validation failed for '${role}'. Please verify that the role exists and its trust policy allows assumption by this service`,
  );
}

async function isAssumable(role: string, place: Place, upstreams: Upstreams): Promise<boolean> {
  const RoleName = role.split('/').at(-1) ?? '';
  const xml = await askIam(place, upstreams, { Action: 'GetRole', RoleName });
  const trust = /<AssumeRolePolicyDocument>([^<]*)</.exec(xml ?? '')?.[1];
  if (trust === undefined || !xml?.includes(`<Arn>${role}</Arn>`)) return false;
  const { Statement: statements = [] } = Object(JSON.parse(decodeURIComponent(trust)));
  return [statements].flat().some((statement) => {
    const { Effect: effect, Principal: principal, Action: action } = Object(statement);
    const services = [Object(principal).Service].flat();
    const actions: readonly unknown[] = [action].flat();
    return (
      effect === 'Allow' &&
      services.includes(SERVICE) &&
      actions.some((one) => one === 'sts:AssumeRole' || one === 'sts:*' || one === '*')
    );
  });
}

const SERVICE = 'bedrock-agentcore.amazonaws.com';

async function brokenCode(document: Document, place: Place, upstreams: Upstreams): Promise<AwsError | undefined> {
  const s3 = ['agentRuntimeArtifact', 'codeConfiguration', 'code', 's3'] as const;
  const [bucket = '', key = ''] = [textAt(document, ...s3, 'bucket'), textAt(document, ...s3, 'prefix')];
  const headers = signedAs(place, 's3');
  const sent = { method: 'HEAD', target: `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`, headers };
  const { status } = await forwarded({ ...sent, body: Buffer.alloc(0) }, upstreams['s3'] ?? upstreams.default);
  return status === 200 ? undefined : invalid(`The S3 object s3://${bucket}/${key} cannot be read (${status})`);
}

const NEEDED = ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

async function brokenImage(
  uri: string,
  role: string,
  place: Place,
  upstreams: Upstreams,
): Promise<AwsError | undefined> {
  const [, account, region, repository = '', reference = ''] =
    /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:@]+)[:@]?(.*)$/.exec(uri) ?? [];
  if (account === undefined || region === undefined) return undefined;
  const arn = `arn:aws:ecr:${region}:${account}:repository/${repository}`;
  for (const action of NEEDED)
    if (!(await isAllowed(role, action, action === NEEDED[0] ? '*' : arn, place, upstreams)))
      return invalid(
        `Access denied while validating ECR URI '${uri}'. The execution role requires permissions for ecr:GetAuthorizationToken, ecr:BatchGetImage, and ecr:GetDownloadUrlForLayer operations.`,
      );
  const architectures = await architecturesOf(repository, reference, { account, region }, upstreams);
  if (architectures === undefined) return invalid(`The specified image identifier does not exist: ${uri}`);
  if (architectures.length === 0 || architectures.includes('arm64')) return undefined;
  return invalid(`Architecture incompatible for uri '${uri}'. Supported architectures: [arm64]`);
}

/** What an image was made for: as its index says, or its configuration; empty where the emulator does not have that. */
async function architecturesOf(
  repositoryName: string,
  reference: string,
  place: Place,
  upstreams: Upstreams,
): Promise<readonly unknown[] | undefined> {
  const ask = (operation: string, input: object): Promise<Document | undefined> => {
    const target = `AmazonEC2ContainerRegistry_V20150921.${operation}`;
    const to = upstreams['ecr'] ?? upstreams.default;
    return askJson({ headers: signedAs(place, 'ecr') }, to, target, { repositoryName, ...input });
  };
  const id = reference.startsWith('sha256:') ? { imageDigest: reference } : { imageTag: reference || 'latest' };
  const acceptedMediaTypes = ['index', 'manifest'].map((kind) => `application/vnd.oci.image.${kind}.v1+json`);
  const images = await ask('BatchGetImage', { imageIds: [id], acceptedMediaTypes });
  const text = Object(images?.['images'])[0]?.imageManifest;
  if (typeof text !== 'string') return undefined;
  const manifest = Object(JSON.parse(text));
  if (Array.isArray(manifest.manifests))
    return manifest.manifests.map((one: unknown) => Object(one).platform?.architecture);
  const layer = await ask('GetDownloadUrlForLayer', { layerDigest: manifest.config?.digest });
  const url = layer?.['downloadUrl'];
  if (typeof url !== 'string' || !url.startsWith('http://127.0.0.1')) return [];
  return [Object(await (await fetch(url)).json()).architecture];
}

/** Asks an emulator that evaluates policies; ministack does since 1.5. */
export async function isAllowed(
  role: string,
  action: string,
  resource: string,
  place: Place,
  upstreams: Upstreams,
): Promise<boolean> {
  const xml = await askIam(place, upstreams, {
    Action: 'SimulatePrincipalPolicy',
    PolicySourceArn: role,
    'ActionNames.member.1': action,
    'ResourceArns.member.1': resource,
  });
  return /<EvalDecision>allowed</.test(xml ?? '');
}

function askIam(
  place: Place,
  upstreams: Upstreams,
  input: { readonly [name: string]: string },
): Promise<string | undefined> {
  const to = upstreams['iam'] ?? upstreams.default;
  return askQuery({ headers: signedAs(place, 'iam') }, to, { Version: '2010-05-08', ...input });
}
