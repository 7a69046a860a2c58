import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** What git ignores, as a chain of `.gitignore` files from the repository's top down. */
export interface IgnoreRules {
  /** `path` is relative to the root; a folder ends in `/`. */
  ignores(path: string): boolean;
}

const NO_RULES: IgnoreRules = { ignores: () => false };

/** The rules that hold at the root because of a repository around it: its `.gitignore` files and `info/exclude`. */
export function rulesAbove(root: string): IgnoreRules {
  const top = repositoryOf(root);
  if (top === undefined) return NO_RULES;
  const inside = relative(top, root).split(sep).filter(Boolean);
  let rules = add(NO_RULES, join(top, '.git', 'info', 'exclude'), (path) => [...inside, path].join('/'));
  for (let depth = 0; depth < inside.length; depth++) {
    const below = inside.slice(depth);
    rules = add(rules, join(top, ...inside.slice(0, depth), '.gitignore'), (path) => [...below, path].join('/'));
  }
  return rules;
}

/** The rules in a folder that has a `.gitignore` of its own. */
export function rulesOf(root: string, folder: string, inherited: IgnoreRules): IgnoreRules {
  return add(inherited, join(root, folder, '.gitignore'), (path) =>
    folder === '' ? path : path.slice(folder.length + 1),
  );
}

/** The deeper file decides where it says anything, as in git. */
function add(outer: IgnoreRules, file: string, rebase: (path: string) => string): IgnoreRules {
  if (!existsSync(file)) return outer;
  const rules = newRules().add(readFileSync(file, 'utf8'));
  return {
    ignores(path) {
      const { ignored, unignored } = rules.test(rebase(path));
      return ignored || (!unignored && outer.ignores(path));
    },
  };
}

function repositoryOf(root: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** One file's worth of rules. */
function newRules(): Ignore {
  return ignore({ allowRelativePaths: true });
}
