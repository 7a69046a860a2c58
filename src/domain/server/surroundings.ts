import type { ResolvedVersion } from '../../model/dependency.ts';
import type { Located } from '../../model/location.ts';
import type { NamedValue } from '../../model/value.ts';

/** What holds around a program when it is deployed: it decides what an expression in its source comes to. */
export interface Surroundings {
  /** Environment variables that the image or the manifest sets; the later one wins. */
  readonly environment: readonly NamedValue[];
  /** The words after the program on its command line; absent: nothing says how it is started. */
  readonly argv?: readonly Located<string>[];
  /** Whether it is run as a program (`python x.py`, `-m x`), so that `if __name__ == "__main__"` holds, or imported. */
  readonly started: 'as-program' | 'imported' | 'unclear';
  /** The version of a package that a fresh build of this deployment installs. */
  versionOf(ecosystem: 'pypi' | 'npm', name: string): ResolvedVersion;
}
