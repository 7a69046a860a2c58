const HIDDEN = '(hidden)';

/** What a secret looks like by itself. */
const FORMS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----END)[^])*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
  /\beyJ[\w-]{6,}(?:\.[\w-]*){0,4}/g,
  /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g,
  /\b(?:sk-|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abprs]-|AIza|npm_|hf_)[\w-]{12,}/g,
];

/** What follows a name that says so: `Authorization: …`, `client_secret=…`, `"AccessToken": "…"`. */
const NAMED: readonly RegExp[] = [
  /((?:proxy-)?authorization["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi,
  /((?:set-)?cookie["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi,
  /\b((?:bearer|basic)\s+)[^\s"',;]+/gi,
  /((?<![\w-])[\w-]{0,60}?(?:secret|password|passwd|passphrase|token|api[_-]?key|access[_-]?key(?:[_-]?id)?|credential|signature|private[_-]?key|session[_-]?key)["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi,
  /(:\/\/[^\s/:@]{1,100}:)[^\s/@]+(?=@)/g,
];

const RUN = /[A-Za-z0-9+/=_-]{32,}/g;

/** The text without its tokens, keys and passwords. What might be one counts as one: too much hidden does no harm. */
export function masked(text: string): string {
  let safe = text;
  for (const form of FORMS) safe = safe.replaceAll(form, HIDDEN);
  for (const form of NAMED) safe = safe.replaceAll(form, `$1${HIDDEN}`);
  return safe.replaceAll(RUN, (run) => (isRandom(run) ? HIDDEN : run));
}

/** Keys change between capitals, small letters and digits at every other place; names and hexadecimal ids do not. */
function isRandom(run: string): boolean {
  if (!/[a-z]/.test(run) || !/[A-Z]/.test(run)) return false;
  const changes = run.match(/(?:[a-z](?![a-z])|[A-Z](?![A-Z])|\d(?!\d))/g)?.length ?? 0;
  return changes > run.length / 2;
}
