import type { Position } from './location.ts';

/** Files that the project does not have, and that one of its files writes when it is run. */
export interface Embedded {
  readonly files: readonly EmbeddedFile[];
}

/** A file whose text stands in another one: a `%%writefile` cell of a notebook, a heredoc of a script or a buildspec. */
export interface EmbeddedFile {
  /** Where it is taken to lie: no file of the project has this path. */
  readonly path: string;
  /** The file that it stands in. */
  readonly host: string;
  /** As it is written, without the indentation and the escapes of its host. */
  readonly text: string;
  /** Where its text stands in the host, in order; each line begins a stretch, and so does what follows an escape. */
  readonly stretches: readonly Stretch[];
}

/** From here on, up to the next stretch, columns count alike in the text and in the host. */
export interface Stretch {
  readonly from: Position;
  readonly to: Position;
}
