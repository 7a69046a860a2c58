// Bits of what a glance at a line cannot rule out.

/** It has a phrase that a symptom is known by. */
export const PHRASE = 1;
/** It has what must not be shown as it is: a secret, or a character that a terminal obeys. */
export const UNSAFE = 2;
/** It names an error, as a traceback does. */
export const ERROR = 4;
/** It tells of an HTTP request. */
export const REQUEST = 8;
