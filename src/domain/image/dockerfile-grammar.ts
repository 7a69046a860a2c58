import type { Unparsable } from '../../model/tree.ts';
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
export function argumentsProblem({ keyword, text, at, exec, heredocs, placeOf }: Instruction): Unparsable | undefined {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const comment = exec === undefined && heredocs.length === 0 ? commentBehind(keyword, text) : undefined;
  if (comment !== undefined) {
    const message = `\`${keyword}\` takes \`${comment}\` for arguments: a comment needs a line of its own.`;
    return { message, at: placeOf(text.length - comment.length, text.length) };
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

/** Instructions in which `# …` at the end is an argument. In `RUN` and a shell-form `CMD` the shell takes it away. */
const COMMENT_BREAKS = new Set(['FROM', 'COPY', 'ADD', 'ENV', 'EXPOSE', 'USER']);

function commentBehind(keyword: string, text: string): string | undefined {
  if (!COMMENT_BREAKS.has(keyword)) return undefined;
  // The old `ENV NAME any text` takes the rest of its line as it is.
  if (keyword === 'ENV' && !/^\S+=/.test(text)) return undefined;
  const unquoted = text.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/gs, (quoted) => '_'.repeat(quoted.length));
  const start = unquoted.search(/\s#/);
  return start === -1 ? undefined : text.slice(start + 1);
}
