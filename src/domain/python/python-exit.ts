import { shut } from './python-flags.ts';
import { type Degree, type Exit, type Reach } from './python-things.ts';

const ORDER = { no: 0, maybe: 1, yes: 2 } as const;

/** The graver of two. */
function worst(a: Degree, b: Degree): Degree {
  return ORDER[a] >= ORDER[b] ? a : b;
}

/** One after the other. What stands behind an end adds nothing. */
export function both(first: Exit, then: Exit): Exit {
  if (first.program === 'yes' || first.function === 'yes') return first;
  return {
    program: worst(first.program, then.program),
    function: worst(first.function, then.function),
    failed: then.failed,
  };
}

/** How sure a statement is that stands behind such an end. */
export function behind(reach: Reach, exit: Exit): Reach {
  const ended = worst(exit.program, exit.function);
  if (ended === 'no' || reach.level === 'no') return reach;
  return ended === 'yes' ? shut(reach, undefined) : { ...reach, level: 'unclear' };
}

/** Whether it leaves for good. */
export function isEnd({ program, function: own }: Exit): boolean {
  return program === 'yes' || own === 'yes';
}

/** Either of two sides. */
export function between(left: Exit, right: Exit): Exit {
  return {
    program: degree(left.program, right.program),
    function: degree(left.function, right.function),
    failed: false,
  };
}

function degree(left: Degree, right: Degree): Degree {
  return left === right ? left : 'maybe';
}
