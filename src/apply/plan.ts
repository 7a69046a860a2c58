import { realiseDocumentEdits } from '../domain/edit/document-edits.ts';
import { languageOf } from '../domain/edit/language.ts';
import { changesOf, clash, lineBreakOf, type Realised, refused, splice, type Splice } from '../domain/edit/splice.ts';
import { reconciled } from '../domain/edit/reconciled.ts';
import { realiseTextEdit } from '../domain/edit/text-edits.ts';
import type { DocumentEdit, Edit, Fix, TextChange } from '../model/change.ts';
import type { World } from '../model/world.ts';
import { realiseCode } from './code.ts';
import { styled } from './code-style.ts';
import { documentReader, isInTrouble, troubleIn } from './trouble.ts';

/** Where a fix is planned: the texts as they are now, and the parsers. */
export type Bench = Pick<World, 'glance' | 'parser'>;

/** The changes that a fix comes to, for each file in its present state, or why it cannot be made. */
export type Plan =
  | { readonly ok: true; readonly changes: readonly TextChange[] }
  | { readonly ok: false; readonly because: string };

/** Turns a fix into changes. All its edits can be made, and leave every file as readable as it was, or none is. */
export async function planFix(fix: Fix, bench: Bench): Promise<Plan> {
  const edits = distinct(fix.edits);
  const paths = [...new Set(edits.map(({ at }) => at.path))];
  const changes: TextChange[] = [];
  for (const path of paths) {
    const file = await bench.glance(path);
    if (!file.ok) return no(`\`${path}\` cannot be read: ${file.because}`);
    const wanted: Splice[] = [];
    for (const group of groupsOf(edits.filter(({ at }) => at.path === path))) {
      const result = await realise(group, file.text, bench);
      if (!result.ok) return no(`${result.because} (${path}:${group[0].at.range.start.line})`);
      wanted.push(...result.splices.map((one) => withBreaks(one, file.text)));
    }
    const splices = reconciled(file.text, wanted);
    const problem = await problemWith(path, file.text, splices, bench);
    if (problem !== undefined) return no(problem);
    changes.push(...changesOf(path, file.text, splices));
  }
  return changes.every(({ expect, put }) => expect === put) ? no('it would change nothing') : { ok: true, changes };
}

/** Two ways may lead to one place, such as an alias and what it names: it is changed once. */
function distinct(edits: readonly Edit[]): readonly Edit[] {
  const seen = new Set<string>();
  return edits.filter((edit) => {
    const key = JSON.stringify(edit);
    const isNew = !seen.has(key);
    seen.add(key);
    // In a document, the second of two removals takes what then stands there.
    return isNew || isOfDocument(edit);
  });
}

type Group = readonly [Exclude<Edit, DocumentEdit>] | readonly [DocumentEdit, ...DocumentEdit[]];

/** What is realised together: the edits of a document, which follow each other, and every other edit alone. */
function groupsOf(edits: readonly Edit[]): readonly Group[] {
  const [first, ...more] = edits.filter((edit) => isOfDocument(edit));
  const others = edits.flatMap((edit): readonly Group[] => (isOfDocument(edit) ? [] : [[edit]]));
  return first === undefined ? others : [[first, ...more], ...others];
}

function isOfDocument(edit: Edit): edit is DocumentEdit {
  return edit.kind === 'set' || edit.kind === 'unset' || edit.kind === 'nest';
}

function no(because: string): Plan {
  return { ok: false, because };
}

async function problemWith(
  path: string,
  text: string,
  splices: readonly Splice[],
  bench: Bench,
): Promise<string | undefined> {
  for (const [index, one] of splices.entries()) {
    if (splices.slice(0, index).some((other) => one.start !== one.end && clash(one, other)))
      return `two of its edits want the same text of \`${path}\``;
    if (await isInTrouble(path, text, one.start, one.end, bench))
      return `the code around it in \`${path}\` cannot be parsed`;
  }
  const before = await troubleIn(path, text, bench);
  const after = await troubleIn(path, splice(text, splices), bench);
  return after > before ? `\`${path}\` would not parse any more` : undefined;
}

function withBreaks(one: Splice, text: string): Splice {
  return { ...one, put: one.put.replaceAll(/\r?\n/g, lineBreakOf(text)) };
}

async function realise(group: Group, text: string, bench: Bench): Promise<Realised> {
  const edit = await styled(group[0], text, bench);
  switch (edit.kind) {
    case 'replace':
    case 'swap':
    case 'line':
    case 'words':
    case 'append':
    case 'cut':
      return realiseTextEdit(edit, text);
    case 'call':
    case 'members':
    case 'import':
    case 'renew':
      return realiseCode(edit, text, bench);
    case 'set':
    case 'unset':
    case 'nest':
      return realiseDocument(group.filter(isOfDocument), edit.at.path, text);
  }
}

async function realiseDocument(edits: readonly DocumentEdit[], path: string, text: string): Promise<Realised> {
  const language = languageOf(path, text);
  if (language.kind !== 'document') return refused('it stands in a file that is neither YAML nor JSON nor TOML');
  const read = await documentReader(path, language.language);
  const tree = read(text);
  return tree === undefined
    ? refused('the file does not parse')
    : realiseDocumentEdits(edits, text, tree, language.language, read);
}
