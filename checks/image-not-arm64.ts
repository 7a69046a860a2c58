import { placeOfImage } from '../src/domain/cloud/image-place.ts';
import { listing } from '../src/domain/words.ts';
import { defineCheck } from '../src/model/check.ts';
import type { DeployedImage } from '../src/model/deployed-image.ts';

export default defineCheck({
  id: 'image-not-arm64',
  title: 'The container image is not built for ARM64',
  severity: 'error',
  why: 'AgentCore runs containers on ARM64: an image for another platform is refused with "Architecture incompatible", or ends in `exec format error`.',
  remedy: 'Build it with `docker buildx build --platform linux/arm64`, push it, and deploy again.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html'],
  fix: 'none',
  needs: ['deployedImages'],

  subjects: ({ deployedImages: { images } }) => images.filter(({ state }) => state?.kind === 'there'),

  judge(image: DeployedImage) {
    const { state, uri } = image;
    if (state?.kind !== 'there') return undefined;
    const { platforms, gap } = state.value;
    const at = placeOfImage(image);
    if (platforms.includes('linux/arm64')) return undefined;
    if (platforms.length === 0)
      return { unclear: `For which platform image \`${uri}\` is built is not known. ${gap?.because ?? ''}`.trim(), at };
    return { message: `Image \`${uri}\` is built for ${listing(platforms.map((one) => `\`${one}\``))}.`, at };
  },
});
