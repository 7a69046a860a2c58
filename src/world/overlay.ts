import type { RealWorld } from './index.ts';

/** The same world with other texts in some files: what it would look like after changes that are not written yet. */
export function withTexts(world: RealWorld, texts: ReadonlyMap<string, string>): RealWorld {
  if (texts.size === 0) return world;
  return {
    ...world,
    glance: async (path) => {
      const text = texts.get(path);
      return text === undefined ? world.glance(path) : { ok: true, text };
    },
    read: async (path) => {
      const text = texts.get(path);
      return text === undefined ? world.read(path) : { ok: true, text };
    },
    texts: () => new Map([...world.texts(), ...texts]),
  };
}
