import type { Location } from '../model/location.ts';

/** A place in one line, the way compilers say it: `server.py:12:5`. */
export function describeLocation(location: Location): string {
  switch (location.kind) {
    case 'file':
      return `${location.path}:${location.range.start.line}:${location.range.start.column}`;
    case 'resource':
      return `${location.arn}#${location.pointer}`;
    case 'exchange':
      return `${location.name} (${location.part})`;
    case 'given':
      return location.part === undefined ? location.name : `${location.name} (${location.part})`;
  }
}
