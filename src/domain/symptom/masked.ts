const HIDDEN = '(hidden)';

/** Where a text has none of these, in any case, it has no secret that a name or its form tells. */
export const SECRET_WORDS: readonly string[] = [
  'eyJ',
  'bearer',
  'basic ',
  'authorization',
  'AKIA',
  'ASIA',
  'AROA',
  'AIDA',
  'sk-',
  'ghp_',
  'gho_',
  'ghs_',
  'github_pat_',
  'glpat-',
  'xox',
  'AIza',
  'npm_',
  'hf_',
  // Behind the password of a URL.
  '@',
  'secret',
  'passw',
  'token',
  'cookie',
  'apikey',
  'api_key',
  'api-key',
  'signature',
  'PRIVATE KEY',
  'credential',
];

/** What is hidden, and what a text has in it that holds such a thing: that is seen in less time. */
interface Secret {
  readonly hint: RegExp;
  /** What it captures stays. */
  readonly form: RegExp;
}

/** What a secret looks like by itself, and what follows a name that says so: `Authorization: …`, `client_secret=…`. */
const SECRETS: readonly Secret[] = [
  {
    hint: /-----BEGIN/,
    form: /()-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----END)[^])*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
  },
  { hint: /eyJ/, form: /\b()eyJ[\w-]{6,}(?:\.[\w-]*){0,4}/g },
  { hint: /AKIA|ASIA|AROA|AIDA/, form: /\b()(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g },
  {
    hint: /sk-|gh[pos]_|github_pat_|glpat-|xox|AIza|npm_|hf_/,
    form: /\b()(?:sk-|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abprs]-|AIza|npm_|hf_)[\w-]{12,}/g,
  },
  { hint: /authorization/i, form: /((?:proxy-)?authorization["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi },
  { hint: /cookie/i, form: /((?:set-)?cookie["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi },
  { hint: /bearer|basic/i, form: /\b((?:bearer|basic)\s+)[^\s"',;]+/gi },
  {
    hint: /(?:secret|passw(?:or)?d|passphrase|token|key(?:[_-]?id)?|credential|signature)["']?\s*[:=]/i,
    form: /((?<![\w-])[\w-]{0,60}?(?:secret|password|passwd|passphrase|token|api[_-]?key|access[_-]?key(?:[_-]?id)?|credential|signature|private[_-]?key|session[_-]?key)["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi,
  },
  { hint: /:\/\//, form: /(:\/\/[^\s/:@]{1,100}:)[^\s/@]+(?=@)/g },
];

const SHORTEST_RUN = 32;
const RUN = new RegExp(`[A-Za-z0-9+/=_-]{${SHORTEST_RUN},}`, 'g');
const IN_RUN = Uint8Array.from({ length: 128 }, (_, code) => (/[\w+/=-]/.test(String.fromCharCode(code)) ? 1 : 0));

/** The text without its tokens, keys and passwords. What might be one counts as one: too much hidden does no harm. */
export function masked(text: string): string {
  let safe = text;
  for (const { hint, form } of SECRETS) if (hint.test(safe)) safe = safe.replaceAll(form, `$1${HIDDEN}`);
  return hasRun(safe) ? safe.replaceAll(RUN, (run) => (isRandom(run) ? HIDDEN : run)) : safe;
}

/** A run that is long enough goes over one of the places that are looked at, so that most characters are not. */
function hasRun(text: string): boolean {
  for (let place = SHORTEST_RUN - 1; place < text.length; place += SHORTEST_RUN) {
    let [first, last] = [place, place];
    while (isInRun(text, first)) first -= 1;
    if (first === place) continue;
    while (isInRun(text, last)) last += 1;
    if (last - first > SHORTEST_RUN) return true;
  }
  return false;
}

function isInRun(text: string, place: number): boolean {
  return IN_RUN[text.charCodeAt(place)] === 1;
}

/** Keys change between capitals, small letters and digits at every other place; names and hexadecimal ids do not. */
function isRandom(run: string): boolean {
  if (!/[a-z]/.test(run) || !/[A-Z]/.test(run)) return false;
  const changes = run.match(/(?:[a-z](?![a-z])|[A-Z](?![A-Z])|\d(?!\d))/g)?.length ?? 0;
  return changes > run.length / 2;
}
