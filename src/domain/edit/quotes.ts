import type { Node } from 'web-tree-sitter';

type Quote = '"' | "'";

/** The quotes that most strings of a file of code stand in; `undefined` when neither kind is more common. */
export function quotesOf(root: Node, text: string): Quote | undefined {
  let more = 0;
  for (const { startIndex } of root.descendantsOfType('string')) {
    const opening = /^[A-Za-z]*(["'])(?!\1\1)/.exec(text.slice(startIndex, startIndex + 6))?.[1];
    if (opening !== undefined) more += opening === '"' ? 1 : -1;
  }
  return more === 0 ? undefined : more > 0 ? '"' : "'";
}

/** Code with its strings in those quotes; as it is where a string of it holds quotes itself. */
export function quotedLike(code: string, quotes: Quote | undefined): string {
  const others = quotes === '"' ? "'" : '"';
  const plain = quotes !== undefined && !code.includes(quotes) && !/[`\\]/.test(code);
  return plain ? code.replaceAll(others, quotes) : code;
}
