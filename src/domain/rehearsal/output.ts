/** The line of a server's output that says why it ended. */
export interface Cause {
  readonly line: string;
  readonly remedy?: string;
}

/** Endings of Python and Node.js: the class of an error and what it says. */
const ERROR = /^(?:[\w.]+\.)?(?:[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Warning)|Error)\b(?: \[\w+\])?(?::|$)/;
const OTHER =
  /exec format error|command not found|No such file or directory|address already in use|cannot find module/i;
const LONGEST = 300;

/** What the output of a server that did not come to answer names as the cause: the last error in it, if any. */
export function causeIn(output: readonly string[]): Cause | undefined {
  const lines = output.map((line) => line.trim());
  const line = lines.findLast((one) => ERROR.test(one)) ?? lines.findLast((one) => OTHER.test(one));
  if (line === undefined) return undefined;
  const said = line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
  return { line: said.replaceAll('`', "'").replace(/\.$/, '') };
}

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, '[token]'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '[access key id]'],
  [/\b(authorization\s*[:=]\s*(?:bearer|basic)\s+)\S+/gi, '$1[secret]'],
  [/\b((?:[\w-]*(?:secret|password|passwd|token|api[_-]?key)[\w-]*)["']?\s*[:=]\s*["']?)[^\s"',;]{6,}/gi, '$1[secret]'],
];

/** A line of output without what looks like a secret. */
export function blotted(line: string): string {
  return SECRETS.reduce((text, [pattern, put]) => text.replaceAll(pattern, put), line);
}
