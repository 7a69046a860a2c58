import type { Refusal } from '../../model/image.ts';
import { optional } from '../manifest/optional.ts';
import { commentBehind, mendedComment } from './dockerfile-comments.ts';
import type { Instruction } from './dockerfile-source.ts';

/** The instructions of Docker (https://docs.docker.com/reference/dockerfile/, verified 2026-11-23). */
export const INSTRUCTIONS: ReadonlySet<string> = new Set(
  (
    'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER ' +
    'VOLUME WORKDIR'
  ).split(' '),
);

/** Whether Docker knows an instruction; the keyword in capitals. */
export function isKnownInstruction(keyword: string): boolean {
  return INSTRUCTIONS.has(keyword);
}

/** What a build refuses about the arguments of one instruction, when it refuses them for sure. */
export function argumentsProblem(instruction: Instruction): Refusal | undefined {
  const { keyword, text, at, exec, heredocs, placeOf } = instruction;
  const words = text.split(/\s+/).filter((word) => word !== '');
  const comment = exec === undefined && heredocs.length === 0 ? commentBehind(keyword, text) : undefined;
  if (comment !== undefined) {
    const message = `\`${keyword}\` takes \`${comment}\` for arguments: a comment needs a line of its own.`;
    const start = text.length - comment.length;
    return { message, at: placeOf(start, text.length), ...optional('mend', mendedComment(instruction, start)) };
  }
  if (words.length === 0 && keyword !== 'CMD' && keyword !== 'ENTRYPOINT' && heredocs.length === 0) {
    return { message: `\`${keyword}\` has no arguments.`, at };
  }
  if (keyword === 'FROM' && words.length !== 1 && (words.length !== 3 || words[1]?.toLowerCase() !== 'as')) {
    return { message: `\`FROM ${text}\` is neither \`FROM image\` nor \`FROM image AS name\`.`, at };
  }
  if ((keyword === 'COPY' || keyword === 'ADD') && exec === undefined && words.length < 2) {
    return { message: `\`${keyword} ${text}\` names no destination.`, at };
  }
  return undefined;
}
