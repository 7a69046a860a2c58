/** An event of the stand-in, and when it can be seen for the first time. */
export interface Played {
  readonly id: string;
  readonly group: string;
  readonly stream: string;
  /** Milliseconds since 1970, as all times here. */
  readonly time: number;
  readonly visible: number;
  readonly message: string;
}

/** Numbers that are the same in every run. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface Incident {
  readonly group: string;
  readonly count: number;
  /** The events are spread evenly over this time. */
  readonly from: number;
  readonly to: number;
  /** The longest time that an event takes until it can be seen; most take a tenth of it at most. */
  readonly latest: number;
  /** A new stream begins after so many events, as microVMs come and go. */
  readonly perStream: number;
  readonly messages: readonly [string, ...string[]];
  readonly seed?: number;
}

/** Events as a runtime writes them: several microVMs at once, streams named by the day of UTC, times that coincide. */
export function incident(plan: Incident): readonly Played[] {
  const roll = dice(plan.seed ?? 7);
  const { group, count, from, to, latest, perStream, messages } = plan;
  return Array.from({ length: count }, (_, number) => {
    const time = from + Math.floor(((to - from) * number) / count);
    const day = new Date(time).toISOString().slice(0, 10).replaceAll('-', '/');
    const microVm = Math.floor(number / (perStream * 3)) * 3 + (number % 3);
    const delay = Math.floor(latest * (roll() < 0.1 ? roll() : roll() / 10));
    return {
      id: `39${String(time).padStart(15, '0')}${String(number).padStart(39, '0')}`,
      group,
      stream: `${day}/[runtime-logs]${uuidOf(microVm)}`,
      time,
      visible: latest === 0 ? time : time + delay,
      message: (messages[number % messages.length] ?? messages[0]).replaceAll('#', String(number)),
    };
  });
}

function uuidOf(number: number): string {
  const hex = (Math.imul(number + 1, 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  return `${hex}-7d1c-4c5e-9a5b-${hex}0b1d`;
}
