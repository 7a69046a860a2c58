/** A release of a library that servers are built on, with all that is installed with it. */
export interface Release {
  readonly library: string;
  readonly version: string;
  readonly language: 'python' | 'javascript';
  /** Lines of a requirements file, or `name@version` of npm. */
  readonly requirements: readonly string[];
  /** Nothing that came out on this day or later is installed: the packages are those of the release's own time. */
  readonly before: string;
}

/** One way of writing and starting a server: what can be right with one release and wrong with the next. */
export interface Form {
  readonly name: string;
  /** The text of the program. */
  readonly source: string;
  /** The words that start it; absent: the interpreter and the file. */
  readonly command?: readonly string[];
  /** What the image sets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where its endpoint is, when that is not `/mcp`. */
  readonly path?: string;
  /** Whether it is asked in the short run, too: the forms whose verdict changes between releases, or decides most. */
  readonly core?: boolean;
}

/** A form under a release. */
export interface Cell {
  readonly release: Release;
  readonly form: Form;
}

export function nameOf({ library, version }: Release): string {
  return `${library}@${version}`;
}
