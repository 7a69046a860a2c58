import { dependencyKindOf, ecosystemOf } from '../domain/dependency/dependency-files.ts';
import { relocate } from '../domain/deployment/embedded-files.ts';
import { isLockKind, readLock } from '../domain/dependency/lock-source.ts';
import { readRequirements } from '../domain/dependency/requirements-source.ts';
import type { DependencyFile, DependencyFileKind } from '../model/dependency.ts';
import { defineCollector } from '../model/fact.ts';
import type { Parsed, Tree } from '../model/tree.ts';

/** Requirements, manifests and lock files: which packages they ask for, and where. */
export const dependencies = defineCollector<'dependencies', 'project' | 'embedded'>({
  source: 'files',
  needs: ['project', 'embedded'],
  async collect({ project, embedded }, world) {
    const files: DependencyFile[] = [];
    for (const path of project.files) {
      const kind = dependencyKindOf(path);
      if (kind === undefined) continue;
      const text = await world.read(path);
      if (text.ok) files.push(await readFile(path, kind, text.text));
    }
    for (const { path, text } of embedded.files) {
      const kind = dependencyKindOf(path);
      if (kind !== undefined) files.push(relocate(await readFile(path, kind, text), embedded.files));
    }
    return { files };
  },
});

type Contents = Omit<DependencyFile, 'path' | 'kind' | 'ecosystem'>;

const NOTHING: Contents = { requirements: [], includes: [], scripts: [] };

async function readFile(path: string, kind: DependencyFileKind, text: string): Promise<DependencyFile> {
  return { path, kind, ecosystem: ecosystemOf(kind), ...(await contentsOf(path, kind, text)) };
}

async function contentsOf(path: string, kind: DependencyFileKind, text: string): Promise<Contents> {
  if (isLockKind(kind)) return { ...NOTHING, ...readLock(kind, path, text) };
  switch (kind) {
    case 'requirements':
      return { ...NOTHING, ...readRequirements(path, text) };
    case 'pyproject':
      // Many hold nothing but the settings of linters.
      return /dependenc|scripts|poetry|workspace/.test(text) ? ofToml(path, text, kind) : NOTHING;
    case 'pipfile':
      return ofToml(path, text, kind);
    case 'package-json':
      return ofJson(path, text);
  }
}

async function ofToml(path: string, text: string, kind: 'pyproject' | 'pipfile'): Promise<Contents> {
  const [{ readToml }, { readPyproject, readPipfile }] = await Promise.all([
    import('../domain/config/toml-source.ts'),
    import('../domain/dependency/pyproject-source.ts'),
  ]);
  const read = kind === 'pyproject' ? readPyproject : readPipfile;
  return ofParsed(readToml(path, text), (tree) => read(path, text, tree));
}

async function ofJson(path: string, text: string): Promise<Contents> {
  const [{ readJson }, { readPackageJson }] = await Promise.all([
    import('../domain/config/json-source.ts'),
    import('../domain/dependency/package-json-source.ts'),
  ]);
  return ofParsed(readJson(path, text), (tree) => readPackageJson(path, text, tree));
}

function ofParsed(parsed: Parsed, read: (tree: Tree) => Partial<Contents>): Contents {
  return parsed.ok ? { ...NOTHING, ...read(parsed.tree) } : { ...NOTHING, problem: parsed.problem };
}
