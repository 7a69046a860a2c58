import { placeOfImage } from '../src/domain/cloud/image-place.ts';
import { defineCheck } from '../src/model/check.ts';
import type { DeployedImage } from '../src/model/deployed-image.ts';

export default defineCheck({
  id: 'image-region-mismatch',
  title: 'The container image is in another region than the runtime',
  severity: 'error',
  why: "AgentCore refuses the image: \"Ecr uri region '…' does not match the application region '…'\".",
  remedy: 'Push the image to a repository in the region of the runtime, or replicate the repository there.',
  references: ['https://github.com/zscaler/zscaler-mcp-server/issues/31'],
  fix: 'none',
  needs: ['deployedImages'],

  subjects: ({ deployedImages: { images } }) => images,

  judge(image: DeployedImage) {
    const { region, repository, uri } = image;
    if (repository.region === region) return undefined;
    return {
      message: `Image \`${uri}\` is in \`${repository.region}\`, and the runtime is in \`${region}\`.`,
      at: placeOfImage(image),
    };
  },
});
