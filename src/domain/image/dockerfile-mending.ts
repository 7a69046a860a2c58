import type { Edit } from '../../model/change.ts';
import { nearest } from '../words.ts';
import { INSTRUCTIONS } from './dockerfile-grammar.ts';
import type { Instruction } from './dockerfile-source.ts';
import { mendExecForm } from './exec-form-mending.ts';

/** The edits that make the exec form of a command that was meant as one; `undefined`: it is not sure what was meant. */
export function mendedExecForm({ text, placeOf, at }: Instruction): readonly Edit[] | undefined {
  const mended = mendExecForm(text);
  if (mended === undefined) return undefined;
  const { splices, comment } = mended;
  return [
    ...(comment === undefined ? [] : [{ kind: 'line', at, where: 'before', put: comment } as const]),
    ...splices.map(({ start, end, put }): Edit => ({ kind: 'replace', at: placeOf(start, end), put })),
  ];
}

/** Commands of a shell that make a layer, when they stand where an instruction belongs. */
const COMMANDS =
  /^(?:pip3?|apt|apt-get|apk|yum|dnf|microdnf|mkdir|chmod|chown|useradd|groupadd|adduser|addgroup|curl|wget|git|rm|cp|mv|ln|tar|unzip|make)$/;
const INSTALLERS = /^(?:npm|pnpm|yarn|uv|poetry|pipenv)$/;
const INSTALLING = /^(?:ci|i|install|add|sync|pip|venv|config|cache|run build|build)\b/;
/** They change the shell that they run in, which ends with its line. */
const WITHOUT_EFFECT = /^(?:cd|export|source|set|python[\d.]*|node|sh|bash)$/;

/**
 * The instruction that a word in the place of one stands for, when one alone is near and no command has that name. The
 * keyword is in capitals.
 */
export function meantInstruction(keyword: string): string | undefined {
  const word = keyword.toLowerCase();
  if (COMMANDS.test(word) || INSTALLERS.test(word) || WITHOUT_EFFECT.test(word)) return undefined;
  const near = nearest(keyword, INSTRUCTIONS);
  const others = [...INSTRUCTIONS].filter((other) => other !== near);
  return nearest(keyword, others) === undefined ? near : undefined;
}

/** The edits that make something of an instruction that Docker does not know; `undefined`: what is meant is not sure.*/
export function mendedInstruction(
  instruction: Instruction,
  previous: Instruction | undefined,
): readonly Edit[] | undefined {
  const { keyword, keywordAt, text, written: word } = instruction;
  const meant = meantInstruction(keyword);
  if (meant !== undefined)
    return [{ kind: 'replace', at: keywordAt, put: word === word.toLowerCase() ? meant.toLowerCase() : meant }];
  if (/^(?:&&|\|\|)/.test(word)) return continued(instruction, previous);
  const isCommand = COMMANDS.test(word) || (INSTALLERS.test(word) && INSTALLING.test(text));
  if (!isCommand || keywordAt.range.start.column !== 1) return undefined;
  const run = previous !== undefined && /^[a-z]+$/.test(previous.written) ? 'run' : 'RUN';
  const start = { ...keywordAt, range: { start: keywordAt.range.start, end: keywordAt.range.start } };
  return [{ kind: 'replace', at: start, put: `${run} ` }];
}

/** `RUN a` and, on the next line, `&& b`: the mark that continues the first line is missing. */
function continued({ at }: Instruction, previous: Instruction | undefined): readonly Edit[] | undefined {
  if (previous?.keyword !== 'RUN' || previous.exec !== undefined || previous.heredocs.length > 0) return undefined;
  const { end } = previous.at.range;
  if (end.line + 1 !== at.range.start.line || /(?:^|\s)#/.test(previous.text)) return undefined;
  return [{ kind: 'replace', at: { ...previous.at, range: { start: end, end } }, put: ` ${previous.escape}` }];
}
