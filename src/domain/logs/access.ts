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
  const match = line.includes(' HTTP/') ? QUOTED.exec(line) : METHODS.includes(line.charAt(0)) ? BARE.exec(line) : null;
  if (match === null) return undefined;
  // The forms have these three groups.
  return { method: match[1] ?? '', path: match[2] ?? '', status: Number(match[3]) };
}
