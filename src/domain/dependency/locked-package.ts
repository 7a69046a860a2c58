/** One package of a lock file, and where its entry begins: from its name to its version. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly start: number;
  readonly end: number;
  readonly development: boolean;
  /** The member of a workspace that it is decided for, relative to the lock file; absent: for all. */
  readonly folder?: string;
}
