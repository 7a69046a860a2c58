import type { Command, Copy, CreatedFile, Dockerfile, Install, Stage } from '../model/image.ts';
import type { Located } from '../model/location.ts';
import type { Unparsable } from '../model/tree.ts';
import type { NamedValue } from '../model/value.ts';
import type { Instruction } from './dockerfile-source.ts';
import { readDockerfile } from './dockerfile-source.ts';
import { argumentsProblem, isKnownInstruction } from './dockerfile-grammar.ts';
import { substitute } from './dockerfile-variables.ts';
import { copyOf, createdBy, dockerWords, environmentOf, joinStart, pairsOf } from './dockerfile-values.ts';
import { isBrokenExecForm } from './exec-form.ts';
import { copiedOnwards, imagePath } from './image-copies.ts';
import { commandsIn, installsOf } from './install-lines.ts';
import { mayMakeFiles } from './run-effects.ts';
import { splitShell } from './shell-words.ts';

/** What one stage of a build has come to so far. */
export interface StageState {
  readonly stage: Stage;
  readonly parent: StageState | undefined;
  /** Whether its platform is written with a variable. */
  readonly isArgument: boolean;
  readonly variables: Map<string, string | undefined>;
  readonly environment: NamedValue[];
  readonly copies: Copy[];
  readonly creates: CreatedFile[];
  readonly installs: Install[];
  readonly exposes: Located<string>[];
  layers: number;
  makesFiles: boolean;
  workdir?: Located<string>;
  user?: Located<string>;
  entrypoint?: Command;
  cmd?: Command;
  cmdIsOwn: boolean;
}

interface Build {
  readonly path: string;
  readonly text: string;
  /** `ARG` before the first `FROM`. */
  readonly globals: Map<string, string | undefined>;
  readonly states: StageState[];
  readonly problems: Unparsable[];
  readonly unknown: Located<string>[];
  readonly broken: Located<string>[];
}

/** A Dockerfile as the image that it builds: its last stage, with what the stages before it hand on. */
export function readImage(path: string, text: string): Dockerfile {
  const { instructions, problems } = readDockerfile(path, text);
  const build: Build = { path, text, globals: new Map(), states: [], problems: [...problems], unknown: [], broken: [] };
  for (const instruction of instructions) take(instruction, build);
  const last = build.states.at(-1);
  if (last === undefined && build.problems.length === 0) {
    build.problems.push({ message: 'It has no `FROM`.', at: instructions[0]?.at ?? nowhere(path) });
  }
  const platform = last === undefined ? undefined : platformOf(last);
  const starts = last === undefined ? undefined : joinStart(last.entrypoint, last.cmd);
  return {
    path,
    problems: build.problems,
    unknownInstructions: build.unknown,
    brokenExecForms: build.broken,
    stages: build.states.map(({ stage }) => stage),
    ...defined('platform', platform?.platform),
    platformIsArgument: platform?.isArgument ?? false,
    environment: last?.environment ?? [],
    ...defined('workdir', last?.workdir),
    ...defined('user', last?.user),
    ...defined('entrypoint', last?.entrypoint),
    ...defined('cmd', last?.cmd),
    ...defined('starts', starts),
    leadsTo: [],
    exposes: last?.exposes ?? [],
    copies: last?.copies ?? [],
    creates: last?.creates ?? [],
    installs: last?.installs ?? [],
    layers: last?.layers ?? 0,
    makesFiles: last?.makesFiles ?? false,
  };
}

function take(instruction: Instruction, build: Build): void {
  const { keyword, keywordAt } = instruction;
  if (!isKnownInstruction(keyword)) {
    build.unknown.push({ value: keyword, at: instruction.at });
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
    apply(instruction, state, build);
  } else if (keyword === 'ARG') {
    for (const { name, value } of pairsOf(instruction)) {
      build.globals.set(name, value === undefined ? undefined : substitute(value, build.globals));
    }
  } else {
    build.problems.push({ message: `\`${keyword}\` stands before the first \`FROM\`.`, at: keywordAt });
  }
}

function beginStage(instruction: Instruction, { globals, states }: Build): StageState {
  const words = dockerWords(instruction.text, instruction.placeOf);
  const base = located(words[0], globals) ?? { value: '', at: instruction.at };
  const name = words[1]?.value.toLowerCase() === 'as' ? words[2]?.value : undefined;
  const flag = instruction.flags.find((candidate) => candidate.name === 'platform');
  const platform = flag === undefined ? undefined : located({ value: flag.value, at: flag.valueAt }, globals);
  const stage = { ...defined('name', name), base, ...defined('platform', platform) };
  const parent = states.find((state) => state.stage.name?.toLowerCase() === base.value.toLowerCase());
  return {
    stage,
    parent,
    isArgument: flag?.value.includes('$') ?? false,
    variables: new Map(parent?.environment.map((variable) => [variable.name, variable.value] as const)),
    environment: [...(parent?.environment ?? [])],
    copies: [...(parent?.copies ?? [])],
    creates: [...(parent?.creates ?? [])],
    installs: [...(parent?.installs ?? [])],
    exposes: [...(parent?.exposes ?? [])],
    layers: parent?.layers ?? 0,
    makesFiles: parent?.makesFiles ?? false,
    ...defined('workdir', parent?.workdir),
    ...defined('user', parent?.user),
    ...defined('entrypoint', parent?.entrypoint),
    ...defined('cmd', parent?.cmd),
    cmdIsOwn: false,
  };
}

function apply(instruction: Instruction, state: StageState, build: Build): void {
  const { keyword, text, at, placeOf } = instruction;
  const whole = { value: text, at: placeOf(0, text.length) };
  switch (keyword) {
    case 'ARG':
      for (const { name, value } of pairsOf(instruction)) {
        // A build argument without a default takes the one that stands before the first FROM.
        if (state.environment.some((variable) => variable.name === name)) continue;
        state.variables.set(name, value === undefined ? build.globals.get(name) : substitute(value, state.variables));
      }
      return;
    case 'ENV':
      for (const variable of environmentOf(instruction, state.variables)) {
        const known = state.environment.findIndex(({ name }) => name === variable.name);
        if (known === -1) state.environment.push(variable);
        else state.environment.splice(known, 1, variable);
        state.variables.set(variable.name, variable.value);
      }
      return;
    case 'WORKDIR': {
      const folder = imagePath(workdirOf(state), plain(instruction, state));
      state.workdir = { value: folder === '/' ? '/' : folder.replace(/\/$/, ''), at: whole.at };
      return;
    }
    case 'USER':
      state.user = { value: plain(instruction, state), at: whole.at };
      return;
    case 'EXPOSE':
      state.exposes.push(
        ...dockerWords(text, placeOf).map((word) => ({
          ...word,
          value: substitute(word.value, state.variables) ?? word.value,
        })),
      );
      return;
    case 'CMD':
    case 'ENTRYPOINT':
      if (isBrokenExecForm(text)) build.broken.push(whole);
      takeStart(
        keyword,
        {
          form: instruction.exec === undefined ? 'shell' : 'exec',
          argv: instruction.exec ?? splitShell(text, placeOf),
          at,
        },
        state,
      );
      return;
    case 'COPY':
    case 'ADD':
      takeCopy(instruction, state, build);
      return;
    case 'RUN':
      state.layers += 1;
      state.creates.push(...createdBy(instruction, workdirOf(state)));
      state.installs.push(...installsOf(instruction, { ...state, workdir: workdirOf(state) }, build));
      state.makesFiles ||= commandsIn(instruction, build).some(mayMakeFiles);
  }
}

/** An entry point of its own makes Docker forget the command that the base image set. */
function takeStart(keyword: 'CMD' | 'ENTRYPOINT', command: Command, state: StageState): void {
  if (keyword === 'CMD') {
    state.cmd = command;
    state.cmdIsOwn = true;
    return;
  }
  state.entrypoint = command;
  if (!state.cmdIsOwn) delete state.cmd;
}

function takeCopy(instruction: Instruction, state: StageState, build: Build): void {
  state.layers += 1;
  const workdir = workdirOf(state);
  const source = instruction.flags.find(({ name }) => name === 'from')?.value;
  const copy = copyOf(instruction, workdir, state.variables);
  if (copy === undefined) return;
  state.creates.push(...copy.creates);
  if (source === undefined) {
    state.copies.push(copy);
    return;
  }
  const stage = build.states.find(
    ({ stage: { name } }, index) => name?.toLowerCase() === source.toLowerCase() || String(index) === source,
  );
  if (stage === undefined || stage === state) {
    state.copies.push({ ...copy, from: [] });
    return;
  }
  state.makesFiles ||= stage.makesFiles;
  for (const from of copy.from) {
    const path = `/${from}`;
    state.copies.push(...copiedOnwards(stage.copies, path, copy.to).map((onward) => ({ ...onward, at: copy.at })));
    state.creates.push(...stage.creates.filter(({ to }) => to === path));
  }
  // The same builder is often copied from more than once.
  state.installs.push(...stage.installs.filter((install) => !state.installs.includes(install)));
}

/** The platform of the stage at the bottom of the chain: a stage built on another one has that one's. */
function platformOf(
  state: StageState,
): (Pick<StageState, 'isArgument'> & { readonly platform: Located<string> }) | undefined {
  const { stage, isArgument, parent } = state;
  if (stage.platform !== undefined) return { platform: stage.platform, isArgument };
  return parent === undefined ? undefined : platformOf(parent);
}

/** The whole argument of an instruction that takes one, without quotes. */
function plain({ text, placeOf }: Instruction, { variables }: StageState): string {
  const words = dockerWords(text, placeOf)
    .map(({ value }) => value)
    .join(' ');
  return substitute(words, variables) ?? words;
}

function workdirOf({ workdir }: StageState): string {
  return workdir?.value ?? '/';
}

function located(
  word: Located<string> | undefined,
  variables: ReadonlyMap<string, string | undefined>,
): Located<string> | undefined {
  return word === undefined ? undefined : { value: substitute(word.value, variables) ?? word.value, at: word.at };
}

function nowhere(path: string): Unparsable['at'] {
  const head = { line: 1, column: 1 };
  return { kind: 'file', path, range: { start: head, end: head } };
}

/** A member that is there only when it has a value. */
function defined<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  // A computed key widens to `string`; the object has exactly this one member or none.
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
