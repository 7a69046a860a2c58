import { ACCOUNT } from '../../emulators/aws.ts';
import { type Answer, type AwsError, errorAnswer, jsonAnswer } from '../wire/answer.ts';
import { type Incoming, listen } from '../wire/listen.ts';
import { readRequest } from '../wire/request.ts';
import { type Blob, type Image, imageOf, type ImageWish } from './image.ts';

/**
 * A stand-in for ECR, as far as one looks at images there. Documented: operations, codes and shapes (API reference). What
 * emulators lack of it: the download URL that one can download from, and with it the configuration of an image. Assumed:
 * nothing but the texts of the errors.
 */
export interface Ecr {
  readonly url: string;
  /** Puts an image into a repository, which is made where it is not there; gives its digest. */
  readonly put: (wish: ImageWish) => string;
  /** Sets the policy of a repository. */
  readonly policy: (repository: string, policy: object) => void;
  readonly close: () => Promise<void>;
}

interface Repository {
  readonly images: Map<string, Image>;
  readonly tags: Map<string, string>;
  policy?: string;
}

type Operation = (name: string, repository: Repository, input: Input, url: string) => object | AwsError;

interface Input {
  readonly [name: string]: unknown;
}

/** Opens the stand-in on a free port, for one account and region. */
export async function openEcr(): Promise<Ecr> {
  const repositories = new Map<string, Repository>();
  const repositoryOf = (name: string): Repository => {
    const made = repositories.get(name) ?? { images: new Map<string, Image>(), tags: new Map<string, string>() };
    repositories.set(name, made);
    return made;
  };
  const listening = await listen((incoming) => respond(incoming, repositories, () => listening.url));
  return {
    url: listening.url,
    put: ({ repository, tag, ...wish }) => {
      const image = imageOf({ repository, ...wish });
      const own = repositoryOf(repository);
      own.images.set(image.top.digest, image);
      if (tag !== undefined) own.tags.set(tag, image.top.digest);
      return image.top.digest;
    },
    policy: (name, policy) => (repositoryOf(name).policy = JSON.stringify(policy)),
    close: listening.close,
  };
}

async function respond(
  incoming: Incoming,
  repositories: ReadonlyMap<string, Repository>,
  url: () => string,
): Promise<Answer> {
  const request = await readRequest(incoming, 'test');
  if (request.method === 'GET') return download(request.target, repositories);
  // An object, as every input of this service is.
  const input = JSON.parse(request.body.toString('utf8')) as Input;
  const operation = OPERATIONS[request.operation];
  if (operation === undefined)
    return errorAnswer(request, { code: 'NotImplemented', status: 501, message: request.operation });
  if (request.operation === 'DescribeRepositories' && input['repositoryNames'] === undefined)
    return jsonAnswer({ repositories: [...repositories.keys()].map(shownRepository) });
  const name = String(Object(input['repositoryNames'])[0] ?? input['repositoryName']);
  const repository = repositories.get(name);
  if (repository === undefined) {
    const message = `The repository with name '${name}' does not exist in the registry with id '${ACCOUNT}'`;
    return errorAnswer(request, { code: 'RepositoryNotFoundException', message });
  }
  const said = operation(name, repository, input, url());
  return isError(said) ? errorAnswer(request, said) : jsonAnswer(said);
}

function isError(said: object): said is AwsError {
  return 'code' in said;
}

const OPERATIONS: { readonly [operation: string]: Operation } = {
  DescribeRepositories: (name) => ({ repositories: [shownRepository(name)] }),
  GetRepositoryPolicy: (name, { policy }) =>
    policy === undefined
      ? {
          code: 'RepositoryPolicyNotFoundException',
          message: `Repository policy does not exist for the repository with name '${name}' in the registry with id '${ACCOUNT}'`,
        }
      : { registryId: ACCOUNT, repositoryName: name, policyText: policy },
  DescribeImages: (name, repository, input) => {
    const wanted = idsIn(input) ?? [...repository.images.keys()].map((imageDigest) => ({ imageDigest }));
    const found = wanted.flatMap((id) => imageFor(repository, id) ?? []);
    if (found.length < wanted.length)
      return {
        code: 'ImageNotFoundException',
        message: `The image requested does not exist within the repository with name '${name}' in the registry with id '${ACCOUNT}'`,
      };
    return { imageDetails: found.map((image) => shownImage(name, repository, image)) };
  },
  BatchGetImage: (name, repository, input) => {
    const wanted = idsIn(input) ?? [];
    const failures = wanted.filter((id) => blobFor(repository, id) === undefined);
    return {
      images: wanted.flatMap((id) => {
        const blob = blobFor(repository, id);
        if (blob === undefined) return [];
        const imageId = { ...id, imageDigest: blob.digest };
        return [
          {
            registryId: ACCOUNT,
            repositoryName: name,
            imageId,
            imageManifest: blob.text,
            imageManifestMediaType: blob.mediaType,
          },
        ];
      }),
      failures: failures.map((imageId) => ({
        imageId,
        failureCode: 'ImageNotFound',
        failureReason: 'Requested image not found',
      })),
    };
  },
  GetDownloadUrlForLayer: (name, repository, { layerDigest }, url) => {
    const isThere = [...repository.images.values()].some(({ configs }) =>
      configs.some(({ digest }) => digest === layerDigest),
    );
    if (isThere) return { downloadUrl: `${url}/v2/${name}/blobs/${String(layerDigest)}`, layerDigest };
    return { code: 'LayersNotFoundException', message: `The layer with digest ${String(layerDigest)} does not exist` };
  },
};

interface ImageId {
  readonly imageDigest?: string;
  readonly imageTag?: string;
}

function idsIn({ imageIds }: Input): readonly ImageId[] | undefined {
  // Each is an object with one member or two.
  return Array.isArray(imageIds) ? (imageIds as readonly ImageId[]) : undefined;
}

function imageFor({ images, tags }: Repository, { imageDigest, imageTag }: ImageId): Image | undefined {
  return images.get(imageDigest ?? tags.get(imageTag ?? '') ?? '');
}

/** What a tag names, or any manifest of the repository by its digest. */
function blobFor(repository: Repository, id: ImageId): Blob | undefined {
  const manifests = [...repository.images.values()].flatMap((image) => image.manifests);
  return imageFor(repository, id)?.top ?? manifests.find(({ digest }) => digest === id.imageDigest);
}

function shownRepository(name: string): object {
  return {
    repositoryArn: `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/${name}`,
    registryId: ACCOUNT,
    repositoryName: name,
    repositoryUri: `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/${name}`,
    imageTagMutability: 'MUTABLE',
  };
}

function shownImage(repositoryName: string, { tags }: Repository, { top }: Image): object {
  const imageTags = [...tags].flatMap(([tag, digest]) => (digest === top.digest ? [tag] : []));
  const size = { imageSizeInBytes: 3_000_000, imageManifestMediaType: top.mediaType };
  return { registryId: ACCOUNT, repositoryName, imageDigest: top.digest, imageTags, ...size };
}

/** Layers come from a URL that is signed for a while; here only configurations do. */
function download(target: string, repositories: ReadonlyMap<string, Repository>): Answer {
  const digest = target.split('/').at(-1);
  const configs = [...repositories.values()].flatMap(({ images }) =>
    [...images.values()].flatMap((one) => one.configs),
  );
  const blob = configs.find((config) => config.digest === digest);
  return { status: blob === undefined ? 404 : 200, headers: {}, body: blob?.text ?? '' };
}
