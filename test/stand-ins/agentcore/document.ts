/** A document of the API as it came: members that no model here knows are kept. */
export interface Document {
  readonly [name: string]: unknown;
}

/** A member that is a document itself; empty where it is none. */
export function documentAt(document: Document, ...path: readonly string[]): Document {
  let value: unknown = document;
  for (const name of path) value = Object(value)[name];
  // Whatever has members here is a document.
  return typeof value === 'object' && value !== null ? (value as Document) : {};
}

export function textAt(document: Document, ...path: readonly string[]): string | undefined {
  const name = path.at(-1) ?? '';
  const value = documentAt(document, ...path.slice(0, -1))[name];
  return typeof value === 'string' ? value : undefined;
}

/** The texts of a list, or nothing where there is no list. */
export function textsAt(document: Document, ...path: readonly string[]): readonly string[] | undefined {
  const value = documentAt(document, ...path.slice(0, -1))[path.at(-1) ?? ''];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined;
}
