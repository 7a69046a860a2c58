import { realiseCall, realiseImport, realiseMembers } from '../domain/edit/code-edits.ts';
import { languageOf } from '../domain/edit/language.ts';
import { codeInNotebook } from '../domain/edit/notebook-code.ts';
import { realiseRenewal } from '../domain/edit/renewal.ts';
import { type Realised, realised, refused } from '../domain/edit/splice.ts';
import { linesOf } from '../domain/text.ts';
import type { CodeEdit } from '../model/change.ts';
import type { Place } from '../model/location.ts';
import type { Language } from '../model/world.ts';
import { shownCodeAt } from './shown-code.ts';
import type { Parsers } from './trouble.ts';

/** What an edit of Python, TypeScript or JavaScript comes to, in a program or in the code that a document shows. */
export async function realiseCode(edit: CodeEdit, text: string, bench: Parsers): Promise<Realised> {
  if (edit.kind === 'import') return realiseImportAt(edit, text, bench);
  if (edit.kind === 'renew') return realiseRenewalIn(edit, text, bench);
  let last = refused('what stands there cannot be parsed');
  for (const grammar of grammarsFor(edit.at, text)) {
    const result = await realisePiece(edit, text, grammar, bench);
    if (result.ok) return result;
    last = result;
  }
  return last;
}

async function realiseImportAt(
  { at, put }: Extract<CodeEdit, { kind: 'import' }>,
  text: string,
  bench: Parsers,
): Promise<Realised> {
  const language = languageOf(at.path, text);
  if (language.kind === 'code')
    return (await bench.parser(language.grammar)).read(text, (root) => realiseImport(put, text, root));
  const shown = shownCodeAt(at, text);
  if (shown === undefined) return refused('it stands inside a file of another language');
  const { block, grammar } = shown;
  if (/^[ \t]/.test(block.text)) return refused('the code block around it is indented');
  const result = (await bench.parser(grammar)).read(block.text, (root) => realiseImport(put, block.text, root, 'top'));
  return shifted(result, block.start);
}

async function realiseRenewalIn(
  edit: Extract<CodeEdit, { kind: 'renew' }>,
  text: string,
  bench: Parsers,
): Promise<Realised> {
  const language = languageOf(edit.at.path, text);
  if (language.kind !== 'code' || language.grammar === 'python')
    return refused('it stands in a file of another language');
  return (await bench.parser(language.grammar)).read(text, (root) => realiseRenewal(edit, text, root));
}

/** Code inside documents and scripts is in one of the two languages. */
function grammarsFor(at: Place, text: string): readonly Language[] {
  const language = languageOf(at.path, text);
  if (language.kind === 'code') return [language.grammar];
  const shown = shownCodeAt(at, text);
  if (shown !== undefined) return [shown.grammar];
  return language.kind === 'text' || language.kind === 'dockerfile' ? ['python', 'typescript'] : ['python'];
}

async function realisePiece(
  edit: Exclude<CodeEdit, { kind: 'import' | 'renew' }>,
  text: string,
  language: Language,
  bench: Parsers,
): Promise<Realised> {
  const lines = linesOf(edit.at.path, text);
  const start = lines.offset(edit.at.range.start);
  // In brackets, a piece is an expression in either language, an object literal, too.
  const opening = '(';
  const written = text.slice(start, lines.offset(edit.at.range.end));
  const notebook = languageOf(edit.at.path, text).kind === 'notebook' ? codeInNotebook(written) : undefined;
  const piece = notebook?.text ?? written;
  const grammar = language === 'python' ? 'python' : 'javascript';
  const realisePart = edit.kind === 'call' ? realiseCall : realiseMembers;
  const source = `${opening}${piece})`;
  const result = (await bench.parser(language)).read(source, (root) => realisePart(edit, source, root, grammar));
  const inPiece = shifted(result, -opening.length);
  return shifted(
    notebook === undefined || !inPiece.ok ? inPiece : realised(...inPiece.splices.map(notebook.inPiece)),
    start,
  );
}

function shifted(result: Realised, offset: number): Realised {
  if (!result.ok) return result;
  return {
    ok: true,
    splices: result.splices.map((one) => ({ ...one, start: one.start + offset, end: one.end + offset })),
  };
}
