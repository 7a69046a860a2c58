import { startedBy } from '../domain/image/command-line.ts';
import { readImage } from '../domain/image/dockerfile-image.ts';
import { contextPathsOf, imagePath } from '../domain/image/image-copies.ts';
import { isDockerfile, relocate } from '../domain/deployment/embedded-files.ts';
import { imageStartOf } from '../domain/image/image-start.ts';
import { ancestorsOf, baseOf, folderOf, joinPath } from '../domain/paths.ts';
import { splitShell } from '../domain/image/shell-words.ts';
import { linesOf } from '../domain/text.ts';
import { defineCollector } from '../model/fact.ts';
import type { Command, Dockerfile } from '../model/image.ts';
import type { World } from '../model/world.ts';

/** The Dockerfiles, those that the AgentCore toolkit generates included. */
export const images = defineCollector<'images', 'project' | 'embedded'>({
  source: 'files',
  needs: ['project', 'embedded'],
  async collect({ project, embedded }, world) {
    const files: Dockerfile[] = [];
    const known = new Set(project.files);
    for (const path of project.files) {
      if (!isDockerfileName(baseOf(path))) continue;
      const text = await readOne(path, world);
      if (text === undefined || isTemplate(text) || !isMeant(path, text)) continue;
      const image = await throughScript(readImage(path, text), known, world);
      files.push(await withLeads(image, project.files, world));
    }
    // The script that writes it fills the folder around it, too.
    const written = embedded.files.filter(({ path, text }) => isDockerfile(path) && !isTemplate(text));
    for (const { path, text } of written)
      files.push({ ...relocate(readImage(path, text), embedded.files), makesFiles: true });
    return { files };
  },
});

function isDockerfileName(name: string): boolean {
  if (/\.(?:j2|jinja2?|tmpl|tpl|template|dockerignore|md|txt|py|ya?ml|json|sh|bak|orig)$/i.test(name)) return false;
  return /^(?:Dockerfile|Containerfile)(?:\..+)?$|.\.Dockerfile$/i.test(name);
}

async function readOne(path: string, world: World): Promise<string | undefined> {
  const text = isPlainName(path) ? await world.read(path) : await world.glance(path);
  return text.ok ? text.text : undefined;
}

/** A pattern that another program fills in is no Dockerfile yet. */
function isTemplate(text: string): boolean {
  return /\{%.*?%\}|\{\{.*?\}\}|<%/s.test(text);
}

/** A file of the plain name is meant as a Dockerfile whatever it holds; `Dockerfile.notes` only with a `FROM`. */
function isMeant(path: string, text: string): boolean {
  return isPlainName(path) || /^\s*FROM\s/im.test(text);
}

function isPlainName(path: string): boolean {
  return /^(?:Dockerfile|Containerfile)$/.test(baseOf(path));
}

/** Replaces a start script of the project by what it starts; `"$@"` in it is the command. */
async function throughScript(image: Dockerfile, known: ReadonlySet<string>, world: World): Promise<Dockerfile> {
  const { starts, workdir } = image;
  const started = starts === undefined ? undefined : startedBy(starts.argv, workdir?.value ?? '/');
  if (starts === undefined || started?.kind !== 'other' || !/(?:\.(?:sh|bash)|\/?[\w-]+)$/.test(started.target))
    return image;
  const path = scriptOf(image, started.target, known);
  const text = path === undefined ? undefined : await world.glance(path);
  if (path === undefined || text?.ok !== true || !isShellScript(path, text.text)) return image;
  const words = splitShell(text.text, linesOf(path, text.text).at);
  const argv = words.flatMap((word) => (word.value === '$@' || word.value === '$*' ? started.argv : [word]));
  const command: Command = { form: 'shell', argv, at: starts.at };
  return startedBy(command.argv, workdir?.value ?? '/') === undefined ? image : { ...image, starts: command };
}

/** Notes what the started file names, so that a starter is not taken for the program. */
async function withLeads(image: Dockerfile, files: readonly string[], world: World): Promise<Dockerfile> {
  const start = imageStartOf(image, files);
  const text = start.kind === 'file' && start.path.endsWith('.py') ? await world.glance(start.path) : undefined;
  if (text?.ok !== true) return image;
  // Any text of a program may be a secret: only names of files of the project are kept.
  const stems = new Set(files.map((path) => baseOf(path).replace(/\.\w+$/, '')));
  return { ...image, leadsTo: namesIn(text.text).filter((name) => stems.has(name)) };
}

function namesIn(text: string): readonly string[] {
  const files = [...text.matchAll(/([\w-]+)\.py\b/g)].map(([, stem = '']) => stem);
  const imports = [...text.matchAll(/^\s*(?:from\s+([\w.]+)\s+)?import\s+([^\n#]+)/gm)].flatMap(
    ([, from = '', names = '']) => [
      lastOf(from),
      ...names.split(',').map((name) => lastOf(/[\w.]+/.exec(name)?.[0] ?? '')),
    ],
  );
  const modules = [...text.matchAll(/["']([A-Za-z_]\w*(?:\.\w+)*)(?::\w+)?["']/g)].map(([, module = '']) =>
    module.replace(/^.*\./, ''),
  );
  return [...new Set([...files, ...imports, ...modules])].filter((name) => name !== '');
}

function lastOf(module: string): string {
  return module.slice(module.lastIndexOf('.') + 1);
}

function isShellScript(path: string, text: string): boolean {
  return path.endsWith('.sh') || /^#!.*\b(?:ba|da|a|z)?sh\b/.test(text);
}

/** The file of the project that a path of the image is: seen from the Dockerfile's folder or one above it. */
function scriptOf(
  { path, copies, workdir }: Dockerfile,
  target: string,
  known: ReadonlySet<string>,
): string | undefined {
  const candidates = contextPathsOf(copies, imagePath(workdir?.value ?? '/', target));
  for (const context of ancestorsOf(folderOf(path))) {
    for (const candidate of candidates) {
      const found = joinPath(context, candidate);
      if (found !== undefined && known.has(found)) return found;
    }
  }
  return undefined;
}
