import type { DeployedImage } from '../../model/deployed-image.ts';
import type { Location } from '../../model/location.ts';

/** Where an image is named: in a file of the project, by a runtime, or else where it is. */
export function placeOfImage({ at, runtimeArn, repository }: DeployedImage): Location {
  if (at !== undefined) return at;
  if (runtimeArn === undefined) return { kind: 'resource', arn: repository.arn, pointer: '' };
  return {
    kind: 'resource',
    arn: runtimeArn,
    pointer: '/agentRuntimeArtifact/containerConfiguration/containerUri',
  };
}
