import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { z } from 'zod';

/**
 * A schema as the SDK advertises it. The server is made anew for each request, so the JSON form is worked out once; and
 * input passes unread, because a call that is refused for its input is logged and worded like any other.
 */
export function advertisedInput(schema: z.ZodType): StandardSchemaWithJSON {
  const standard = advertised(schema)['~standard'];
  return { '~standard': { ...standard, validate: (value: unknown) => ({ value }) } };
}

/** The form for output, which the SDK checks before it is sent. */
export function advertised(schema: z.ZodType): StandardSchemaWithJSON {
  const { jsonSchema, ...standard } = schema['~standard'];
  return {
    '~standard': { ...standard, jsonSchema: { input: once(jsonSchema.input), output: once(jsonSchema.output) } },
  };
}

function once<Options extends { readonly target: string }, Json>(
  make: (options: Options) => Json,
): (options: Options) => Json {
  const made = new Map<string, Json>();
  return (options) => {
    const known = made.get(options.target) ?? make(options);
    made.set(options.target, known);
    return known;
  };
}
