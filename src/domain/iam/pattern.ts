/** In a pattern: any text without a colon, such as the region in an ARN. */
export const SEGMENT = '\u0001';

/** `*` and `?` where they stand for themselves. */
const STAR = '\u0002';
const MARK = '\u0003';

/** A text as a pattern that matches this text alone. */
export function literal(text: string): string {
  return text.replaceAll('*', STAR).replaceAll('?', MARK);
}

/** The text that a pattern without wildcards matches. */
export function plain(pattern: string): string {
  return pattern.replaceAll(STAR, '*').replaceAll(MARK, '?');
}

/** Whether a pattern stands for more than one text. */
export function hasWildcards(pattern: string): boolean {
  return ['*', '?', SEGMENT].some((wildcard) => pattern.includes(wildcard));
}

/** Whether a pattern matches whatever another one matches, which may be a single text. */
export function covers(pattern: string, asked: string): boolean {
  if (pattern === '*') return true;
  const start = sameUntil(pattern, asked);
  if (start === undefined) return false;
  const [parts, symbols] = [pattern.slice(start), asked.slice(start)];
  // Which beginnings of the pattern match what was read: before anything is, those that can come to nothing.
  let row = [true];
  for (let i = 0; i < parts.length; i++) row.push(row[i] === true && isRun(parts[i]));
  for (let j = 0; j < symbols.length; j++) {
    const symbol = symbols.charAt(j);
    const next = [false];
    for (let i = 0; i < parts.length; i++)
      next.push(
        isRun(parts[i])
          ? next[i] === true || (row[i + 1] === true && takes(parts[i], symbol))
          : row[i] === true && takes(parts[i], symbol),
      );
    row = next;
  }
  return row.at(-1) === true;
}

/** Whether two patterns have a text in common. */
export function overlaps(a: string, b: string): boolean {
  const start = sameUntil(a, b);
  return start !== undefined && overlap(a.slice(start), b.slice(start));
}

/** Whether a part takes in a symbol of what is asked for. Only a `*` takes in every run. */
function takes(part: string | undefined, symbol: string): boolean {
  if (part === '*') return true;
  if (part === SEGMENT) return symbol !== ':' && symbol !== '*';
  return part === '?' ? !isRun(symbol) : part === symbol;
}

/** How far two patterns are the same text; `undefined` when they differ before either has a wildcard. */
function sameUntil(a: string, b: string): number | undefined {
  for (let index = 0; ; index++) {
    const [one, other] = [a[index], b[index]];
    if (one === '?' || other === '?' || isRun(one) || isRun(other)) return index;
    if (one !== other) return undefined;
    if (one === undefined) return index;
  }
}

function overlap(a: string, b: string): boolean {
  let next: boolean[] = [];
  for (let i = a.length; i >= 0; i--) {
    const row: boolean[] = [];
    for (let j = b.length; j >= 0; j--) row[j] = meets(a, b, i, j, row, next);
    next = row;
  }
  return next[0] ?? false;
}

function meets(a: string, b: string, i: number, j: number, row: readonly boolean[], next: readonly boolean[]): boolean {
  if (i === a.length && j === b.length) return true;
  if (isRun(a[i])) return (next[j] ?? false) || (mayHold(a[i], b[j]) && (row[j + 1] ?? false));
  if (isRun(b[j])) return (row[j + 1] ?? false) || (mayHold(b[j], a[i]) && (next[j] ?? false));
  const same = i < a.length && j < b.length && (a[i] === b[j] || a[i] === '?' || b[j] === '?');
  return same && (next[j + 1] ?? false);
}

/** Whether a run may take in what stands at its place in the other pattern; a `*` there comes to nothing if need be. */
function mayHold(run: string | undefined, char: string | undefined): boolean {
  return char !== undefined && (run === '*' || char !== ':');
}

function isRun(char: string | undefined): boolean {
  return char === '*' || char === SEGMENT;
}
