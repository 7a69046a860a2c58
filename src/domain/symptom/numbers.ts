/** The numbers that a text speaks of. */
export interface Numbers {
  /** HTTP statuses. */
  readonly statuses: ReadonlySet<number>;
  /** Those that the server in the container answered with. */
  readonly fromServer: ReadonlySet<number>;
  /** JSON-RPC error codes. */
  readonly codes: ReadonlySet<number>;
  /** Entries of an access log: `POST /mcp 404`. */
  readonly access: ReadonlySet<string>;
}

/** Where a three-digit number is a status: `HTTP/1.1 404`, `status code: 404`, `(HTTP 404)`, `'HTTPStatusCode': 404`. */
const AFTER_A_WORD =
  /\b(?:HTTP\/\d(?:\.\d)?|HTTP|(?:HTTP)?[ _-]?status(?:[ _-]?code)?|error(?: code)?|returned|got|gets|gives|answered|answers)\b["']?\s{0,4}[:=]?\s{0,4}["'([]?([2-5]\d\d)(?!\w|[.:-]\w)/gi;
/** And where its name follows: `404 Not Found`, `401 Client Error`. */
const BEFORE_A_NAME =
  /\b([345]\d\d)\s{1,4}(?:Client Error|Server Error|Temporary Redirect|Permanent Redirect|Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not Allowed|Not Acceptable|Conflict|Payload Too Large|Request Entity Too Large|Content Too Large|Unsupported Media Type|Misdirected Request|Unprocessable|Failed Dependency|Too Many Requests|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)\b/gi;
/** What the platform says when the container itself answered so. */
const FROM_RUNTIME = /\bReceived\s{1,40}error\s{1,40}\((\d{3})\)\s{1,40}from\s{1,40}runtime\b/gi;
const CODE = /(?<![\w.-])-32\d{3}(?!\w|\.\d)/g;
/** Access logs of uvicorn, gunicorn and Express. The path ends at the first blank, so that each is looked at once. */
const ACCESS = /\b(GET|POST|DELETE|PUT) (\/[^\s?"]{0,100})(?:\?\S{0,1000})? (?:HTTP\/\d(?:\.\d)?"? )?(\d{3})\b/g;
const PATHS = new Set(['/mcp', '/mcp/', '/sse', '/messages/', '/messages', '/invocations']);
/** A question of so many characters is read word by word: any number in it is meant. */
const LONGEST_QUESTION = 120;
const ANY_NUMBER = /(?<![\w.:/-])[2-5]\d\d(?!\w|[.:/-]\w)/g;

/** Reads the numbers out of a plain text. */
export function numbersOf(plain: string): Numbers {
  const access = accessOf(plain);
  const answers = [...access].map((entry) => Number(entry.split(' ')[2])).filter((status) => status >= 300);
  const fromServer = new Set([...statusesBy(FROM_RUNTIME, plain), ...answers]);
  const asked = plain.length <= LONGEST_QUESTION ? statusesBy(ANY_NUMBER, plain) : [];
  return {
    statuses: new Set([
      ...asked,
      ...statusesBy(AFTER_A_WORD, plain).filter((status) => status >= 300),
      ...statusesBy(BEFORE_A_NAME, plain),
      ...fromServer,
    ]),
    fromServer,
    codes: new Set(Array.from(plain.matchAll(CODE), ([code]) => Number(code))),
    access,
  };
}

/** The entries of an access log in a text, for the paths that matter. */
export function accessOf(plain: string): ReadonlySet<string> {
  const entries = new Set<string>();
  for (const [, method, path, status] of plain.matchAll(ACCESS))
    if (path !== undefined && PATHS.has(path)) entries.add(`${method} ${path} ${status}`);
  return entries;
}

function statusesBy(form: RegExp, plain: string): readonly number[] {
  return Array.from(plain.matchAll(form), (match) => Number(match[1] ?? match[0]));
}
