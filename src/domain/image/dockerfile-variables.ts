/** What is known about the variables of a build stage; `undefined` as a value: set, but not to be read. */
export type Variables = ReadonlyMap<string, string | undefined>;

const REFERENCE = /\\(.)|\$(?:(\w+)|\{(\w+)(?:(:?[-+?])([^}]*))?\})/gs;

/**
 * Puts the values of `$X`, `${X}`, `${X:-default}` and `${X:+other}` into a text; `undefined` when one of them cannot
 * be known from the Dockerfile (an `ARG` without a default, a variable of the base image).
 */
export function substitute(text: string, variables: Variables): string | undefined {
  let known = true;
  const result = text.replace(REFERENCE, (whole, escaped: string | undefined, plain, braced, operator, word) => {
    // A backslash protects the dollar sign only; everything else it stands before keeps it.
    if (escaped !== undefined) return escaped === '$' ? '$' : whole;
    const value = valueOf(plain ?? braced, operator, word ?? '', variables);
    if (value === undefined) known = false;
    return value ?? '';
  });
  return known ? result : undefined;
}

function valueOf(name: string, operator: string | undefined, word: string, variables: Variables): string | undefined {
  const value = variables.get(name);
  const unreadable = variables.has(name) && value === undefined;
  const isSet = operator?.startsWith(':') === true ? value !== undefined && value !== '' : value !== undefined;
  if (unreadable) return undefined;
  if (operator?.endsWith('-') === true) return isSet ? value : substitute(word, variables);
  if (operator?.endsWith('+') === true) return isSet ? substitute(word, variables) : '';
  return value;
}
