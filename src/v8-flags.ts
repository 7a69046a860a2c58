import { setFlagsFromString } from 'node:v8';

/** The newest V8 whose flags are known: that of Node 26. It writes to stderr when it does not know one. */
const NEWEST = 14;

type Flag = readonly [flag: string, last: number];

/** The young objects get room at once: what is alive at the start stays alive, and is moved a few times for nothing. */
const GROWTH = '--semi-space-growth-factor=8';

/** Each flag, with the last major version of V8 that has it; seen in Node 20.19, 20.20, 22.23, 24.21, 25.9 and 26.10. */
const FLAGS: readonly Flag[] = [
  // It optimises the WebAssembly of the parsers when it has run for long, not at once: Node waits for that before it exits,
  // 100 ms, for nothing where a handful of files is parsed. Of a thousand it takes a third of the time off.
  ['--wasm-tiering-budget=100000000', NEWEST],
  // Most of the patterns are tried on a few short texts: translating one into machine code costs more than it saves
  // before it has been used often. 10 ms.
  ['--regexp-tier-up-ticks=50', NEWEST],
  ['--no-regexp-peephole-optimization', NEWEST],
  // Optimising starts at twice the usual time: what it makes seldom runs long enough to pay for it. 6 ms of CPU time,
  // and a fifth of what a run over a thousand agents takes.
  ['--interrupt-budget=132000', 11],
  // What it optimises takes in few of the functions that it calls: each of them is translated again, and a run is over
  // before that pays. 8 % of the CPU time of a run over a thousand agents.
  ['--max-inlined-bytecode-size-cumulative=100', NEWEST],
  [GROWTH, NEWEST],
  // It would make at once an old object of what was often alive at first, and `logs tail` then leaves all that it reads
  // among the old ones, 1 MB of 3: its second thread came to do so in a third of the first runs, with 25 MB more in use.
  ['--no-allocation-site-pretenuring', NEWEST],
  // What ran at the start is to be there at the end, when the bytecode is kept.
  ['--no-flush-bytecode', NEWEST],
];

/**
 * Sets V8 up for a program that is over in the twinkling of an eye; each figure is of Node 20.20. Bytecode is refused
 * where other flags hold.
 */
export function setFlags(): void {
  set(FLAGS);
}

/** What holds while one takes in and forgets without end, and what held before: all are known to every V8 up to the newest. */
const LITTLE: readonly { readonly little: string; readonly usual: string }[] = [
  // The room for young objects stays as it is: with more of it 35 MB more are in use, and nothing is won.
  { little: '--semi-space-growth-factor=1', usual: GROWTH },
  // Old objects are collected when a third of the room for new ones is used up, and not most of it: without this, memory
  // rises by 8 MB with each million of lines until 40 are garbage.
  { little: '--incremental-marking-soft-trigger=33', usual: '--incremental-marking-soft-trigger=0' },
  // Each thread collects its young objects alone: helpers would wait for the core that the other one is on. 4 % of the
  // CPU time where there are two.
  { little: '--no-parallel-scavenge', usual: '--parallel-scavenge' },
];

/**
 * Has both threads do with little memory, for who takes in and forgets without end. To be undone by what is returned
 * before bytecode is kept, which is good for one set of flags.
 */
export function holdRoom(): () => void {
  set(LITTLE.map(({ little }) => [little, NEWEST]));
  return () => set(LITTLE.map(({ usual }) => [usual, NEWEST]));
}

function set(flags: readonly Flag[]): void {
  const major = Number.parseInt(process.versions.v8, 10);
  for (const [flag, last] of flags) if (major <= last) setFlagsFromString(flag);
}
