import { placeOfImage } from '../src/domain/cloud/image-place.ts';
import { defineCheck } from '../src/model/check.ts';
import type { DeployedImage } from '../src/model/deployed-image.ts';

export default defineCheck({
  id: 'image-missing',
  title: 'The container image is not in its repository',
  severity: 'error',
  why: 'Without the image a deployment is refused, and new sessions of a runtime whose image was deleted do not start.',
  remedy: 'Build and push the image, or name one that is there.',
  references: ['https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html'],
  fix: 'none',
  needs: ['deployedImages'],

  subjects: ({ deployedImages: { images } }) => images.filter(({ state }) => state !== undefined),

  judge(image: DeployedImage) {
    const { state, uri, from } = image;
    const at = placeOfImage(image);
    if (state?.kind === 'unread') return { unclear: `Image \`${uri}\` cannot be read: ${state.gap.because}`, at };
    if (state?.kind !== 'missing') return undefined;
    return { message: `ECR has no image \`${uri}\`, which ${from} names.`, at };
  },
});
