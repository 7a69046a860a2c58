import { embeddedFilesOf, isHost } from '../domain/deployment/embedded-files.ts';
import type { Embedded, EmbeddedFile } from '../model/embedded.ts';
import { defineCollector } from '../model/fact.ts';
import type { World } from '../model/world.ts';

/** MCP servers that notebooks, scripts and buildspecs write, with what is installed for them. */
export const embedded = defineCollector<'embedded', 'project'>({
  source: 'files',
  needs: ['project'],
  async collect({ project }, world) {
    const own = new Set(project.files);
    const found = new Map<string, EmbeddedFile>();
    for (const path of project.files) {
      const text = isHost(path) ? await world.glance(path) : undefined;
      const files = text?.ok === true ? embeddedFilesOf(path, text.text) : [];
      const differing = await Promise.all(files.map((file) => differs(file, own, found, world)));
      // Another text of that name lies there, which this one would replace: each is looked at by itself.
      const placed = text?.ok === true && differing.includes(true) ? embeddedFilesOf(path, text.text, path) : files;
      for (const file of placed) if (!own.has(file.path)) found.set(file.path, file);
    }
    return { files: [...found.values()] };
  },
});

/** Whether a file of the project, or one that is written elsewhere, has this path and another text. */
async function differs(
  { path, text }: EmbeddedFile,
  own: ReadonlySet<string>,
  found: ReadonlyMap<string, EmbeddedFile>,
  world: World,
): Promise<boolean> {
  const there = own.has(path) ? await world.glance(path) : undefined;
  const other = there?.ok === true ? there.text : found.get(path)?.text;
  return other !== undefined && other.trimEnd() !== text.trimEnd();
}

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
export function pathsWith(files: readonly string[], { files: inside }: Embedded): readonly string[] {
  return inside.length === 0 ? files : [...files, ...inside.map(({ path }) => path)];
}
