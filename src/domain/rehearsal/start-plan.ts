import { folderOf, joinPath } from '../paths.ts';
import { listing } from '../words.ts';
import type { Dependencies } from '../../model/dependency.ts';
import type { Images } from '../../model/image.ts';
import type { PlannedStart, StartPlan } from '../../model/rehearsal.ts';
import type { Servers, ServerStart } from '../../model/server.ts';

/** How the project's server is started here, as its deployment starts it; or why that cannot be told. */
export function plannedStart({ servers, images, dependencies }: Needed): PlannedStart {
  const [start, ...others] = servers.starts;
  if (start === undefined)
    return no(
      'Nothing in the project says what is started.',
      'Start the server yourself and name it: `--url http://127.0.0.1:8000/mcp`.',
    );
  if (others.length > 0) {
    const names = servers.starts.map(({ agent }) => `\`${agent}\``);
    return no(`Several agents are deployed from here: ${listing(names)}.`, 'Name one with `--agent`.');
  }
  return { ok: true, plan: planOf(start, images, dependencies) };
}

interface Needed {
  readonly servers: Servers;
  readonly images: Images;
  readonly dependencies: Dependencies;
}

function no(because: string, hint: string): PlannedStart {
  return { ok: false, gap: { because, hint } };
}

function planOf(start: ServerStart, images: Images, dependencies: Dependencies): StartPlan {
  const language = start.path.endsWith('.py') ? 'python' : 'javascript';
  const dockerfile = images.files.find(({ path }) => path === start.dockerfile);
  const { command, folder } = commandOf(start, language);
  const known = new Set(dependencies.files.map(({ path }) => path));
  const installed = dockerfile?.installs ?? [];
  return {
    agent: start.agent === '' ? undefined : start.agent,
    language,
    command,
    folder,
    because: start.because,
    at: start.at,
    packaging: start.packaging,
    environment: environmentOf(start, dockerfile?.environment ?? []),
    installs:
      installed.length > 0
        ? unique(installed.flatMap(({ files }) => files).filter((path) => known.has(path)))
        : nearestInstalls(start, known),
    packages: installed.flatMap(({ requirements }) =>
      requirements.map(
        ({ name, specifier, extras = [] }) =>
          `${name}${extras.length === 0 ? '' : `[${extras.join(',')}]`}${specifier}`,
      ),
    ),
  };
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}

/** Later values win, as a container's own environment wins over its image's. */
function environmentOf(
  { environment }: ServerStart,
  image: ServerStart['environment'],
): { readonly [name: string]: string } {
  return Object.fromEntries(
    [...image, ...environment].flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const])),
  );
}

const FILES = [
  'uv.lock',
  'requirements.txt',
  'pyproject.toml',
  'Pipfile.lock',
  'Pipfile',
  'package-lock.json',
  'package.json',
];

/** Without a Dockerfile, the tools read what lies beside the entry point, else what lies above it. */
function nearestInstalls({ path }: ServerStart, known: ReadonlySet<string>): readonly string[] {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const here = FILES.map((name) => joinPath(folder, name) ?? name).filter((file) => known.has(file));
    if (here.length > 0) return here;
    if (folder === '') return [];
  }
}

interface Words {
  readonly command: readonly string[];
  readonly folder: string;
}

function commandOf(start: ServerStart, language: StartPlan['language']): Words {
  const { program, path } = start;
  const argv = program?.argv ?? [];
  const home = folderIn(start);
  const named = (target: string): string =>
    `${target}${program?.attribute === undefined ? '' : `:${program.attribute}`}`;
  switch (program?.kind) {
    case 'python-module':
      return { command: ['python', '-m', program.target, ...argv], folder: moduleHome(path, program.target) };
    case 'uvicorn':
    case 'gunicorn':
      return {
        command: ['python', '-m', program.kind, named(program.target), ...argv],
        folder: moduleHome(path, program.target),
      };
    case 'fastmcp-run':
    case 'mcp-run':
      return {
        command: [program.kind === 'mcp-run' ? 'mcp' : 'fastmcp', 'run', named(below(path, home)), ...argv],
        folder: home,
      };
    case 'npm-script':
      return { command: ['npm', 'run', program.target, ...(argv.length === 0 ? [] : ['--', ...argv])], folder: home };
    case 'console-script':
      return { command: [program.target, ...argv], folder: home };
    case 'node':
      return { command: ['node', program.target.replace(/^\/[^/]+\//, ''), ...argv], folder: home };
    default:
      return { command: [language === 'python' ? 'python' : 'node', below(path, home), ...argv], folder: home };
  }
}

/** The folder that is copied into the image or the archive, when the file lies in it; else its own. */
function folderIn({ folder, dockerfile, path }: ServerStart): string {
  const candidates = [folder, dockerfile === undefined ? folder : folderOf(dockerfile)];
  return candidates.find((one) => one === '' || path.startsWith(`${one}/`)) ?? folderOf(path);
}

function below(path: string, folder: string): string {
  return folder === '' ? path : path.slice(folder.length + 1);
}

/** The folder in which `package.module` is found, when that is this file. */
function moduleHome(path: string, module: string): string {
  const file = path.replace(/(?:\/__(?:init|main)__)?\.py$/, '');
  const tail = module.replaceAll('.', '/');
  if (file === tail) return '';
  return file.endsWith(`/${tail}`) ? file.slice(0, -tail.length - 1) : folderOf(path);
}
