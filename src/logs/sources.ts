import { nextFrom, type Finished } from '../domain/logs/window.ts';
import type { LogSource } from '../model/logs.ts';

/** What has to be read: a group, and all of the streams in it that are wanted, or no list where it is all of them. */
export interface Found {
  readonly group: string;
  readonly streams?: readonly string[];
}

/** One source, and from where on it is asked for again. */
export interface Track {
  readonly source: LogSource;
  /** Absent: it was never read to its end, and is asked for from the beginning. */
  from: Froms | undefined;
  /** It is not there, or may not be read; asked again when it is found again. */
  away: 'absent' | 'denied' | undefined;
}

/** Readings of two kinds: `quick` ones follow each other closely, `full` ones look for what came late. */
export type Extent = 'quick' | 'full';
export type Froms = { readonly [extent in Extent]: number };

/** So many streams one question takes. */
export const MOST_STREAMS = 100;

/** Takes up what was found anew, each with the whole time that is asked for before it, and wakes what was away. */
export function withFound(tracks: readonly Track[], found: readonly Found[]): readonly Track[] {
  const groups = new Set(found.map(({ group }) => group));
  for (const track of tracks) if (groups.has(track.source.group)) track.away = undefined;
  return [...joined(tracks), ...found.flatMap((one) => newIn(one, tracks))];
}

function newIn({ group, streams }: Found, tracks: readonly Track[]): readonly Track[] {
  const own = tracks.filter(({ source }) => source.group === group);
  if (streams === undefined) return own.length > 0 ? [] : [trackOf({ group })];
  const known = new Set(own.flatMap(({ source }) => source.streams ?? []));
  const fresh = streams.filter((name) => !known.has(name));
  return chunked(fresh).map((names) => trackOf({ group, streams: names }));
}

function trackOf(source: LogSource): Track {
  return { source, from: undefined, away: undefined };
}

function chunked(names: readonly string[]): readonly (readonly string[])[] {
  const chunks: (readonly string[])[] = [];
  for (let start = 0; start < names.length; start += MOST_STREAMS)
    chunks.push(names.slice(start, start + MOST_STREAMS));
  return chunks;
}

/**
 * Lists of streams that were read once go into one question, as far as they fit, and where it does not have to go back
 * further for the ones than for the others: of those, what is older may be forgotten.
 */
function joined(tracks: readonly Track[]): readonly Track[] {
  const out: Track[] = [];
  for (const track of tracks) {
    const { group, streams } = track.source;
    const from = track.away === undefined ? track.from : undefined;
    const host = out.findIndex(
      ({ source, from: own, away }) =>
        source.group === group &&
        own !== undefined &&
        from !== undefined &&
        away === undefined &&
        own.full <= from.full &&
        own.quick <= from.quick &&
        (source.streams?.length ?? MOST_STREAMS) + (streams?.length ?? MOST_STREAMS) <= MOST_STREAMS,
    );
    const into = out[host];
    if (into === undefined) out.push(track);
    else out[host] = { ...into, source: { group, streams: [...(into.source.streams ?? []), ...(streams ?? [])] } };
  }
  return out;
}

/** How far back the next readings have to go after one that ended. */
export function fromsAfter(finished: Finished, start: number, overlaps: Froms, before: Froms | undefined): Froms {
  // What an earlier reading saw is seen: the answer to a later one never asks for more.
  const from = (extent: Extent): number =>
    Math.max(start, before?.[extent] ?? start, nextFrom(finished, overlaps[extent]));
  return { full: from('full'), quick: from('quick') };
}

/** What happened before this time is not asked for again. */
export function floorOf(tracks: readonly Track[], start: number): number {
  return Math.min(...tracks.map(({ from }) => Math.min(from?.full ?? start, from?.quick ?? start)));
}
