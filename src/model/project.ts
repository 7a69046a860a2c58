/** The folder that was asked about. */
export interface Project {
  /** As the user named it; `.` when nothing was named. */
  readonly name: string;
  /** Every file that git does not ignore, relative to the root, `/`-separated, sorted. */
  readonly files: readonly string[];
}

export interface Unread {
  readonly path: string;
  readonly because: string;
}
