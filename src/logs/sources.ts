import { nextFrom, type Finished } from '../domain/logs/window.ts';
import type { LogSource } from '../model/logs.ts';

/** What has to be read: a group, and all of the streams in it that are wanted, or no list where it is all of them. */
export interface Found {
  readonly group: string;
  readonly streams?: readonly string[];
}

/** One source, and how far it was read. */
export interface Track {
  readonly source: LogSource;
  /** The last reading that went back as far as late events may lie. */
  full: Finished | undefined;
  /** The last reading. */
  latest: Finished | undefined;
  /** It is not there, or may not be read; asked again when it is found again. */
  away: 'absent' | 'denied' | undefined;
}

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
  return { source, full: undefined, latest: undefined, away: undefined };
}

function chunked(names: readonly string[]): readonly (readonly string[])[] {
  const chunks: (readonly string[])[] = [];
  for (let start = 0; start < names.length; start += MOST_STREAMS)
    chunks.push(names.slice(start, start + MOST_STREAMS));
  return chunks;
}

/** Lists of streams that were read once go into one question, as far as they fit; it goes back as far as any of them. */
function joined(tracks: readonly Track[]): readonly Track[] {
  const out: Track[] = [];
  for (const track of tracks) {
    const { group, streams } = track.source;
    const host = out.findIndex(
      ({ source, full, away }) =>
        source.group === group &&
        full !== undefined &&
        away === undefined &&
        (source.streams?.length ?? MOST_STREAMS) + (streams?.length ?? MOST_STREAMS) <= MOST_STREAMS,
    );
    const into = out[host];
    if (into === undefined || track.full === undefined || track.away !== undefined) out.push(track);
    else out[host] = both(into, track);
  }
  return out;
}

function both(a: Track, b: Track): Track {
  const streams = [...(a.source.streams ?? []), ...(b.source.streams ?? [])];
  return {
    source: { group: a.source.group, streams },
    full: earlier(a.full, b.full),
    latest: earlier(a.latest, b.latest),
    away: undefined,
  };
}

function earlier(a: Finished | undefined, b: Finished | undefined): Finished | undefined {
  if (a === undefined || b === undefined) return undefined;
  return nextFrom(a, 0) <= nextFrom(b, 0) ? a : b;
}

/** How far readings go back: those that follow each other closely, and those that look for what came late. */
export interface Overlaps {
  readonly quick: number;
  readonly full: number;
}

/** From where on a source is asked for again; `start`: where the whole run begins. */
export function fromOf(track: Track, extent: keyof Overlaps, start: number, overlaps: Overlaps): number {
  const finished = extent === 'full' ? track.full : track.latest;
  return finished === undefined ? start : Math.max(start, nextFrom(finished, overlaps[extent]));
}

/** What happened before this time is not asked for again. */
export function floorOf(tracks: readonly Track[], start: number, overlaps: Overlaps): number {
  return Math.min(
    ...tracks.flatMap((track) => [fromOf(track, 'full', start, overlaps), fromOf(track, 'quick', start, overlaps)]),
  );
}
