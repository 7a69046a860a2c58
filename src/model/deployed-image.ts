import type { Looked } from './aws.ts';
import type { CloudTarget } from './cloud.ts';
import type { Gap } from './fact.ts';
import type { Place } from './location.ts';

/** The container images that runtimes run, or are to run, as ECR has them. */
export interface DeployedImages {
  readonly images: readonly DeployedImage[];
}

export interface DeployedImage {
  readonly uri: string;
  /** "runtime `weather-a1b2c3d4e5`", "the ECR repository of agent `weather`": the middle of a sentence. */
  readonly from: string;
  readonly target: CloudTarget;
  /** Where the URI stands in the project; absent where the runtime itself names it. */
  readonly at?: Place;
  /** The ARN of the runtime that names it. */
  readonly runtimeArn?: string;
  /** The region of the runtime. */
  readonly region: string;
  /** Where its repository is. */
  readonly repository: { readonly arn: string; readonly region: string };
  /** Of a URI without tag or digest, which names a repository only: absent. */
  readonly state?: Looked<ImageState>;
}

/** An image by its manifest. */
export interface ImageState {
  readonly digest: string;
  /** `linux/arm64`; of an index, each of them. */
  readonly platforms: readonly string[];
  /** Why the platforms, the layers or the user are not known, where they are not. */
  readonly gap?: Gap;
  /** Of the image for arm64, or of the only one. */
  readonly layers?: number;
  /** The user that its configuration names; empty: root. */
  readonly user?: string;
}
