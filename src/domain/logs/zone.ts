/** How far a place's clocks are ahead of UTC, in minutes, at some time. */
export type Zone = (time: number) => number;

export const UTC: Zone = () => 0;

/** The day and the time of day that clocks show in a zone. */
export interface Wall {
  readonly date: string;
  readonly time: string;
}

/** What clocks show: `2026-11-25`, `13:10:02.123`. */
export function wallOf(time: number, zone: Zone): Wall {
  const text = new Date(time + zone(time) * 60_000).toISOString();
  return { date: text.slice(0, 10), time: text.slice(11, 23) };
}

/** The time with its distance from UTC: `2026-11-25T13:10:02.123+01:00`. */
export function isoOf(time: number, zone: Zone): string {
  const offset = zone(time);
  const { date, time: clock } = wallOf(time, zone);
  if (offset === 0) return `${date}T${clock}Z`;
  const minutes = Math.abs(offset);
  const pad = (number: number): string => String(number).padStart(2, '0');
  return `${date}T${clock}${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** The time at which clocks of a zone show what `new Date(…)` of UTC would show at `wall`. */
export function timeOfWall(wall: number, zone: Zone): number {
  const guess = wall - zone(wall) * 60_000;
  return wall - zone(guess) * 60_000;
}

/** The same as `wallOf` for one time after the other. Lines come in bunches, so that the second of one is mostly the second of the next. */
export function walls(zone: Zone): (time: number) => Wall & { readonly clock: string } {
  let second = Number.NaN;
  let date = '';
  let clock = '';
  return (time) => {
    const now = Math.floor(time / 1000);
    if (now !== second) {
      second = now;
      const wall = wallOf(time, zone);
      date = wall.date;
      clock = wall.time.slice(0, 8);
    }
    return { date, clock, time: clock + (FRACTIONS[time - now * 1000] ?? '') };
  };
}

/** All the thousandths of a second. */
const FRACTIONS: readonly string[] = Array.from({ length: 1000 }, (_, millis) => `.${String(millis).padStart(3, '0')}`);
