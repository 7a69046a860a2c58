import { deployedImages } from '../src/domain/image/deployed-images.ts';
import type { Dockerfile } from '../src/model/image.ts';
import { nearest } from '../src/domain/words.ts';
import { INSTRUCTIONS } from '../src/domain/image/dockerfile-grammar.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';

type Subject = { readonly finding: Finding | undefined };

export default defineCheck({
  id: 'dockerfile-invalid',
  title: 'The Dockerfile does not build',
  severity: 'error',
  why: 'A build stops at such a line, or makes an image that does not start: there is nothing to deploy.',
  remedy: 'Correct the instruction.',
  references: ['https://docs.docker.com/reference/dockerfile/'],
  fix: 'none',
  needs: ['project', 'images', 'agents', 'servers'],

  *subjects(facts) {
    for (const { image } of deployedImages(facts)) {
      const findings = findingsIn(image);
      if (findings.length === 0) yield { finding: undefined };
      for (const finding of findings) yield { finding };
    }
  },

  judge: ({ finding }: Subject) => finding,
});

function findingsIn({ problems, unknownInstructions }: Dockerfile): readonly Finding[] {
  const refused = problems.map(({ message, at }): Finding => ({ message, at }));
  return [...unknownInstructions.map(({ value, at }) => unknown(value, at)), ...refused];
}

function unknown(keyword: string, at: Finding['at']): Finding {
  const near = nearest(keyword, INSTRUCTIONS);
  const remedy =
    near === undefined
      ? 'Write `RUN` before the command, or `\\` at the end of the line above that it continues.'
      : `Write \`${near}\`.`;
  return { message: `Docker knows no instruction \`${keyword}\`.`, at, remedy };
}
