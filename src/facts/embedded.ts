import { embeddedFilesOf, isHost } from '../domain/embedded-files.ts';
import type { Embedded, EmbeddedFile } from '../model/embedded.ts';
import { defineCollector } from '../model/fact.ts';
import type { World } from '../model/world.ts';

/** MCP servers that notebooks, scripts and buildspecs write, with what is installed for them. */
export const embedded = defineCollector<'embedded', 'project'>({
  source: 'files',
  needs: ['project'],
  async collect({ project }, world) {
    const taken = new Map<string, EmbeddedFile | undefined>(project.files.map((path) => [path, undefined]));
    for (const path of project.files) {
      const text = isHost(path) ? await world.glance(path) : undefined;
      if (text?.ok !== true) continue;
      const files = embeddedFilesOf(path, text.text);
      // Two notebooks of one folder may each write a file of one name.
      const collides = files.some((file) => (taken.get(file.path)?.text ?? file.text) !== file.text);
      for (const file of collides ? embeddedFilesOf(path, text.text, path) : files) {
        if (!taken.has(file.path)) taken.set(file.path, file);
      }
    }
    return { files: [...taken.values()].filter((file) => file !== undefined) };
  },
});

/** The world in which the embedded files lie beside the others; its places are those of `relocate`. */
export function withEmbedded(world: World, { files }: Embedded): World {
  if (files.length === 0) return world;
  const texts = new Map(files.map(({ path, text }) => [path, { ok: true, text } as const]));
  return {
    ...world,
    read: async (path) => texts.get(path) ?? (await world.read(path)),
    glance: async (path) => texts.get(path) ?? (await world.glance(path)),
  };
}

/** Every path of the project, those of embedded files included. */
export function pathsWith(files: readonly string[], embedded: Embedded): readonly string[] {
  return embedded.files.length === 0 ? files : [...files, ...embedded.files.map(({ path }) => path)];
}
