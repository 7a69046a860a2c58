import type { Requirement, Room, Script } from '../../model/dependency.ts';
import type { Entry, Tree } from '../../model/tree.ts';
import { contentStart, type SourceText } from '../config/quoted.ts';
import { linesOf } from '../text.ts';
import { entriesOf, valueAt } from '../config/tree.ts';

/** What a package.json says about packages. */
export interface PackageJson {
  readonly requirements: readonly Requirement[];
  readonly scripts: readonly Script[];
  readonly workspace: boolean;
  readonly room: Room;
}

/** Reads the dependencies and scripts of a package.json. */
export function readPackageJson(path: string, text: string, tree: Tree): PackageJson {
  const source: SourceText = { text, lines: linesOf(path, text) };
  const wishes = (key: string, development: boolean): readonly Requirement[] =>
    entriesOf(valueAt(tree, key)).flatMap((entry) => wishOf(entry, source, development));
  return {
    requirements: [
      ...wishes('dependencies', false),
      ...wishes('optionalDependencies', false),
      ...wishes('devDependencies', true),
    ],
    scripts: entriesOf(valueAt(tree, 'scripts')).flatMap(({ key, value }) =>
      value.kind === 'scalar' ? [{ name: key, target: { value: value.text, at: value.at } }] : [],
    ),
    workspace: valueAt(tree, 'workspaces') !== undefined,
    room: { at: tree.at, path: ['dependencies'], form: 'entry' },
  };
}

/** A protocol, a path or `owner/repository`: not a range of the registry's versions. */
const ELSEWHERE =
  /^(workspace|catalog|file|link|portal|patch|npm|git|github|gitlab|bitbucket|gist|https?|ssh|git\+\w+):|^[\w.-]+\/|^\.{0,2}\//;

function wishOf({ key, value, at: place }: Entry, source: SourceText, development: boolean): readonly Requirement[] {
  if (value.kind !== 'scalar') return [];
  const start = contentStart(source, value);
  const specifierAt = start === undefined ? value.at : source.lines.at(start, start + value.text.length);
  const elsewhere = ELSEWHERE.test(value.text);
  return [
    {
      name: key,
      specifier: elsewhere ? '' : value.text,
      at: place,
      specifierAt,
      development,
      ...(elsewhere ? { elsewhere: value.text } : {}),
    },
  ];
}
