import { FORMS, secretKind } from '../manifest/secrets.ts';

/** What stands in the place of a secret in a text. */
export const HIDDEN = '(secret)';

/** A text in which none of this occurs holds nothing that is looked for below. */
const SIGN =
  /eyJ|AKIA|ASIA|PRIVATE KEY|secret|passw|passphrase|token|key|authorization|bearer|basic|cookie|signature|x-amz-|:\/\/[^\s/@]+@|sk-|ghp_|github_pat_|xox|AIza|glpat-/i;

/** Known by their form. The token of a person may have two parts, three, or five when it is encrypted. */
const WHOLE: readonly RegExp[] = [
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:(?!-----END)[^])*(?:-----END [A-Z ]*PRIVATE KEY-----)?/g,
  /\beyJ[\w-]{8,}\.[\w-]*(?:\.[\w-]*){0,3}/g,
  ...FORMS.map(([form]) => new RegExp(form, 'g')),
];

/** Known by what stands before them: group 1, which stays. What begins like a variable or a placeholder is none. */
const BEHIND: readonly RegExp[] = [
  /(\b(?:bearer|basic)\s+)(?![$<{]|resource_metadata=)[\w.~+/=-]{16,}/gi,
  /(\btoken["']?\s*[:=]\s*["']?)(?![$<{])(?=[\w.~+/=-]*\d)(?=[\w.~+/=-]*[a-z])[\w.~+/=-]{24,}/gi,
  /(\bsignature=)[0-9a-f]{32,}/gi,
  /([?&"']x-amz-(?:signature|security-token|credential)["']?\s*[=:]\s*["']?)(?![$<{])[^&\s"']{8,}/gi,
  /(\bx-amz-security-token["']?\s*[:=]\s*["']?)(?![$<{])[^\s"',;]{16,}/gi,
  /([?&](?:access_token|id_token|refresh_token|client_secret|password|code|sig)=)(?![$<{])[^&\s"'<>]{8,}/gi,
  /(\b(?:set-)?cookie["']?\s*[:=]\s*["']?[\w-]+=)(?![$<{])[^;\s"']{8,}/gi,
  /(:\/\/[^\s/:@${<]{1,100}:)[^\s/@${<]{3,}(?=@)/g,
];

/** A name and what is assigned to it, in the ways of JSON, YAML, Python, shells and command lines. */
const ASSIGNED: readonly RegExp[] = [
  /(?<![\w.-])([\w.-]{0,60}?(?:secret|passw(?:or)?d|passphrase|token|key)[\w.-]{0,60})(["'\])]{0,4}\s{0,8}(?:[:=]|=>)\s{0,8}["']?)([^\s"',;&)}\]]+)/gi,
  /(--[\w-]{0,60}?(?:secret|password|passphrase|token|key))([\s=]["']?)([^\s"']+)/gi,
  /(?<=\bname["']?\s*[:=]\s*["']?)([\w.-]+)(["']?\s*,\s*["']?value["']?\s*[:=]\s*["']?)([^\s"',;&)}\]]+)/gi,
];

/** A text without what its form, or the words around it, tell to be a secret; `put` says what stands there instead. */
export function withoutSecretText(text: string, put: (secret: string) => string = () => HIDDEN): string {
  if (!SIGN.test(text)) return text;
  let safe = text;
  for (const form of WHOLE) safe = safe.replaceAll(form, (secret) => (/EXAMPLE/.test(secret) ? secret : put(secret)));
  for (const form of BEHIND) {
    safe = safe.replaceAll(form, (whole, head: string) => head + put(whole.slice(head.length)));
  }
  for (const form of ASSIGNED) {
    safe = safe.replaceAll(form, (whole, name: string, between: string, value: string) =>
      secretKind(name, value) === undefined ? whole : name + between + put(value),
    );
  }
  return safe;
}

/** A line of source with stars in the place of its secrets, so that what stands behind them keeps its column. */
export function starred(line: string): string {
  return withoutSecretText(line, (secret) => '*'.repeat(secret.length));
}
