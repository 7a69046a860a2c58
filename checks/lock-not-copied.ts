import { deployedImages } from '../src/domain/image/deployed-images.ts';
import { lockCopy } from '../src/domain/image/lock-copy.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import type { Dockerfile, Install } from '../src/model/image.ts';
import { baseOf } from '../src/domain/paths.ts';
import { defineCheck } from '../src/model/check.ts';

interface Subject {
  readonly image: Dockerfile;
  readonly install: Install;
  readonly lock: string;
  readonly files: readonly string[];
}

export default defineCheck({
  id: 'lock-not-copied',
  title: 'A locked install runs without its lock file',
  severity: 'error',
  why: 'An install that obeys a lock file stops when the file is not in the image yet, and the build with it.',
  remedy: 'Copy the lock file before the install.',
  references: ['https://docs.npmjs.com/cli/commands/npm-ci', 'https://docs.astral.sh/uv/reference/cli/#uv-sync'],
  fix: 'safe',
  needs: ['project', 'images', 'agents', 'servers'],

  *subjects(facts) {
    for (const { image } of deployedImages(facts)) {
      for (const install of image.installs)
        if (install.wantsLock !== undefined)
          yield { image, install, lock: install.wantsLock, files: facts.project.files };
    }
  },

  judge({ image, install, lock, files }: Subject) {
    const { tool, at } = install;
    if (install.files.some((file) => baseOf(file) === lock)) return undefined;
    return {
      message: `\`${tool}\` installs what \`${lock}\` says, and nothing copies that file into the image before.`,
      at,
      remedy: `Write \`COPY ${lock} ./\` before the install.`,
      ...optional('fix', lockCopy(image, install, lock, files)),
    };
  },
});
