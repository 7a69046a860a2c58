import { optional } from '../src/domain/manifest/optional.ts';
import { numberedUser } from '../src/domain/image/numbered-user.ts';
import { deployedImages } from '../src/domain/image/deployed-images.ts';
import type { Dockerfile } from '../src/model/image.ts';
import type { Located } from '../src/model/location.ts';
import { defineCheck } from '../src/model/check.ts';

/** More layers than these, and a user that has to be looked up, and the container's file system is not mounted. */
const MOST_LAYERS = 53;
/** What slim images of Python and Node bring along, at least. */
const USUAL_BASE = 5;

export default defineCheck({
  id: 'image-named-user',
  title: 'The image names its user by a word',
  severity: 'note',
  why: 'With a user that is not a number, an image of more than 53 layers does not start: `Failed to mount overlay`, HTTP 424.',
  remedy: 'Give the user a fixed id (`useradd -u 1000 …`) and write that number: `USER 1000`.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html',
    'https://github.com/psd401/aistudio/pull/1094',
  ],
  fix: 'review',
  needs: ['project', 'images', 'agents', 'servers'],

  *subjects(facts) {
    for (const { image } of deployedImages(facts)) if (image.user !== undefined) yield { image, user: image.user };
  },

  judge({ image, user }: { readonly image: Dockerfile; readonly user: Located<string> }) {
    const { layers } = image;
    if (/^\d+(?::\w+)?$/.test(user.value)) return undefined;
    if (user.value.includes('$')) return { unclear: `The user is \`${user.value}\`.`, at: user.at };
    const mended = optional('fix', numberedUser(image, user));
    const name = `The user is \`${user.value}\``;
    if (layers >= MOST_LAYERS) {
      return {
        message: `${name}, and the Dockerfile adds ${layers} layers to those of its base image.`,
        at: user.at,
        severity: 'error',
        ...mended,
      };
    }
    if (layers + USUAL_BASE > MOST_LAYERS) {
      return {
        message: `${name}, and the Dockerfile adds ${layers} layers: with a base image of ${USUAL_BASE} that makes ${layers + USUAL_BASE}.`,
        at: user.at,
        severity: 'warning',
        ...mended,
      };
    }
    return {
      message: `${name}, not a number; that holds up to ${MOST_LAYERS} layers, of which the Dockerfile makes ${layers}.`,
      at: user.at,
      ...mended,
    };
  },
});
