import type { Located, Place } from './location.ts';
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
  /** Why it, or one line of it, could not be understood; the rest was read. */
  readonly problem?: Unparsable;
  /** What it asks for. Of a lock file: only the packages whose version something depends on. */
  readonly requirements: readonly Requirement[];
  readonly includes: readonly Include[];
  /** Lock files: every package that is in it, normalised. */
  readonly names?: readonly string[];
  /** Programs that it defines: `[project.scripts]`, `scripts` of package.json. */
  readonly scripts: readonly Script[];
  /** The root of a workspace: its lock file holds for the folders below, too. */
  readonly workspace?: boolean;
  /** Where one more requirement goes, in documents. */
  readonly room?: Room;
}

/** The list or table of a document that requirements stand in; it may still be missing. */
export interface Room {
  /** The whole document. */
  readonly at: Place;
  readonly path: readonly string[];
  /** `"mcp>=1"` in a list, or a version under the name of its package. */
  readonly form: 'item' | 'entry';
}

/** Another file or folder that is installed along. */
export interface Include {
  /** `-r other.txt`, `-c constraints.txt`, `-e .` or a path dependency (its folder). */
  readonly kind: 'requirements' | 'constraints' | 'project';
  /** Relative to the root. */
  readonly path: string;
}

/** A name that starts something: a console script and its `module:function`, an npm script and its command line. */
export interface Script {
  readonly name: string;
  readonly target: Located<string>;
}

/** One wish for one package, or, in a lock file, one decision (`==1.2.3`). */
export interface Requirement {
  /** Normalised: lower case, `-` for `_` and `.` (PyPI); as written for npm. */
  readonly name: string;
  /** PEP 440 (`>=1.0,<2`) or npm (`^1.24.0`), or empty for "any". */
  readonly specifier: string;
  /** How the specifier is written, where that is another language: poetry's `^1.2`. */
  readonly written?: string;
  readonly at: Place;
  /** Where the specifier stands; empty, and where one would be written, when there is none. */
  readonly specifierAt?: Place;
  /** `mcp[cli]`: `cli`. */
  readonly extras?: readonly string[];
  /** Only for development or an optional group: not installed by a plain build. */
  readonly development: boolean;
  /** The environment marker, as written. */
  readonly marker?: string;
  /** It bounds a version and installs nothing: a line of constraints.txt, `constraint-dependencies` of uv. */
  readonly constraint?: boolean;
  /** Lock files of workspaces: the folder that it is decided for; absent: for all. */
  readonly folder?: string;
  /** What stands instead of a version of the registry: a URL, a path, `workspace:*`, `catalog:`. */
  readonly elsewhere?: string;
  /** It is a word of a command line, without quotes, in quotes, or as a string of JSON (the exec form). */
  readonly word?: 'bare' | 'quoted' | 'json';
  /** Options of its own follow it in the file. With hashes of its files, no other version fits. */
  readonly options?: 'hashes' | 'others';
}

/** The version that a fresh build of the deployment installs. */
export type ResolvedVersion =
  /** A lock file or an exact pin decides. */
  | {
      readonly kind: 'exact';
      readonly version: string;
      readonly from: string;
      readonly at: Place;
      /** Everything that the build asks of the package; absent where a lock file decides. */
      readonly asked?: readonly Requirement[];
    }
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
      /** Everything that the build asks of the package; none: another package brings it in. */
      readonly asked: readonly Requirement[];
    }
  | { readonly kind: 'unknown'; readonly because: string; readonly at?: Place };
