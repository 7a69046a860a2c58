import type { Dockerfile } from '../../model/image.ts';
import type { Located } from '../../model/location.ts';
import { argumentsProblem, isKnownInstruction } from './dockerfile-grammar.ts';
import { mendedInstruction } from './dockerfile-mending.ts';
import { type Instruction, readDockerfile } from './dockerfile-source.ts';
import { applyTo, beginStage, type Build, type StageState } from './dockerfile-stages.ts';
import { joinStart, pairsOf } from './dockerfile-values.ts';
import { substitute } from './dockerfile-variables.ts';
import { optional } from '../manifest/optional.ts';
import { headOf } from '../text.ts';

/** A Dockerfile as the image that it builds: its last stage, with what the stages before it hand on. */
export function readImage(path: string, text: string): Dockerfile {
  const { instructions, problems } = readDockerfile(path, text);
  const build: Build = { path, text, globals: new Map(), states: [], problems: [...problems], unknown: [], broken: [] };
  for (const [index, instruction] of instructions.entries()) take(instruction, instructions[index - 1], build);
  const last = build.states.at(-1);
  if (last === undefined && build.problems.length === 0) {
    build.problems.push({ message: 'It has no `FROM`.', at: instructions[0]?.at ?? headOf(path) });
  }
  const platform = last === undefined ? undefined : platformOf(last);
  const starts = last === undefined ? undefined : joinStart(last.entrypoint, last.cmd);
  return {
    path,
    problems: build.problems,
    unknownInstructions: build.unknown,
    brokenExecForms: build.broken,
    stages: build.states.map(({ stage }) => stage),
    ...optional('platform', platform?.platform),
    ...optional('platformOption', platform?.option),
    platformIsArgument: platform?.isArgument ?? false,
    environment: last?.environment ?? [],
    ...optional('workdir', last?.workdir),
    ...optional('user', last?.user),
    users: last?.users ?? [],
    ...optional('entrypoint', last?.entrypoint),
    ...optional('cmd', last?.cmd),
    ...optional('starts', starts),
    leadsTo: [],
    exposes: last?.exposes ?? [],
    copies: last?.copies ?? [],
    creates: last?.creates ?? [],
    installs: last?.installs ?? [],
    layers: last?.layers ?? 0,
    makesFiles: last?.makesFiles ?? false,
  };
}

function take(instruction: Instruction, previous: Instruction | undefined, build: Build): void {
  const { keyword, keywordAt } = instruction;
  if (!isKnownInstruction(keyword)) {
    const mend = mendedInstruction(instruction, previous);
    build.unknown.push({ value: keyword, at: instruction.at, ...optional('mend', mend) });
    return;
  }
  const problem = argumentsProblem(instruction);
  if (problem !== undefined) build.problems.push(problem);
  if (keyword === 'FROM') {
    build.states.push(beginStage(instruction, build));
    return;
  }
  const state = build.states.at(-1);
  if (state !== undefined) {
    applyTo(state, instruction, build);
  } else if (keyword === 'ARG') {
    for (const { name, value } of pairsOf(instruction)) {
      build.globals.set(name, value === undefined ? undefined : substitute(value, build.globals));
    }
  } else {
    build.problems.push({ message: `\`${keyword}\` stands before the first \`FROM\`.`, at: keywordAt });
  }
}

/** The platform of the stage at the bottom of the chain: a stage built on another one has that one's. */
function platformOf(
  state: StageState,
): (Pick<StageState, 'isArgument' | 'option'> & { readonly platform: Located<string> }) | undefined {
  const { stage, isArgument, option, parent } = state;
  if (stage.platform !== undefined) return { platform: stage.platform, isArgument, option };
  return parent === undefined ? undefined : platformOf(parent);
}
