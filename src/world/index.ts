import { resolve } from 'node:path';
import type { Prober } from '../model/probe.ts';
import type { Stage } from '../model/rehearsal.ts';
import type { Unread } from '../model/project.ts';
import type { GivenToken } from '../model/token.ts';
import type { FileText, NamedThings, World } from '../model/world.ts';
import { fetchDocument } from './fetch.ts';
import { listFiles, readText } from './files.ts';
import { parserOf } from './syntax.ts';

/** The real world, with a memory: each file is read once, and what was read can be asked for afterwards. */
export interface RealWorld extends World {
  /** Files of ours that could not be read, in the order of their paths. */
  unread(): readonly Unread[];
  /** The texts that were read. */
  texts(): ReadonlyMap<string, string>;
}

export interface WorldOptions {
  readonly root: string;
  readonly agent?: string | undefined;
  /** What of AWS the call names. */
  readonly named?: NamedThings | undefined;
  /** Told about every file that is read, so that a long run can show where it is. */
  readonly onRead?: ((path: string) => void) | undefined;
  /** Where AgentCore is played towards the server; absent in runs that only look. */
  readonly stage?: Stage | undefined;
  /** Who asks a deployed endpoint; absent in runs that do not do that. */
  readonly prober?: Prober | undefined;
  /** The token that the call is about. */
  readonly token?: GivenToken | undefined;
}

/** Opens a folder. Nothing is read before it is asked for. */
export function openWorld({ root, agent, named, onRead, stage, prober, token }: WorldOptions): RealWorld {
  const absolute = resolve(root);
  const cache = new Map<string, FileText>();
  const wanted = new Set<string>();
  let files: readonly string[] | undefined;

  const look = (path: string): FileText => {
    const known = cache.get(path);
    if (known !== undefined) return known;
    onRead?.(path);
    const text = readText(resolve(absolute, path));
    cache.set(path, text);
    return text;
  };

  return {
    name: root,
    agent,
    named,
    stage,
    prober,
    token,
    fetch: fetchDocument,
    list: async () => {
      if (files !== undefined) return files;
      files = listFiles(absolute);
      // The parser compiles in the background while the manifests are read; whoever asks for it hears of a failure.
      if (files.some((path) => path.endsWith('.py'))) parserOf('python').catch(() => undefined);
      return files;
    },
    glance: async (path) => look(path),
    read: async (path) => {
      wanted.add(path);
      return look(path);
    },
    parser: parserOf,
    unread: () =>
      [...wanted].toSorted().flatMap((path) => {
        const text = cache.get(path);
        return text === undefined || text.ok ? [] : [{ path, because: text.because }];
      }),
    texts: () => new Map([...cache].flatMap(([path, text]) => (text.ok ? [[path, text.text] as const] : []))),
  };
}
