/** A line of the log: what happened, never what a user wrote. */
export interface LogLine {
  readonly event: 'started' | 'call' | 'rejected' | 'stopping' | 'stopped' | 'failed';
  readonly [detail: string]: string | number | boolean | readonly string[] | undefined;
}

/** Writes one line of JSON to standard output, which AgentCore hands to CloudWatch Logs line by line. */
export function log(line: LogLine): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
}

/** Where an error came from without what it says, because messages may quote what a user wrote. */
export function traceOf(error: unknown): { readonly error: string; readonly at: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error, at: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, at: frames.slice(0, 5).map((line) => line.trim()) };
}
