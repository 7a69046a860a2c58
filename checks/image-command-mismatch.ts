import { deployedImages } from '../src/domain/image/deployed-images.ts';
import { type ImageStart, imageStartOf } from '../src/domain/image/image-start.ts';
import { restarted } from '../src/domain/image/restarted.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import { baseOf, folderOf, isBelow } from '../src/domain/paths.ts';
import { nearest } from '../src/domain/words.ts';
import type { Agent } from '../src/model/agent.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';
import type { Dockerfile } from '../src/model/image.ts';

type Entry = Exclude<Agent['entry'], undefined>;

interface Subject {
  readonly image: Dockerfile;
  readonly start: ImageStart;
  /** An agent whose manifest names an entry point. */
  readonly agent?: Agent;
  readonly files: readonly string[];
}

export default defineCheck({
  id: 'image-command-mismatch',
  title: 'The container starts something else than the entry point',
  severity: 'warning',
  why: 'AgentCore runs the `CMD` and `ENTRYPOINT` of the image; the entry point of the configuration does not change what a finished Dockerfile starts.',
  remedy: 'Let the Dockerfile start the file that the configuration names.',
  references: ['https://docs.docker.com/reference/dockerfile/#cmd'],
  fix: 'review',
  needs: ['project', 'images', 'agents', 'servers'],

  *subjects(facts) {
    for (const { image, agents } of deployedImages(facts)) {
      const { files } = facts.project;
      const start = imageStartOf(image, files);
      const configured = agents.filter(({ config, entry }) => config !== undefined && entry !== undefined);
      if (start.kind === 'missing') yield { image, start, ...optional('agent', configured[0]), files };
      else for (const agent of configured) if (isJudged(start)) yield { image, start, agent, files };
    }
  },

  judge({ image, start, agent, files }: Subject): Finding | undefined {
    const { starts, leadsTo } = image;
    if (starts === undefined) return undefined;
    const entry = agent?.entry;
    if (start.kind === 'missing') return missing(image, start, starts.at, entry, files);
    const target = start.kind === 'file' ? start.path : `${start.started?.target}.py`;
    if (entry === undefined || isSame(target, entry.path)) return undefined;
    const words = [...leadsTo, ...starts.argv.flatMap(({ value }) => value.split(/[^\w-]+/))];
    if (words.includes(baseOf(entry.path).replace(/\.\w+$/, ''))) return undefined;
    const program = start.kind === 'file' ? start.path : start.started?.target;
    return {
      message: `The container starts \`${program}\`, and ${entry.because} is \`${entry.path}\`.`,
      at: starts.at,
      remedy: `Start \`${entry.path}\` in the Dockerfile, or name what it starts in the configuration.`,
      related: [{ ...entry.at, label: 'the entry point' }],
      ...optional('fix', fixOf(image, start, entry, files)),
    };
  },
});

/** Which of the two is meant, only a person knows. */
function fixOf(image: Dockerfile, start: ImageStart, entry: Entry, files: readonly string[]): Fix | undefined {
  // The object that a server program serves may have another name in the other file.
  const restart = start.started?.attribute === undefined ? restarted(image, start, entry.path, files) : undefined;
  const [from, to] = [baseOf(entry.path), start.kind === 'file' ? baseOf(start.path) : ''];
  const rename: Fix | undefined =
    start.kind !== 'file' || folderOf(start.path) !== folderOf(entry.path)
      ? undefined
      : {
          title: `Name \`${to}\` as the entry point`,
          safety: 'review',
          edits: [{ kind: 'swap', at: entry.at, from, to }],
        };
  if (restart === undefined || rename === undefined) return restart ?? rename;
  return { ...restart, name: 'dockerfile', alternatives: [{ ...rename, name: 'configuration' }] };
}

/** The same file, also where the container has it elsewhere: an installed package lies in no `src`. */
function isSame(started: string, entry: string): boolean {
  const plain = entry.replace(/\/__(?:main|init)__\.py$/, '.py');
  return started === entry || started === plain || plain.endsWith(`/${started}`);
}

/** A file, or a Python module that is none of the project: both can be held against the entry point. */
function isJudged({ kind, started }: ImageStart): boolean {
  return kind === 'file' || (started?.kind === 'python-module' && /^\w+$/.test(started.target));
}

function missing(
  image: Dockerfile,
  start: Extract<ImageStart, { kind: 'missing' }>,
  at: Finding['at'],
  entry: Entry | undefined,
  files: readonly string[],
): Finding {
  const { wanted, started } = start;
  const beside = files.filter((file) => file.endsWith('.py') && isBelow(file, folderOf(image.path)));
  const near = nearest(baseOf(wanted), beside.map(baseOf));
  const meant = near === undefined ? entry?.path : near;
  const paths = near === undefined ? [meant ?? ''] : beside.filter((file) => baseOf(file) === near);
  const [fix] = paths.flatMap((path) => restarted(image, start, path, files) ?? []);
  return {
    message: `The container starts \`${started.target}\`, and the project has no file \`${wanted}\`.`,
    at,
    severity: 'error',
    remedy: meant === undefined ? 'Start a file that the image has.' : `Start \`${meant}\`, if that is what is meant.`,
    ...optional('fix', fix),
  };
}
