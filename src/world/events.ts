/** One event of a `text/event-stream`. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** The complete events of a stream so far. https://html.spec.whatwg.org/multipage/server-sent-events.html (2026-11-25) */
export function eventsIn(text: string): readonly ServerEvent[] {
  const blocks = text.replaceAll(/\r\n?/g, '\n').split('\n\n');
  // What stands behind the last empty line is not complete yet.
  return blocks.slice(0, -1).flatMap((block) => {
    const fields = block.split('\n').map((line) => /^([^:]*):? ?(.*)$/s.exec(line));
    const valuesOf = (name: string): readonly string[] =>
      fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []));
    const data = valuesOf('data');
    return data.length === 0 ? [] : [{ event: valuesOf('event').at(-1) ?? 'message', data: data.join('\n') }];
  });
}
