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
  readonly problem?: Unparsable;
  /** Instructions that Docker does not know, such as a bare `npm ci` line. */
  readonly unknownInstructions: readonly Located<string>[];
  readonly stages: readonly Stage[];
  /** The stage that is built: the last one. Its chain of `FROM` stages is merged into the members below. */
  readonly platform?: Located<string>;
  readonly environment: readonly NamedValue[];
  readonly workdir?: Located<string>;
  readonly user?: Located<string>;
  readonly entrypoint?: Command;
  readonly cmd?: Command;
  readonly exposes: readonly Located<string>[];
  readonly copies: readonly Copy[];
  readonly installs: readonly Install[];
}

export interface Stage {
  readonly name?: string;
  readonly base: Located<string>;
  readonly platform?: Located<string>;
}

/** `COPY` or `ADD` from the build context. */
export interface Copy {
  readonly from: readonly string[];
  readonly to: string;
  readonly at: Place;
}

/** What a container starts. `argv` of the shell form is split as a shell would, where that is possible. */
export interface Command {
  readonly form: 'exec' | 'shell';
  readonly argv: readonly Located<string>[];
  readonly at: Place;
}

/** A `RUN` line that installs packages. */
export interface Install {
  readonly tool: 'pip' | 'uv' | 'poetry' | 'pipenv' | 'npm' | 'pnpm' | 'yarn';
  readonly at: Place;
  /** Dependency files it names or implies, as they are called in the build context. */
  readonly files: readonly string[];
  /** Packages named on the line. */
  readonly requirements: readonly Requirement[];
  /** It installs what the lock file says (`uv sync --frozen`, `npm ci`). */
  readonly locked: boolean;
  /** It installs the project itself (`pip install .`, `uv pip install .`). */
  readonly project: boolean;
}
