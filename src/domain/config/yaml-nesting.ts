/** A piece of YAML as the lexer sees it, which does not recurse. */
export interface Lexeme {
  readonly type: string | null;
  readonly length: number;
}

/**
 * How deep a YAML text is nested, at most; found without recursion. The parser itself recurses, and where the stack
 * runs out in the middle of a regular expression, V8 ends the whole process instead of throwing.
 */
export function nestingOf(text: string, lex: (text: string) => Iterable<Lexeme>): number {
  return mayBeDeep(text) ? measure(lex(text)) : 0;
}

/** Few texts are worth the second look: it costs as much as a third of the parsing. */
function mayBeDeep(text: string): boolean {
  return /^ {60}/m.test(text) || /(?:[-?:] *){30}/.test(text) || (text.match(/[[{]/g)?.length ?? 0) > 60;
}

/** Open brackets, open indents, and the `- ? :` that open blocks within one line, at their most. */
function measure(lexemes: Iterable<Lexeme>): number {
  const indents: number[] = [];
  let brackets = 0;
  let inLine = 0;
  let deepest = 0;
  let atStart = true;
  for (const { type, length } of lexemes) {
    if (type === 'newline') [atStart, inLine] = [true, 0];
    else {
      if (atStart) open(indents, type === 'space' ? length : 0);
      if (type === 'flow-map-start' || type === 'flow-seq-start') brackets++;
      else if (type === 'flow-map-end' || type === 'flow-seq-end') brackets = Math.max(0, brackets - 1);
      else if (brackets === 0 && BLOCK.has(type ?? '')) inLine++;
    }
    if (type !== 'newline') atStart = false;
    deepest = Math.max(deepest, brackets + indents.length + inLine);
  }
  return deepest;
}

const BLOCK: ReadonlySet<string> = new Set(['seq-item-ind', 'explicit-key-ind', 'map-value-ind']);

/** Closes what is indented as far or further, and opens a new level. */
function open(indents: number[], indent: number): void {
  while (indents.length > 0 && (indents.at(-1) ?? 0) >= indent) indents.pop();
  indents.push(indent);
}
