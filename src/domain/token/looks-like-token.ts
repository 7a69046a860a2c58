/**
 * Whether a word of a command line is a token: such words stay in the history of the shell and in the list of processes,
 * and are never printed.
 */
export function looksLikeToken(word: string): boolean {
  const bare = word.replace(/^--?[\w-]+=/, '').replace(/^["']?(?:bearer\s+)?["']?/i, '');
  if (/^eyJ[\w-]{8}[\w.-]*["']?$/.test(bare)) return true;
  return /^[\w-]{16,}\.[\w-]{0,}\.[\w-]{16,}(?:\.[\w-]{16,}\.[\w-]{16,})?$/.test(bare) && bare.length >= 80;
}
