import type { Include, Requirement, Room, Script } from '../../model/dependency.ts';
import type { Place } from '../../model/location.ts';
import type { Tree, Unparsable } from '../../model/tree.ts';
import { optional } from '../manifest/optional.ts';
import { folderOf, joinPath } from '../paths.ts';
import { pipfileRequirements, poetryRequirements } from './poetry-requirements.ts';
import { contentStart, type SourceText } from '../config/quoted.ts';
import { normalName } from './requirement-line.ts';
import { locateRequirement } from './requirements-source.ts';
import { linesOf } from '../text.ts';
import { entriesOf, itemsOf, textOf, valueAt } from '../config/tree.ts';

/** What a pyproject.toml says about packages, whichever tool it was written for. */
export interface PyprojectFile {
  readonly requirements: readonly Requirement[];
  readonly includes: readonly Include[];
  readonly scripts: readonly Script[];
  readonly workspace: boolean;
  readonly room?: Room;
  /** Its dependencies are computed by its build backend. */
  readonly problem?: Unparsable;
}

/** Reads the tables of PEP 621, PEP 735, uv, poetry and pdm. */
export function readPyproject(path: string, text: string, tree: Tree): PyprojectFile {
  const source: SourceText = { text, lines: linesOf(path, text) };
  const uv = valueAt(tree, 'tool', 'uv');
  const requirements = [
    ...listed(valueAt(tree, 'project', 'dependencies'), source, false),
    ...grouped(valueAt(tree, 'project', 'optional-dependencies'), source),
    ...grouped(valueAt(tree, 'dependency-groups'), source),
    ...listed(valueAt(uv, 'dev-dependencies'), source, true),
    ...grouped(valueAt(tree, 'tool', 'pdm', 'dev-dependencies'), source),
    ...bounds(valueAt(uv, 'constraint-dependencies'), source),
    ...bounds(valueAt(uv, 'override-dependencies'), source),
    ...poetryRequirements(valueAt(tree, 'tool', 'poetry'), source),
  ];
  const includes = dynamicFiles(path, tree);
  const computed = requirements.length + includes.length === 0 ? computedAt(tree) : undefined;
  return {
    ...(computed === undefined
      ? {}
      : { problem: { message: 'Its dependencies are computed when it is built.', at: computed } }),
    requirements: requirements.map((requirement) => fromElsewhere(requirement, valueAt(uv, 'sources'))),
    includes,
    scripts: [
      ...scriptsOf(valueAt(tree, 'project', 'scripts')),
      ...scriptsOf(valueAt(tree, 'tool', 'poetry', 'scripts')),
    ],
    workspace: valueAt(uv, 'workspace') !== undefined,
    ...optional('room', roomOf(tree)),
  };
}

/** Reads a Pipfile. */
export function readPipfile(path: string, text: string, tree: Tree): Pick<PyprojectFile, 'requirements' | 'room'> {
  return {
    requirements: pipfileRequirements(tree, { text, lines: linesOf(path, text) }),
    room: { at: tree.at, path: ['packages'], form: 'entry' },
  };
}

/** Poetry 2 reads both tables; where `[project]` lists packages, it takes them from there. */
function roomOf(tree: Tree): Room | undefined {
  const list = valueAt(tree, 'project', 'dependencies');
  if (list === undefined && valueAt(tree, 'tool', 'poetry', 'dependencies') !== undefined)
    return { at: tree.at, path: ['tool', 'poetry', 'dependencies'], form: 'entry' };
  if (valueAt(tree, 'project') === undefined || computedAt(tree) !== undefined) return undefined;
  return { at: tree.at, path: ['project', 'dependencies'], form: 'item' };
}

/** A list of requirements as PEP 508 writes them. */
function listed(list: Tree | undefined, source: SourceText, development: boolean): readonly Requirement[] {
  return itemsOf(list).flatMap((item) => {
    if (item.kind !== 'scalar' || item.type !== 'string') return [];
    const start = contentStart(source, item);
    if (start !== undefined) return locateRequirement(item.text, start, source.lines, development) ?? [];
    const { specifierAt: _, ...read } = locateRequirement(item.text, 0, source.lines, development) ?? {};
    return 'name' in read ? [{ ...read, at: item.at }] : [];
  });
}

function grouped(groups: Tree | undefined, source: SourceText): readonly Requirement[] {
  return entriesOf(groups).flatMap(({ value }) => listed(value, source, true));
}

function bounds(list: Tree | undefined, source: SourceText): readonly Requirement[] {
  return listed(list, source, false).map((requirement) => ({ ...requirement, constraint: true }));
}

/** `[tool.uv.sources]` takes a package from somewhere else; another index alone changes nothing that we know. */
function fromElsewhere(requirement: Requirement, sources: Tree | undefined): Requirement {
  const source = entriesOf(sources).find(({ key }) => normalName(key) === requirement.name)?.value;
  const how = entriesOf(source).find(({ key }) => /^(git|url|path|workspace)$/.test(key));
  if (how === undefined || how.value.kind !== 'scalar') return requirement;
  return { ...requirement, elsewhere: how.key === 'workspace' ? 'workspace' : how.value.text };
}

/** `dynamic = ["dependencies"]` */
function computedAt(tree: Tree): Place | undefined {
  const dynamic = valueAt(tree, 'project', 'dynamic');
  return itemsOf(dynamic).find((item) => textOf(item) === 'dependencies')?.at;
}

/** Setuptools and hatch can take the requirements out of files. */
function dynamicFiles(path: string, tree: Tree): readonly Include[] {
  const setuptools = valueAt(tree, 'tool', 'setuptools', 'dynamic', 'dependencies', 'file');
  const hatch = valueAt(tree, 'tool', 'hatch', 'metadata', 'hooks', 'requirements_txt', 'files');
  return [setuptools, hatch].flatMap((files) =>
    (files?.kind === 'list' ? files.items : [files]).flatMap((file) => {
      const name = textOf(file);
      const target = name === undefined ? undefined : joinPath(folderOf(path), name);
      return target === undefined ? [] : [{ kind: 'requirements' as const, path: target }];
    }),
  );
}

function scriptsOf(table: Tree | undefined): readonly Script[] {
  return entriesOf(table).flatMap(({ key, value }) => {
    const target = value.kind === 'scalar' ? value : (valueAt(value, 'reference') ?? valueAt(value, 'callable'));
    return target?.kind === 'scalar' ? [{ name: key, target: { value: target.text, at: target.at } }] : [];
  });
}
