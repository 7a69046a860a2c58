import type { LockedPackage } from './locked-package.ts';
import { normalName } from './requirement-line.ts';

/** The packages of uv.lock, poetry.lock and pdm.lock: all three begin each with its name and its version. */
export function* pythonPackages(text: string): Iterable<LockedPackage> {
  const grouped = /^(groups|category|optional) = /m.test(text);
  const entry = /^\[\[package\]\]\s*?\r?\nname = "([^"\r\n]+)"\r?\nversion = "([^"\r\n]+)"/gm;
  for (const found of text.matchAll(entry)) {
    const [whole, name = '', version = ''] = found;
    const end = found.index + whole.length;
    yield {
      name: normalName(name),
      version,
      start: found.index + whole.indexOf('name ='),
      end,
      development: grouped && isForDevelopers(text.slice(end, nextEntry(text, end))),
    };
  }
}

function nextEntry(text: string, from: number): number {
  const next = text.indexOf('\n[[package]]', from);
  return next === -1 ? text.length : next;
}

/** Poetry and pdm write the groups that ask for a package into its entry; uv does not. */
function isForDevelopers(entry: string): boolean {
  const groups = /^groups = \[([^\]]*)\]/m.exec(entry)?.[1];
  if (groups !== undefined) return !/"(main|default)"/.test(groups);
  return /^(category = "dev"|optional = true)/m.test(entry);
}

/** The packages of Pipfile.lock: `"name": { …, "version": "==1.2.3" }` in `default` and `develop`. */
export function* pipfilePackages(text: string): Iterable<LockedPackage> {
  const develop = text.search(/^\s*"develop"\s*:/m);
  for (const found of text.matchAll(/"([^"\r\n]+)"\s*:\s*\{([^{}]*?"version"\s*:\s*"==([^"\r\n]+)")/g)) {
    const [whole, name = '', , version = ''] = found;
    const development = develop !== -1 && found.index > develop;
    yield {
      name: normalName(name),
      version,
      start: found.index,
      end: found.index + whole.length,
      development,
    };
  }
}
