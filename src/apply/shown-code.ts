import { codeBlocks, type CodeBlock } from '../domain/client/client-document.ts';
import { linesOf } from '../domain/text.ts';
import type { Place } from '../model/location.ts';
import type { Language } from '../model/world.ts';

/** A piece of code that a document shows, and the grammar that it is read with. */
export interface ShownCode {
  readonly block: CodeBlock;
  readonly grammar: Language;
}

/** The Python, TypeScript or JavaScript of a Markdown document that a place stands in. */
export function shownCodeAt({ path, range }: Place, text: string): ShownCode | undefined {
  if (!/\.(?:md|markdown)$/i.test(path)) return undefined;
  const offset = linesOf(path, text).offset(range.start);
  const block = codeBlocks(text).find(({ start, text: body }) => start <= offset && offset < start + body.length);
  return block === undefined || block.language === 'shell' ? undefined : { block, grammar: block.language };
}
