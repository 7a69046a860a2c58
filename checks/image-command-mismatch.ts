import { type DeployedImage, deployedImages } from '../src/domain/deployed-images.ts';
import { type ImageStart, imageStartOf } from '../src/domain/image-start.ts';
import { baseOf, folderOf } from '../src/domain/paths.ts';
import { nearest } from '../src/domain/words.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';

interface Subject extends DeployedImage {
  readonly start: ImageStart;
  readonly files: readonly string[];
}

export default defineCheck({
  id: 'image-command-mismatch',
  title: 'The container starts something else than the entry point',
  severity: 'warning',
  why: 'AgentCore runs the `CMD` and `ENTRYPOINT` of the image; the entry point of the configuration does not change what a finished Dockerfile starts.',
  remedy: 'Let the Dockerfile start the file that the configuration names.',
  references: ['https://docs.docker.com/reference/dockerfile/#cmd'],
  fix: 'none',
  needs: ['project', 'images', 'agents', 'servers'],

  *subjects(facts) {
    for (const deployed of deployedImages(facts)) {
      const start = imageStartOf(deployed.image, facts.project.files);
      if (start.kind !== 'elsewhere') yield { ...deployed, start, files: facts.project.files };
    }
  },

  judge({ image, agent, start, files }: Subject): Finding | undefined {
    const at = image.starts?.at;
    if (at === undefined) return undefined;
    if (start.kind === 'missing') return missing(start, at, image.path, files);
    const entry = agent?.config === undefined ? undefined : agent.entry;
    if (start.kind !== 'file' || entry === undefined || entry.path === start.path) return undefined;
    const message = `The container starts \`${start.path}\`, and ${entry.because} is \`${entry.path}\`.`;
    return {
      message,
      at,
      remedy: `Start \`${entry.path}\` in the Dockerfile, or name \`${start.path}\` in the configuration.`,
      related: [{ ...entry.at, label: 'the entry point' }],
    };
  },
});

function missing(
  { wanted, started }: Extract<ImageStart, { kind: 'missing' }>,
  at: Finding['at'],
  path: string,
  files: readonly string[],
): Finding {
  const message = `The container starts \`${started.target}\`, and the project has no file \`${wanted}\`.`;
  const beside = files.filter((file) => folderOf(file).startsWith(folderOf(path)) && file.endsWith('.py'));
  const near = nearest(baseOf(wanted), beside.map(baseOf));
  const remedy =
    near === undefined ? 'Start a file that the image has.' : `Start \`${near}\`, if that is what is meant.`;
  return { message, at, severity: 'error', remedy };
}
