import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const END = 0x06_05_4b_50;
const ENTRY = 0x02_01_4b_50;

/** Unpacks a zip archive into a folder, with the modes that its entries have: none are added. */
export function unpack(archive: Buffer, folder: string): void {
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error('It is no zip archive.');
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) at = unpackEntry(archive, at, folder);
}

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12 (2026-11-25) */
function unpackEntry(archive: Buffer, at: number, folder: string): number {
  if (archive.readUInt32LE(at) !== ENTRY) throw new Error('The directory of the archive is broken.');
  const method = archive.readUInt16LE(at + 10);
  const [packed, nameLength] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28)];
  const [extra, comment] = [archive.readUInt16LE(at + 30), archive.readUInt16LE(at + 32)];
  const mode = (archive.readUInt32LE(at + 38) >>> 16) & 0o777;
  const header = archive.readUInt32LE(at + 42);
  const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
  const next = at + 46 + nameLength + extra + comment;
  if (name.endsWith('/')) return next;
  const path = join(folder, normalize(join('/', name)));
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const bytes = archive.subarray(start, start + packed);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, method === 0 ? bytes : inflateRawSync(bytes), { mode });
  return next;
}
