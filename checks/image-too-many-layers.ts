import { placeOfImage } from '../src/domain/cloud/image-place.ts';
import { defineCheck } from '../src/model/check.ts';
import type { DeployedImage } from '../src/model/deployed-image.ts';

/** With more, and a user that has to be looked up, the file system of the container is not mounted. */
const MOST_LAYERS = 53;

export default defineCheck({
  id: 'image-too-many-layers',
  title: 'The container image has too many layers for a user that is a name',
  severity: 'error',
  why: 'With a user that is not a number, an image of more than 53 layers does not start: `Failed to mount overlay`, HTTP 424.',
  remedy: 'Name the user by its number (`USER 1000`), or join steps of the Dockerfile.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html'],
  fix: 'none',
  needs: ['deployedImages'],

  subjects: ({ deployedImages: { images } }) => images.filter(({ state }) => state?.kind === 'there'),

  judge(image: DeployedImage) {
    const { state, uri } = image;
    if (state?.kind !== 'there') return undefined;
    const { layers, user, gap } = state.value;
    const at = placeOfImage(image);
    if (layers !== undefined && layers <= MOST_LAYERS) return undefined;
    if (layers === undefined || user === undefined) {
      // For another platform than ARM64 nothing more is read, and `image-not-arm64` speaks.
      if (gap === undefined) return undefined;
      return { unclear: `How many layers image \`${uri}\` has, or which user, is not known. ${gap.because}`, at };
    }
    if (user === '' || /^\d+(?::\w+)?$/.test(user)) return undefined;
    return { message: `Image \`${uri}\` has ${layers} layers, and its user is \`${user}\`.`, at };
  },
});
