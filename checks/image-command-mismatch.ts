import { deployedImages } from '../src/domain/image/deployed-images.ts';
import { type ImageStart, imageStartOf } from '../src/domain/image/image-start.ts';
import { baseOf, folderOf, isBelow } from '../src/domain/paths.ts';
import { nearest } from '../src/domain/words.ts';
import type { Agent } from '../src/model/agent.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';
import type { Dockerfile } from '../src/model/image.ts';

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
  fix: 'none',
  needs: ['project', 'images', 'agents', 'servers'],

  *subjects(facts) {
    for (const { image, agents } of deployedImages(facts)) {
      const { files } = facts.project;
      const start = imageStartOf(image, files);
      const configured = agents.filter(({ config, entry }) => config !== undefined && entry !== undefined);
      if (start.kind === 'missing') yield { image, start, files };
      else for (const agent of configured) if (isJudged(start)) yield { image, start, agent, files };
    }
  },

  judge({ image: { path, starts, leadsTo }, start, agent, files }: Subject): Finding | undefined {
    if (starts === undefined) return undefined;
    if (start.kind === 'missing')
      return missing(
        start,
        starts.at,
        files.filter((file) => file.endsWith('.py') && isBelow(file, folderOf(path))),
      );
    const entry = agent?.entry;
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
    };
  },
});

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
  { wanted, started }: Extract<ImageStart, { kind: 'missing' }>,
  at: Finding['at'],
  beside: readonly string[],
): Finding {
  const near = nearest(baseOf(wanted), beside.map(baseOf));
  return {
    message: `The container starts \`${started.target}\`, and the project has no file \`${wanted}\`.`,
    at,
    severity: 'error',
    remedy: near === undefined ? 'Start a file that the image has.' : `Start \`${near}\`, if that is what is meant.`,
  };
}
