/**
 * Values that somebody meant to replace. Account ids and pool ids of documentation (123456789012) are not among them:
 * they have the right form, and whose they are cannot be told.
 */
const MARKS: readonly RegExp[] = [
  /<[A-Za-z][^<>]*>/,
  /\b(your|my|insert|replace|enter|put)[-_ ](aws[-_ ])?(account|region|pool|user[-_ ]?pool|client|role|agent|runtime|repo|domain|token|secret|password|value|key)\b/i,
  /\byour[-_](?=[a-z])/i,
  /\b(replace[-_ ]?(me|with|this)|change[-_ ]?me|fill[-_ ]?me|placeholder|todo|fixme|redacted|removed)\b/i,
  /(^|[^A-Za-z])x{4,}([^A-Za-z]|$)/i,
  /\*{3,}|\.{3}/,
  /(^|[/:._-])(AWS_)?(ACCOUNT(_?ID)?|AWS_REGION|REGION|(COGNITO_)?(USER_?)?POOL(_?ID)?|(COGNITO_)?(APP_)?CLIENT(_?ID)?|ROLE(_?(NAME|ARN))?|AGENT_?(NAME|ID|ARN)|TENANT(_?ID)?)($|[/:._-])/,
];

/** The part of a value that waits to be replaced: `<account>`, `YOUR_REGION`, `xxxx`. */
export function placeholderIn(value: string): string | undefined {
  const plain = value.replaceAll(INTERPOLATION, (part) => ' '.repeat(part.length));
  for (const mark of MARKS) {
    const found = mark.exec(plain);
    if (found === null) continue;
    const [text] = found;
    const start = found.index + text.length - text.trimStart().replace(EDGE_START, '').length;
    return widen(value, start, found.index + text.replace(EDGE_END, '').length);
  }
  return undefined;
}

const INTERPOLATION = /\$\{[^}]*\}|\{\{.*?\}\}|\$\([^)]*\)|^%\w+%$|^\$[A-Za-z_]\w*$/g;
/** Separators that belong to the neighbours; dots that are a mark themselves stay. */
const EDGE_START = /^[/:._-]+(?=[^/:._-])/;
const EDGE_END = /(?<=[^/:._-])[/:._-]+$/;

/** A value that something else fills in before the tool reads it: `${ACCOUNT}`, `{{ region }}`, `$(cmd)`, `%VAR%`. */
export function isInterpolated(value: string): boolean {
  return value.search(INTERPOLATION) !== -1;
}

/** The whole word around a match, without the separators that delimit it. */
function widen(value: string, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from > 0 && /[\w<*-]/.test(value[from - 1] ?? '')) from--;
  while (to < value.length && /[\w>*-]/.test(value[to] ?? '')) to++;
  return value.slice(from, to).replace(/^[/:._-]+|[/:._-]+$/g, '');
}
