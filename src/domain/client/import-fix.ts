import type { Fix } from '../../model/change.ts';
import type { ClientImport } from '../../model/client.ts';
import type { Dependencies } from '../../model/dependency.ts';
import type { Server } from '../../model/server.ts';
import { renewalAfter } from '../dependency/lock-beside.ts';
import { lacksImport } from '../dependency/new-requirement.ts';
import { newestAllowed } from '../dependency/releases.ts';
import { pinned } from '../dependency/requirement-edit.ts';
import { fixOf, oneOf, type Part } from '../edit/parts.ts';
import { migrationPart } from './import-migration.ts';
import { missingIn } from './mcp-names.ts';

/** The two majors of `mcp` that clients are written for; of 1.x, which is closed, the minor that all advice names. */
const MAJORS = ['>=1.28,<2', '>=2,<3'];

/** A name of `mcp` that a client uses, and what else of the project depends on the version. */
export interface UsedName {
  readonly used: ClientImport;
  readonly all: readonly ClientImport[];
  readonly servers: readonly Server[];
  readonly dependencies: Dependencies;
}

/**
 * How a client comes to use names that its `mcp` has: with the code for the version, or the version for the code. A
 * version that is asked for exactly is meant; one that is merely newest is not.
 */
export function clientFix(subject: UsedName): Fix | undefined {
  const { used } = subject;
  const migrate = migration(used);
  const pin = pinFix(subject);
  const ways = used.version.kind === 'exact' ? [migrate, pin] : [pin, migrate];
  const [only, ...others] = ways.flatMap((way) => way ?? []);
  return only === undefined || others.length === 0 ? unnamed(only) : oneOf([only, ...others]);
}

function unnamed(fix: Fix | undefined): Fix | undefined {
  if (fix === undefined) return undefined;
  const { name: _name, ...rest } = fix;
  return rest;
}

function migration(used: ClientImport): Fix | undefined {
  const part = used.kind === 'import' ? migrationPart(used) : renamedPart(used);
  return part && { ...fixOf([part, ...boundParts(used)]), name: 'migrate' };
}

function renamedPart(used: ClientImport): Part | undefined {
  const { name, at, version } = used;
  const other = version.kind === 'unknown' ? undefined : missingIn(version.version, used);
  if (typeof other !== 'string') return undefined;
  const says = { verb: 'read', what: `\`${other}\` instead of \`${name}\``, where: '' };
  return { edits: [{ kind: 'replace', at, put: other }], safety: 'review', says };
}

/** The code has a major version then, and no other one may take its place. */
function boundParts({ version }: ClientImport): readonly Part[] {
  if (version.kind !== 'newest' || /<|~=|==/.test(version.specifier)) return [];
  const [major = 0] = version.version.split('.').map(Number);
  const specifier = `>=${major},<${major + 1}`;
  const edits = pinned('pypi', version, specifier);
  return edits === undefined
    ? []
    : [{ edits, safety: 'review', says: { verb: 'require', what: `\`mcp${specifier}\``, where: '' } }];
}

function pinFix({ used, all, servers, dependencies }: UsedName): Fix | undefined {
  const specifier = MAJORS.find((one) => {
    const newest = newestAllowed('pypi', 'mcp', [one]);
    if (newest === undefined || missingIn(newest, used) !== undefined) return false;
    const now = used.version.kind === 'unknown' ? newest : used.version.version;
    return !all.some((other) => isBrokenBy(newest, other)) && !servers.some((server) => isLostIn(newest, now, server));
  });
  const edits = specifier === undefined ? undefined : pinned('pypi', used.version, specifier);
  if (specifier === undefined || edits === undefined) return undefined;
  const title = `Pin \`mcp${specifier}\`${renewalAfter(edits, dependencies)}`;
  return { name: 'pin', title, safety: 'review', edits };
}

/** Whether a name that is there today is not there in another version. */
function isBrokenBy(version: string, other: ClientImport): boolean {
  const isThere = other.version.kind !== 'unknown' && missingIn(other.version.version, other) === undefined;
  return isThere && missingIn(version, other) !== undefined;
}

/** Whether a server is written for the version of today, and would get another major one. */
function isLostIn(version: string, now: string, { imports }: Server): boolean {
  const own = imports.filter(({ module }) => module.split('.')[0] === 'mcp');
  const suits = own.length > 0 && own.every((site) => !lacksImport('mcp', now, site));
  return (
    (suits && version.split('.')[0] !== now.split('.')[0]) || own.some((site) => lacksImport('mcp', version, site))
  );
}
