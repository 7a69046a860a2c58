import { zipSync } from 'fflate';

/**
 * A ZIP archive with one file that everybody may read, stored as it is and dated with the first day there is: the same
 * text is always the same archive, whatever packs it, so that its hash tells the text.
 */
export function archiveWith(name: string, text: string): Buffer {
  const options = { os: UNIX, attrs: REGULAR_FILE * 0x1_0000, mtime: DAY_ONE, level: 0 } as const;
  return Buffer.from(zipSync({ [name]: [Buffer.from(text), options] }));
}

const UNIX = 3;
/** A regular file that its owner writes and all read. */
const REGULAR_FILE = 0o100_644;
const DAY_ONE = '1980-01-01T00:00:00';
