import { realiseCall, realiseImport, realiseMembers } from '../domain/edit/code-edits.ts';
import { realiseDocumentEdit } from '../domain/edit/document-edits.ts';
import { languageOf } from '../domain/edit/language.ts';
import { changesOf, clash, lineBreakOf, type Realised, refused, splice, type Splice } from '../domain/edit/splice.ts';
import { realiseTextEdit } from '../domain/edit/text-edits.ts';
import { linesOf } from '../domain/text.ts';
import type { CodeEdit, DocumentEdit, Edit, Fix, TextChange } from '../model/change.ts';
import type { Language, World } from '../model/world.ts';
import { documentReader, isInTrouble, troubleIn } from './trouble.ts';

/** Where a fix is planned: the texts as they are now, and the parsers. */
export type Bench = Pick<World, 'glance' | 'parser'>;

/** The changes that a fix comes to, for each file in its present state, or why it cannot be made. */
export type Plan =
  | { readonly ok: true; readonly changes: readonly TextChange[] }
  | { readonly ok: false; readonly because: string };

/** Turns a fix into changes. All its edits can be made, and leave every file as readable as it was, or none is. */
export async function planFix(fix: Fix, bench: Bench): Promise<Plan> {
  const paths = [...new Set(fix.edits.map(({ at }) => at.path))];
  const changes: TextChange[] = [];
  for (const path of paths) {
    const file = await bench.glance(path);
    if (!file.ok) return no(`\`${path}\` cannot be read: ${file.because}`);
    const splices: Splice[] = [];
    for (const edit of fix.edits.filter(({ at }) => at.path === path)) {
      const result = await realise(edit, file.text, bench);
      if (!result.ok) return no(`${result.because} (${path}:${edit.at.range.start.line})`);
      splices.push(...result.splices.map((one) => withBreaks(one, file.text)));
    }
    const problem = await problemWith(path, file.text, splices, bench);
    if (problem !== undefined) return no(problem);
    changes.push(...changesOf(path, file.text, splices));
  }
  return changes.every(({ expect, put }) => expect === put) ? no('it would change nothing') : { ok: true, changes };
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

async function realise(edit: Edit, text: string, bench: Bench): Promise<Realised> {
  switch (edit.kind) {
    case 'replace':
    case 'swap':
    case 'line':
    case 'append':
    case 'cut':
      return realiseTextEdit(edit, text);
    case 'call':
    case 'members':
    case 'import':
      return realiseCode(edit, text, bench);
    case 'set':
    case 'unset':
    case 'nest':
      return realiseDocument(edit, text);
  }
}

async function realiseDocument(edit: DocumentEdit, text: string): Promise<Realised> {
  const { path } = edit.at;
  const language = languageOf(path, text);
  if (language.kind !== 'document') return refused('it stands in a file that is neither YAML nor JSON');
  const read = await documentReader(path, language.language);
  const tree = read(text);
  return tree === undefined
    ? refused('the file does not parse')
    : realiseDocumentEdit(edit, text, tree, language.language, read);
}

async function realiseCode(edit: CodeEdit, text: string, bench: Bench): Promise<Realised> {
  if (edit.kind === 'import') {
    const language = languageOf(edit.at.path, text);
    if (language.kind !== 'code') return refused('it stands inside a file of another language');
    return (await bench.parser(language.grammar)).read(text, (root) => realiseImport(edit.put, text, root));
  }
  let last = refused('what stands there cannot be parsed');
  for (const grammar of grammarsFor(edit.at.path, text)) {
    const result = await realisePiece(edit, text, grammar, bench);
    if (result.ok) return result;
    last = result;
  }
  return last;
}

/** Code inside documents and scripts is in one of the two languages. */
function grammarsFor(path: string, text: string): readonly Language[] {
  const language = languageOf(path, text);
  if (language.kind === 'code') return [language.grammar];
  return language.kind === 'text' || language.kind === 'dockerfile' ? ['python', 'typescript'] : ['python'];
}

async function realisePiece(
  edit: Exclude<CodeEdit, { kind: 'import' }>,
  text: string,
  language: Language,
  bench: Bench,
): Promise<Realised> {
  const lines = linesOf(edit.at.path, text);
  const start = lines.offset(edit.at.range.start);
  // In brackets, a piece is an expression in either language, an object literal, too.
  const opening = '(';
  const piece = text.slice(start, lines.offset(edit.at.range.end));
  const grammar = language === 'python' ? 'python' : 'javascript';
  const realisePart = edit.kind === 'call' ? realiseCall : realiseMembers;
  const source = `${opening}${piece})`;
  const result = (await bench.parser(language)).read(source, (root) => realisePart(edit, source, root, grammar));
  if (!result.ok) return result;
  const offset = start - opening.length;
  return {
    ok: true,
    splices: result.splices.map((one) => ({ ...one, start: one.start + offset, end: one.end + offset })),
  };
}
