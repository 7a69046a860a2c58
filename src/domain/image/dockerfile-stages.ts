import type { Command, Copy, CreatedFile, ImageUser, Install, Misread, Refusal, Stage } from '../../model/image.ts';
import type { Located, Place } from '../../model/location.ts';
import type { NamedValue } from '../../model/value.ts';
import type { Instruction } from './dockerfile-source.ts';
import { mendedExecForm } from './dockerfile-mending.ts';
import { addedUser } from './image-users.ts';
import { copyOf, createdBy, dockerWords, environmentOf, pairsOf } from './dockerfile-values.ts';
import { substitute } from './dockerfile-variables.ts';
import { isBrokenExecForm } from './exec-form.ts';
import { copiedOnwards, imagePath } from './image-copies.ts';
import { commandsIn, installsOf } from './install-lines.ts';
import { optional } from '../manifest/optional.ts';
import { mayMakeFiles } from './run-effects.ts';
import { splitShell } from './shell-words.ts';

/** What one stage of a build has come to so far. */
export interface StageState {
  readonly stage: Stage;
  readonly parent: StageState | undefined;
  /** Whether its platform is written with a variable. */
  readonly isArgument: boolean;
  /** The option that sets it. */
  readonly option: Place | undefined;
  readonly variables: Map<string, string | undefined>;
  readonly environment: NamedValue[];
  readonly copies: Copy[];
  readonly creates: CreatedFile[];
  readonly installs: Install[];
  readonly exposes: Located<string>[];
  readonly users: ImageUser[];
  layers: number;
  makesFiles: boolean;
  workdir?: Located<string>;
  user?: Located<string>;
  entrypoint?: Command;
  cmd?: Command;
  cmdIsOwn: boolean;
}

/** What a whole Dockerfile has come to so far. */
export interface Build {
  readonly path: string;
  readonly text: string;
  /** `ARG` before the first `FROM`. */
  readonly globals: Map<string, string | undefined>;
  readonly states: StageState[];
  readonly problems: Refusal[];
  readonly unknown: Misread[];
  readonly broken: Misread[];
}

/** The stage that a `FROM` begins: what its parent has, when that is a stage of the same file. */
export function beginStage(instruction: Instruction, { globals, states }: Build): StageState {
  const words = dockerWords(instruction.text, instruction.placeOf);
  const base = located(words[0], globals) ?? { value: '', at: instruction.at };
  const name = words[1]?.value.toLowerCase() === 'as' ? words[2]?.value : undefined;
  const flag = instruction.flags.find((candidate) => candidate.name === 'platform');
  const platform = flag === undefined ? undefined : located({ value: flag.value, at: flag.valueAt }, globals);
  const stage = { ...optional('name', name), base, ...optional('platform', platform) };
  const parent = states.find((state) => state.stage.name?.toLowerCase() === base.value.toLowerCase());
  return {
    stage,
    parent,
    isArgument: flag?.value.includes('$') ?? false,
    option: flag === undefined ? undefined : upTo(flag.at, instruction.placeOf(0, 0)),
    variables: new Map(parent?.environment.map((variable) => [variable.name, variable.value] as const)),
    environment: [...(parent?.environment ?? [])],
    copies: [...(parent?.copies ?? [])],
    creates: [...(parent?.creates ?? [])],
    installs: [...(parent?.installs ?? [])],
    exposes: [...(parent?.exposes ?? [])],
    users: [...(parent?.users ?? [])],
    layers: parent?.layers ?? 0,
    makesFiles: parent?.makesFiles ?? false,
    ...optional('workdir', parent?.workdir),
    ...optional('user', parent?.user),
    ...optional('entrypoint', parent?.entrypoint),
    ...optional('cmd', parent?.cmd),
    cmdIsOwn: false,
  };
}

/** Takes one instruction other than `FROM` into the state of its stage. */
export function applyTo(state: StageState, instruction: Instruction, build: Build): void {
  const { keyword, text, placeOf } = instruction;
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
      for (const variable of environmentOf(instruction, state.variables)) setVariable(variable, state);
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
      if (isBrokenExecForm(text)) build.broken.push({ ...whole, ...optional('mend', mendedExecForm(instruction)) });
      takeStart(keyword, commandOf(instruction), state);
      return;
    case 'COPY':
    case 'ADD':
      takeCopy(instruction, state, build);
      return;
    case 'RUN':
      state.layers += 1;
      state.creates.push(...createdBy(instruction, workdirOf(state)));
      state.installs.push(...installsOf(instruction, { ...state, workdir: workdirOf(state) }, build));
      for (const words of commandsIn(instruction, build)) {
        state.makesFiles ||= mayMakeFiles(words);
        state.users.push(...[addedUser(words) ?? []].flat());
      }
  }
}

function setVariable(variable: NamedValue, { environment, variables }: StageState): void {
  const known = environment.findIndex(({ name }) => name === variable.name);
  if (known === -1) environment.push(variable);
  else environment.splice(known, 1, variable);
  variables.set(variable.name, variable.value);
}

function commandOf({ exec, text, placeOf, at }: Instruction): Command {
  return exec === undefined ? { form: 'shell', argv: splitShell(text, placeOf), at } : { form: 'exec', argv: exec, at };
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
    state.copies.push({ from: [], to: copy.to, at: copy.at });
    return;
  }
  state.makesFiles ||= stage.makesFiles;
  for (const from of copy.from) {
    const path = `/${from}`;
    const onwards = copiedOnwards(stage.copies, path, copy.to);
    state.copies.push(...onwards.map((onward) => ({ from: onward.from, to: onward.to, at: copy.at })));
    state.creates.push(...createdOnwards(stage.creates, path, copy.to));
  }
  // The same builder is often copied from more than once.
  state.installs.push(...stage.installs.filter((install) => !state.installs.includes(install)));
}

function createdOnwards(creates: readonly CreatedFile[], source: string, to: string): readonly CreatedFile[] {
  return creates.flatMap((file) => {
    if (file.to === source) return [{ ...file, to }];
    return file.to.startsWith(`${source}/`) ? [{ ...file, to: imagePath(to, file.to.slice(source.length + 1)) }] : [];
  });
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

function upTo(from: Place, to: Place): Place {
  return { ...from, range: { start: from.range.start, end: to.range.start } };
}

function located(
  word: Located<string> | undefined,
  variables: ReadonlyMap<string, string | undefined>,
): Located<string> | undefined {
  return word === undefined ? undefined : { value: substitute(word.value, variables) ?? word.value, at: word.at };
}
