/** Which comments and strings a language has. */
export type CodeStyle = 'python' | 'typescript' | 'terraform';

const TOKENS: Record<CodeStyle, RegExp> = {
  python: /#[^\n]*|("""|''')[^]*?(?:\1|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?/g,
  typescript: /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|`(?:[^`\\]|\\[^])*`?|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?/g,
  terraform: /(?:#|\/\/)[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:\$\{(?:[^{}]|\{[^{}]*\})*\}|[^"\\\n]|\\[^])*"?/g,
};

/**
 * The text with comments and the insides of strings blanked, every offset and line break kept: brackets, names and
 * operators that remain are code.
 */
export function maskCode(text: string, style: CodeStyle): string {
  return text.replace(TOKENS[style], (token) => {
    const quotes = /^(?:"""|'''|["'`])/.exec(token)?.[0].length ?? 0;
    if (quotes === 0 || token.length < 2 * quotes) return blank(token);
    return token.slice(0, quotes) + blank(token.slice(quotes, -quotes)) + token.slice(-quotes);
  });
}

/** The offsets of the brackets around an offset: of the innermost pair; `undefined` when there is none. */
export function enclosing(mask: string, offset: number): { readonly open: number; readonly close: number } | undefined {
  let depth = 0;
  for (let index = offset - 1; index >= 0; index--) {
    if (/[)\]}]/.test(mask[index] ?? '')) depth += 1;
    if (/[([{]/.test(mask[index] ?? '')) depth -= 1;
    if (depth >= 0) continue;
    const close = closing(mask, index);
    return close === undefined ? undefined : { open: index, close };
  }
  return undefined;
}

/** The offset of the bracket that closes the one at `open`. */
export function closing(mask: string, open: number): number | undefined {
  let depth = 0;
  for (let index = open; index < mask.length; index++) {
    if (/[([{]/.test(mask[index] ?? '')) depth += 1;
    if (/[)\]}]/.test(mask[index] ?? '')) depth -= 1;
    if (depth === 0) return index;
  }
  return undefined;
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}
