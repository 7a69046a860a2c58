import { deployedImages } from '../src/domain/image/deployed-images.ts';
import type { Dockerfile, Misread, Refusal } from '../src/model/image.ts';
import { meantInstruction } from '../src/domain/image/dockerfile-mending.ts';
import type { Edit } from '../src/model/change.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';

type Subject = { readonly finding: Finding | undefined };

export default defineCheck({
  id: 'dockerfile-invalid',
  title: 'The Dockerfile does not build',
  severity: 'error',
  why: 'A build stops at such a line, or makes an image that does not start: there is nothing to deploy.',
  remedy: 'Correct the instruction.',
  references: ['https://docs.docker.com/reference/dockerfile/'],
  fix: 'safe',
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
  return [...unknownInstructions.map(unknown), ...problems.map(refused)];
}

function refused({ message, at, mend }: Refusal): Finding {
  return { message, at, ...mended('Give the comment a line of its own', mend) };
}

function unknown({ value, at, mend }: Misread): Finding {
  const meant = meantInstruction(value);
  const remedy =
    meant === undefined
      ? 'Write `RUN` before the command, or `\\` at the end of the line above that it continues.'
      : `Write \`${meant}\`.`;
  const continues = /^\W/.test(value);
  const title =
    meant === undefined
      ? continues
        ? 'Write `\\` at the end of the line above'
        : `Write \`RUN\` before \`${value.toLowerCase()}\``
      : `Write \`${meant}\``;
  return { message: `Docker knows no instruction \`${value}\`.`, at, remedy, ...mended(title, mend) };
}

function mended(title: string, edits: readonly Edit[] | undefined): Pick<Finding, 'fix'> {
  return edits === undefined ? {} : { fix: { title, safety: 'safe', edits } };
}
