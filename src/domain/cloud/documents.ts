import type { Json } from '../../model/json.ts';

/** A member of a JSON object, at the end of a path; nothing where the document is not so. */
export function memberAt(document: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let at: Json | undefined = document;
  for (const step of path) {
    if (at === null || typeof at !== 'object') return undefined;
    at = (at as { readonly [key: string | number]: Json })[step];
  }
  return at;
}

/** The same where it is a text. */
export function textAt(document: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
  const found = memberAt(document, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The items of a list at the end of a path; none where there is no list. */
export function listAt(document: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const found = memberAt(document, ...path);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}
