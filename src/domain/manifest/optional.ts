/** A member that is there only when it has a value: for `...optional('name', name)`. */
export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  // A computed key widens to `string`; the object has exactly this one member or none.
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
