import { deployedImages } from '../src/domain/image/deployed-images.ts';
import { isBrokenExecForm } from '../src/domain/image/exec-form.ts';
import type { Misread } from '../src/model/image.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'broken-exec-form',
  title: 'The start command is meant as JSON and is none',
  severity: 'error',
  why: 'Docker hands a `CMD` or `ENTRYPOINT` that is not a JSON array to a shell as it stands; the shell looks for a program called `[python,`, and the container stops at once.',
  remedy:
    'Write the words in double quotes, with commas between them and nothing behind the bracket: `["python", "server.py"]`.',
  references: ['https://docs.docker.com/reference/dockerfile/#exec-form'],
  fix: 'safe',
  needs: ['project', 'images', 'agents', 'servers'],

  *subjects(facts) {
    for (const { image } of deployedImages(facts)) {
      yield* image.brokenExecForms;
      if (image.starts !== undefined) yield { value: '', at: image.starts.at };
    }
  },

  judge({ value, at, mend }: Misread) {
    if (!isBrokenExecForm(value)) return undefined;
    return {
      message: `\`${value}\` is no JSON array of strings.`,
      at,
      ...(mend === undefined
        ? {}
        : { fix: { title: 'Write the command as a JSON array of strings', safety: 'safe', edits: mend } }),
    };
  },
});
