import { groupOfEndpoint, groupPrefixes, isGroupOf, type LogTarget } from '../domain/logs/groups.ts';
import { isStreamNamed } from '../domain/logs/stream-name.ts';
import { listing } from '../domain/words.ts';
import type { LogNotice } from '../model/logs.ts';
import { insist, type Insistence } from './insist.ts';
import { type LogDoor, LogRefusal } from './port.ts';
import type { Found } from './sources.ts';

export interface FindOptions {
  readonly door: LogDoor;
  readonly target: LogTarget;
  /** Only this endpoint of the runtime. */
  readonly endpoint?: string;
  /** Only streams that this names: a part of the name, or a pattern with `*`. */
  readonly stream?: string;
  /** Where it is looked, for sentences. */
  readonly region: string | undefined;
  readonly tell: (notice: LogNotice) => void;
}

/** Looks for the log groups of a target, and learns their ARNs. */
export interface Finder {
  find(insistence: Insistence): Promise<readonly Found[]>;
  /** How many groups were found the last time. */
  count(): number;
  /** The ARNs of groups, as far as they are known. */
  arnsOf(groups: readonly string[]): readonly string[];
}

/** Finds the groups of a target anew at each call, and says once what keeps it from finding any. */
export function finderOf(options: FindOptions): Finder {
  const { target, endpoint, stream, tell, region } = options;
  const arns = new Map<string, string>();
  const said = new Set<string>();
  let count = 0;
  const sayOnce = (notice: LogNotice & { readonly kind: 'waiting' }): void => {
    if (said.has(notice.because)) return;
    said.add(notice.because);
    tell(notice);
  };
  return {
    async find(insistence) {
      const listed = await groupsOf(options, insistence);
      for (const { name, arn } of listed) if (arn !== undefined) arns.set(name, arn);
      const own = listed.map(({ name }) => name).filter((name) => isGroupOf(name, target, endpoint));
      count = own.length;
      if (own.length === 0 && !insistence.signal.aborted) sayOnce(nothingFor(target, endpoint, region));
      if (stream === undefined) return own.map((group) => ({ group }));
      const found: Found[] = [];
      for (const group of own) {
        const names = await streamsOf(options.door, group, insistence);
        const streams = names.filter((name) => isStreamNamed(name, stream));
        if (streams.length > 0) found.push({ group, streams });
        else if (!insistence.signal.aborted) sayOnce(noStream(group, stream, names));
      }
      return found;
    },
    count: () => count,
    arnsOf: (groups) => groups.flatMap((name) => arns.get(name) ?? []),
  };
}

type Group = { readonly name: string; readonly arn?: string };

/** All groups that may belong to the target. Where listing is not allowed, a name that is known for sure will do. */
async function groupsOf({ door, target, endpoint }: FindOptions, insistence: Insistence): Promise<readonly Group[]> {
  const listed = groupPrefixes(target).map(async (prefix) => {
    try {
      return await groupsNamed(door, prefix, insistence);
    } catch (error) {
      const name = sureGroup(target, endpoint);
      if (name === undefined || !(error instanceof LogRefusal) || error.kind !== 'denied') throw error;
      return [{ name }];
    }
  });
  const all = (await Promise.all(listed)).flat();
  return [...new Map(all.map((group) => [group.name, group])).values()];
}

/** The group that a target has for sure, once it was invoked. */
export function sureGroup(target: LogTarget, endpoint: string | undefined): string | undefined {
  if (target.kind === 'group') return target.name;
  return target.exact ? groupOfEndpoint(target.id, endpoint ?? 'DEFAULT') : undefined;
}

async function groupsNamed(door: LogDoor, prefix: string, insistence: Insistence): Promise<readonly Group[]> {
  const out: Group[] = [];
  let next: string | undefined;
  do {
    const page = await insist(() => door.describeGroups(prefix, next), insistence);
    out.push(...(page?.groups ?? []));
    next = page?.next;
  } while (next !== undefined);
  return out;
}

async function streamsOf(door: LogDoor, group: string, insistence: Insistence): Promise<readonly string[]> {
  const out: string[] = [];
  let next: string | undefined;
  do {
    const page = await insist(() => door.describeStreams(group, next), insistence);
    out.push(...(page?.streams ?? []));
    next = page?.next;
  } while (next !== undefined);
  return out;
}

function nothingFor(
  target: LogTarget,
  endpoint: string | undefined,
  region: string | undefined,
): LogNotice & { readonly kind: 'waiting' } {
  const where = region === undefined ? '' : ` in \`${region}\``;
  if (target.kind === 'group')
    return {
      kind: 'waiting',
      because: `There is no log group \`${target.name}\`${where}.`,
      hint: 'Look at the name and the region (`--region`).',
    };
  const what = endpoint === undefined ? `\`${target.id}\`` : `endpoint \`${endpoint}\` of \`${target.id}\``;
  return {
    kind: 'waiting',
    because: `There is no log group of ${what}${where}.`,
    hint: 'AgentCore makes it at the first invocation, where the execution role may write logs; otherwise look at the name and the region (`--region`).',
  };
}

function noStream(group: string, stream: string, names: readonly string[]): LogNotice & { readonly kind: 'waiting' } {
  const some = names.slice(-3).map((name) => `\`${name}\``);
  return {
    kind: 'waiting',
    because: `No stream of \`${group}\` is named \`${stream}\`.`,
    hint: some.length === 0 ? 'It has none yet.' : `The last of ${names.length} are ${listing(some)}.`,
  };
}
