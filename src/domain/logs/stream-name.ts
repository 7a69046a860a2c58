/**
 * A few letters that tell a stream from the others. Containers write to `YYYY/MM/DD/[runtime-logs]<uuid>`, one for each
 * microVM; code without a container to `YYYY/MM/DD/[runtime-logs-<session>]…`; OpenTelemetry to `otel-rt-logs` and
 * `spans`. https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/observability-view.html (verified 2026-11-25)
 */
export function streamTag(stream: string): string {
  const [, session, rest] = /\[runtime-logs(?:-([^\]]*))?\]?(.*)$/.exec(stream) ?? [];
  if (rest !== undefined)
    return (session === undefined || session === '' ? rest : session).slice(0, TAG_LENGTH) || 'runtime';
  if (stream === 'otel-rt-logs') return 'otel';
  return stream.length <= TAG_LENGTH ? stream : stream.slice(-TAG_LENGTH);
}

export const TAG_LENGTH = 6;

/** Whether a stream is one of those that a text names: a part of the name, or a pattern with `*`. */
export function isStreamNamed(stream: string, text: string): boolean {
  if (!text.includes('*')) return stream.includes(text);
  const pattern = text.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${pattern.join('.*')}$`).test(stream);
}
