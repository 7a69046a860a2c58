import { timeOfWall, wallOf, type Zone } from './zone.ts';

const UNITS: { readonly [unit: string]: number } = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** Milliseconds in `1h30m`, `45s`, `2d`; nothing for what is no such length. */
export function lengthIn(text: string): number | undefined {
  const words = text.trim().toLowerCase().replaceAll(/\s+/g, '');
  if (!/^(?:\d+(?:\.\d+)?[smhdw])+$/.test(words)) return undefined;
  return [...words.matchAll(/(\d+(?:\.\d+)?)([smhdw])/g)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (UNITS[unit] ?? 0),
    0,
  );
}

/**
 * A time as people write it: how long ago (`1h30m`), a time of the last 24 hours (`13:10`), `now`, `today` and
 * `yesterday` (their midnight), a day, ISO 8601, or seconds or milliseconds since 1970. Times without a zone are the
 * zone's.
 */
export function timeIn(text: string, now: number, zone: Zone): number | undefined {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/\s*ago$/, '');
  const length = lengthIn(words);
  if (length !== undefined) return now - length;
  if (words === 'now') return now;
  const today = dayOf(now, zone);
  if (words === 'today') return timeOfWall(today, zone);
  if (words === 'yesterday') return timeOfWall(today - 86_400_000, zone);
  return timeOfDay(words, now, today, zone) ?? written(text.trim(), zone);
}

/** The midnight before, as if the zone were UTC. */
function dayOf(now: number, zone: Zone): number {
  return Date.parse(`${wallOf(now, zone).date}T00:00:00Z`);
}

/** `13:10`, `13:10:05`, `yesterday 13:10`; a time that is still to come today was yesterday. */
function timeOfDay(words: string, now: number, today: number, zone: Zone): number | undefined {
  const match = /^(yesterday\s+|today\s+)?([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(words);
  if (match === null) return undefined;
  const [, day = '', hours, minutes, seconds = '0'] = match;
  const wall = today + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  if (day.startsWith('yesterday')) return timeOfWall(wall - 86_400_000, zone);
  const time = timeOfWall(wall, zone);
  return time > now && day === '' ? timeOfWall(wall - 86_400_000, zone) : time;
}

function written(text: string, zone: Zone): number | undefined {
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  if (/^\d{13}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?\s?(?:z|[+-]\d\d:?\d\d)?$/i.test(text))
    return undefined;
  const iso = text
    .replace(/^(\S+) (\d)/, '$1T$2')
    .replace(',', '.')
    .replace(/\s/, '')
    .toUpperCase();
  if (/(?:Z|[+-]\d\d:?\d\d)$/.test(iso.slice(10))) return finite(Date.parse(iso));
  const wall = finite(Date.parse(`${iso.length === 10 ? `${iso}T00:00:00` : iso}Z`));
  return wall === undefined ? undefined : timeOfWall(wall, zone);
}

function finite(time: number): number | undefined {
  return Number.isFinite(time) ? time : undefined;
}
