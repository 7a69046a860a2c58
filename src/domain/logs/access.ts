/** One request as an access log has it. */
export interface Access {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** uvicorn, gunicorn and Node's combined format: `"POST /mcp HTTP/1.1" 200`. */
const QUOTED = /"(GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH) (\/[^\s"]{0,300}) HTTP\/[\d.]{1,3}" (\d{3})\b/;
/** `morgan`: `POST /mcp 200 3.1 ms`. */
const METHODS = 'GPDHO';
const BARE = /^(GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH) (\/\S{0,300}) (\d{3}) /;

/** The request that a line of an access log is about. What the server asks of others is none. */
export function accessIn(line: string): Access | undefined {
  const version = line.indexOf(' HTTP/');
  if (version >= 0) return quotedAt(line, version) ?? accessOf(QUOTED.exec(line));
  return METHODS.includes(line.charAt(0)) ? accessOf(BARE.exec(line)) : undefined;
}

function accessOf(match: RegExpExecArray | null): Access | undefined {
  // The forms have these three groups.
  return match === null ? undefined : { method: match[1] ?? '', path: match[2] ?? '', status: Number(match[3]) };
}

/** The usual form without a pattern, which takes three times as long: every other line of some logs is one. */
function quotedAt(line: string, version: number): Access | undefined {
  const open = line.lastIndexOf('"', version);
  const close = line.indexOf('" ', version);
  const blank = line.indexOf(' ', open);
  if (open < 0 || close < 0 || blank >= version || close - version > 9) return undefined;
  const method = line.slice(open + 1, blank);
  const path = line.slice(blank + 1, version);
  const status = Number(line.slice(close + 2, close + 5));
  const isWhole = close + 5 >= line.length || line.charAt(close + 5) === ' ';
  if (!KNOWN.has(method) || !path.startsWith('/') || /\s/.test(path) || path.length > 300) return undefined;
  return isWhole && status >= 100 ? { method, path, status } : undefined;
}

const KNOWN = new Set(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']);
