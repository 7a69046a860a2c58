import type { Place } from './location.ts';
import type { Unparsable } from './tree.ts';

export type Ecosystem = 'pypi' | 'npm';

export type DependencyFileKind =
  | 'requirements'
  | 'pyproject'
  | 'pipfile'
  | 'uv-lock'
  | 'poetry-lock'
  | 'pdm-lock'
  | 'pipfile-lock'
  | 'package-json'
  | 'package-lock'
  | 'pnpm-lock'
  | 'yarn-lock';

/** Every file that says which packages are installed. */
export interface Dependencies {
  readonly files: readonly DependencyFile[];
}

export interface DependencyFile {
  readonly path: string;
  readonly kind: DependencyFileKind;
  readonly ecosystem: Ecosystem;
  readonly problem?: Unparsable;
  readonly requirements: readonly Requirement[];
  /** `-r other.txt` and `-c constraints.txt`, relative to the root. */
  readonly includes: readonly string[];
}

/** One wish for one package, or, in a lock file, one decision (`==1.2.3`). */
export interface Requirement {
  /** Normalised: lower case, `-` for `_` and `.` (PyPI); as written for npm. */
  readonly name: string;
  /** `>=1.0,<2`, `^1.24.0`, or empty for "any". */
  readonly specifier: string;
  readonly at: Place;
  /** Only for development or an optional group: not installed by a plain build. */
  readonly development: boolean;
  /** The environment marker, as written. */
  readonly marker?: string;
}

/** The version that a fresh build of the deployment installs. */
export type ResolvedVersion =
  /** A lock file or an exact pin decides. */
  | { readonly kind: 'exact'; readonly version: string; readonly from: string; readonly at: Place }
  /** Only bounds are given: the newest release they allow today. */
  | {
      readonly kind: 'newest';
      readonly version: string;
      readonly specifier: string;
      /** "`mcp>=1.0` in requirements.txt", "no file names a version of `mcp`" */
      readonly from: string;
      readonly at?: Place;
      /** Another package of the same build that holds it back: "`strands-agents` 1.x needs mcp<2". */
      readonly heldBackBy?: string;
    }
  | { readonly kind: 'unknown'; readonly because: string; readonly at?: Place };
