import { listAt, textAt } from '../domain/cloud/documents.ts';
import { type Manifest, manifestOf, MEDIA_TYPES, platformIn } from '../domain/cloud/image-manifest.ts';
import { type EcrImage, ecrImageOf, imageOf, packagingOf } from '../domain/cloud/run-under.ts';
import { isSameTarget } from '../domain/cloud/targets.ts';
import type { Aws, AwsAnswer, AwsCall, Looked } from '../model/aws.ts';
import type { Caller, CloudTarget, Runtimes } from '../model/cloud.ts';
import type { DeployedImage, ImageState } from '../model/deployed-image.ts';
import { defineCollector, type Gap } from '../model/fact.ts';
import type { Json } from '../model/json.ts';
import type { World } from '../model/world.ts';
import { awsOf } from './aws.ts';

/** Reads the manifests of the images that runtimes run, and of those that the project names, with their configurations. */
export const deployedImages = defineCollector<'deployedImages', 'targets' | 'caller' | 'runtimes'>({
  source: 'cloud',
  needs: ['targets', 'caller', 'runtimes'],
  permissions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  async collect({ targets: { targets }, caller, runtimes }, world) {
    const named = targets.flatMap((target) => namedImage(target, caller, runtimes) ?? []);
    const images = await Promise.all(
      named.map(async ({ parts, ...image }): Promise<DeployedImage> => {
        if (parts.tag === undefined && parts.digest === undefined) return image;
        return { ...image, state: await stateOf(parts, awsOf(world), world) };
      }),
    );
    return { images };
  },
});

type NamedImage = Omit<DeployedImage, 'state'> & { readonly parts: EcrImage };

function namedImage(target: CloudTarget, caller: Caller, { runtimes }: Runtimes): NamedImage | undefined {
  const runtime = runtimes.find((one) => isSameTarget(one.target, target) && one.state.kind === 'there');
  const under = { target, ...(runtime === undefined ? {} : { runtime }) };
  const uri = packagingOf(under) === 'container' ? imageOf(under) : undefined;
  const parts = uri === undefined ? undefined : ecrImageOf(uri);
  const region = runtime?.region ?? target.region?.value ?? caller.region;
  if (uri === undefined || parts === undefined || region === undefined) return undefined;
  const isDeployed = runtime?.state.kind === 'there' && uri !== target.image?.value;
  return {
    uri,
    from: isDeployed
      ? `runtime \`${runtime?.asked ?? ''}\``
      : (target.image?.from ?? `runtime \`${runtime?.asked ?? ''}\``),
    target,
    ...(isDeployed || target.image?.at === undefined ? {} : { at: target.image.at }),
    ...(runtime?.state.kind === 'there' ? { runtimeArn: runtime.state.value.arn } : {}),
    region,
    repository: {
      arn: `arn:${caller.partition}:ecr:${parts.region}:${parts.account}:repository/${parts.repository}`,
      region: parts.region,
    },
    parts,
  };
}

async function stateOf(image: EcrImage, aws: Aws, world: World): Promise<Looked<ImageState>> {
  const { digest, tag } = image;
  const answer = await aws.ask(
    getImage(image, digest === undefined ? { imageTag: tag ?? '' } : { imageDigest: digest }),
  );
  const found = foundIn(answer);
  if (found.kind !== 'there') return found;
  const manifest = manifestOf(found.value.manifest);
  const { digest: own } = found.value;
  if (manifest.kind === 'index') return { kind: 'there', value: await ofIndex(own, manifest, image, aws, world) };
  return { kind: 'there', value: { digest: own, ...(await ofImage(manifest, image, aws, world)) } };
}

async function ofIndex(
  digest: string,
  { images }: Extract<Manifest, { kind: 'index' }>,
  image: EcrImage,
  aws: Aws,
  world: World,
): Promise<ImageState> {
  const platforms = images.map(({ platform }) => platform);
  const arm = images.find(({ platform }) => platform === 'linux/arm64');
  if (arm === undefined) return { digest, platforms };
  const found = foundIn(await aws.ask(getImage(image, { imageDigest: arm.digest })));
  if (found.kind === 'unread') return { digest, platforms, gap: found.gap };
  if (found.kind === 'missing') return { digest, platforms };
  const { platforms: _, ...inner } = await ofImage(manifestOf(found.value.manifest), image, aws, world);
  return { digest, platforms, ...inner };
}

async function ofImage(
  manifest: Manifest,
  { account, region, repository }: EcrImage,
  aws: Aws,
  world: World,
): Promise<Omit<ImageState, 'digest'>> {
  if (manifest.kind !== 'image')
    return { platforms: [], gap: { because: 'The manifest is of a form that is not known.' } };
  const { layers, config } = manifest;
  const answer = await aws.ask({
    service: 'ecr',
    operation: 'GetDownloadUrlForLayer',
    input: { registryId: account, repositoryName: repository, layerDigest: config },
    region,
  });
  if (!answer.ok) return { platforms: [], layers, gap: answer.gap };
  const got = await configurationAt(textAt(answer.value, 'downloadUrl'), world);
  if ('because' in got) return { platforms: [], layers, gap: got };
  return { platforms: [platformIn(got.document)], layers, user: textAt(got.document, 'config', 'User') ?? '' };
}

/** The address is signed and works for whoever has it: nothing of it is kept. */
async function configurationAt(url: string | undefined, { fetch }: World): Promise<{ readonly document: Json } | Gap> {
  const lost: Gap = { because: 'The configuration of the image could not be fetched.' };
  if (url === undefined || fetch === undefined) return lost;
  const answer = await fetch(url);
  if (answer.kind !== 'response' || answer.status !== 200) return lost;
  try {
    // JSON.parse gives nothing but JSON.
    return { document: JSON.parse(answer.body) as Json };
  } catch {
    return lost;
  }
}

function getImage({ account, region, repository }: EcrImage, id: { readonly [name: string]: string }): AwsCall {
  const input = { registryId: account, repositoryName: repository, imageIds: [id], acceptedMediaTypes: MEDIA_TYPES };
  return { service: 'ecr', operation: 'BatchGetImage', input, region };
}

/** An image that is not there is told in the answer, and a repository that is not there by an error. */
function foundIn(answer: AwsAnswer): Looked<{ readonly digest: string; readonly manifest: Json | undefined }> {
  if (!answer.ok) return answer.kind === 'missing' ? { kind: 'missing' } : { kind: 'unread', gap: answer.gap };
  const [image] = listAt(answer.value, 'images');
  if (image !== undefined) {
    const text = textAt(image, 'imageManifest') ?? '';
    return { kind: 'there', value: { digest: textAt(image, 'imageId', 'imageDigest') ?? '', manifest: parsed(text) } };
  }
  const code = textAt(listAt(answer.value, 'failures')[0], 'failureCode') ?? 'ImageNotFound';
  if (/NotFound|Missing/.test(code)) return { kind: 'missing' };
  return { kind: 'unread', gap: { because: `ECR answers \`${code}\`.` } };
}

function parsed(text: string): Json | undefined {
  try {
    // JSON.parse gives nothing but JSON.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
