import type { Edit } from './change.ts';
import type { Located, Place } from './location.ts';
import type { Requirement } from './dependency.ts';
import type { Unparsable } from './tree.ts';
import type { NamedValue } from './value.ts';

/** Every Dockerfile of the project. */
export interface Images {
  readonly files: readonly Dockerfile[];
}

export interface Dockerfile {
  readonly path: string;
  /** What a build refuses, beside unknown instructions. */
  readonly problems: readonly Refusal[];
  /** Instructions that Docker does not know, such as a bare `npm ci` line. */
  readonly unknownInstructions: readonly Misread[];
  /** `CMD` and `ENTRYPOINT` that were meant to be JSON and are none: Docker hands them to a shell as they are. */
  readonly brokenExecForms: readonly Misread[];
  readonly stages: readonly Stage[];
  /** The stage that is built: the last one. Its chain of `FROM` stages is merged into the members below. */
  readonly platform?: Located<string>;
  /** The whole option that sets it, with the blanks behind. */
  readonly platformOption?: Place;
  /** The platform comes from an `ARG`, whose default a build can override. */
  readonly platformIsArgument: boolean;
  readonly environment: readonly NamedValue[];
  /** The working directory of the container: absolute. */
  readonly workdir?: Located<string>;
  readonly user?: Located<string>;
  /** The users that its commands add. */
  readonly users: readonly ImageUser[];
  readonly entrypoint?: Command;
  readonly cmd?: Command;
  /** What a container starts: entry point and command joined as Docker joins them, seen through a start script. */
  readonly starts?: Command;
  /** Stems of the files and modules that the started file names: it may be a starter of another one (`runpy`). */
  readonly leadsTo: readonly string[];
  readonly exposes: readonly Located<string>[];
  /** What is in the image from the build context, also by way of another stage. */
  readonly copies: readonly Copy[];
  /** Files whose text stands in the Dockerfile: `COPY <<EOF /app/server.py`, `RUN cat > server.py <<EOF`. */
  readonly creates: readonly CreatedFile[];
  /** What is installed in the stage or in a stage that files are copied from. */
  readonly installs: readonly Install[];
  /** How many layers the Dockerfile adds to those of its base image, at least: `RUN`, `COPY` and `ADD`. */
  readonly layers: number;
  /** Some `RUN` may make files that reading cannot foresee: a download, a build, a copy. */
  readonly makesFiles: boolean;
}

/** What a build refuses, and how it is mended where that is sure. */
export interface Refusal extends Unparsable {
  readonly mend?: readonly Edit[];
}

/** What Docker takes otherwise than it is meant, and how it is mended where that is sure. */
export interface Misread extends Located<string> {
  readonly mend?: readonly Edit[];
}

/** `useradd -u 1000 app` */
export interface ImageUser {
  readonly name: string;
  /** Its number; absent: the command does not give one, or computes it. */
  readonly id?: string;
  /** The program that adds it, where no number is given. */
  readonly without?: { readonly program: string; readonly at: Place };
}

export interface Stage {
  readonly name?: string;
  readonly base: Located<string>;
  readonly platform?: Located<string>;
}

/** `COPY` or `ADD` from the build context. */
export interface Copy {
  /** In the build context; the context itself is the empty string. None: another image, or text in the Dockerfile. */
  readonly from: readonly string[];
  /** Absolute; a folder that must exist or be made ends in `/`. */
  readonly to: string;
  readonly at: Place;
  /** What stands before its sources, and its target: of words in this very stage. */
  readonly written?: { readonly head: string; readonly target: Located<string> };
  /** A mount of one `RUN`: what stands between it and another one beside it. */
  readonly mountedBeside?: string;
}

export interface CreatedFile {
  /** Absolute path in the image. */
  readonly to: string;
  readonly text: string;
  readonly at: Place;
}

/** What a container starts. `argv` of the shell form is split as a shell would, operators (`&&`) being words. */
export interface Command {
  readonly form: 'exec' | 'shell';
  readonly argv: readonly Located<string>[];
  readonly at: Place;
}

/** A command of a `RUN` line that installs packages. */
export interface Install {
  readonly tool: 'pip' | 'uv' | 'poetry' | 'pipenv' | 'pdm' | 'npm' | 'pnpm' | 'yarn';
  readonly at: Place;
  /** Dependency, constraints and lock files it names or implies and the image has, as the build context calls them. */
  readonly files: readonly string[];
  /** Packages named on the line, or in a requirements file that the Dockerfile itself writes. */
  readonly requirements: readonly Requirement[];
  /** It installs what a lock file among `files` says (`uv sync --frozen`, `npm ci`). */
  readonly locked: boolean;
  /** It stops when its lock file is not there (`npm ci`, `uv sync --frozen`): the name of that file. */
  readonly wantsLock?: string;
  /** The file that such a lock is made of, in the build context, and what brings it into the image. */
  readonly manifest?: { readonly path: string; readonly copy: Copy };
  /** It installs the project itself (`pip install .`, `uv pip install .`). */
  readonly project: boolean;
}
