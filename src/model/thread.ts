/** The line to another thread. What is said is copied. */
export interface ThreadLine {
  say(message: unknown): void;
  /** Hears all that is said from now on; `broken` is told when the other thread broke down. */
  hear(heard: (message: unknown) => void, broken?: (error: Error) => void): void;
}
