/** A function of a text that works out each answer once; a thousand answers are kept at the most. */
export function remembered<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    if (known.size >= MOST && !known.has(text)) known.clear();
    return answerIn(known, text, answer);
  };
}

const MOST = 1000;

/** A function that works out each answer once, by a text that tells all that the answer depends on. All answers are kept. */
export function rememberedBy<Asked extends readonly unknown[], Answer>(
  keyOf: (...asked: Asked) => string,
  answer: (...asked: Asked) => Answer,
): (...asked: Asked) => Answer {
  const known = new Map<string, Answer>();
  return (...asked) => answerIn(known, keyOf(...asked), () => answer(...asked));
}

/**
 * A function of an object that works out each answer once. An answer is kept as long as its object is there; whatever
 * else is handed over must be the same for the same object.
 */
export function rememberedOf<Whose extends WeakKey, More extends readonly unknown[], Answer>(
  answer: (whose: Whose, ...more: More) => Answer,
): (whose: Whose, ...more: More) => Answer {
  const known = new WeakMap<Whose, Answer>();
  return (whose, ...more) => answerIn(known, whose, () => answer(whose, ...more));
}

interface Known<Key, Answer> {
  get(key: Key): Answer | undefined;
  has(key: Key): boolean;
  set(key: Key, answer: Answer): unknown;
}

function answerIn<Key, Answer>(known: Known<Key, Answer>, key: Key, answer: (key: Key) => Answer): Answer {
  const before = known.get(key);
  // An answer may be `undefined`.
  if (before !== undefined || known.has(key)) return before as Answer;
  const made = answer(key);
  known.set(key, made);
  return made;
}
