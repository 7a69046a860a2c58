import type { Edit, Fix } from '../../model/change.ts';
import type { SessionId } from '../../model/client.ts';
import { isSamePlace } from '../text.ts';
import { isMakefile } from './client-document.ts';

/**
 * How session ids come to be UUIDs with their hyphens; `others` are the session ids of the project. `undefined`: for one
 * of them it cannot be told, or the same id is written out several times, so that its calls belong together.
 */
export function sessionFix(sessions: readonly SessionId[], others: readonly SessionId[]): Fix | undefined {
  const each = sessions.map(editsOf);
  if (each.includes(undefined) || sessions.some((one) => others.some((other) => isTwin(one, other)))) return undefined;
  const wasUuid = sessions.every(({ made }) => made?.kind === 'code' && made.hex !== undefined);
  return {
    title: wasUuid ? 'Write the UUID with its hyphens' : 'Make a UUID the session id',
    // An id that is written out names one session for ever; a new one each time is a decision.
    safety: wasUuid ? 'safe' : 'review',
    edits: each.flatMap((edits) => edits ?? []),
  };
}

function isTwin(one: SessionId, { made, saw, at }: SessionId): boolean {
  const [before, after] = [one.made?.at ?? one.at, made?.at ?? at];
  const isHex = one.made?.kind === 'code' && one.made.hex !== undefined;
  return !isHex && bare(one.saw) === bare(saw) && before.path === after.path && !isSamePlace(before, after);
}

function bare(saw: string): string {
  return saw.replaceAll(/^["'`]|["'`]$/g, '');
}

function editsOf({ made, saw, language, generator, at }: SessionId): readonly Edit[] | undefined {
  if (made?.kind === 'word') {
    if (isMakefile(at.path)) return undefined;
    const [from, to] = made.quotes === "'" ? [`${saw}'`, `'"$(uuidgen)"`] : [saw, '$(uuidgen)'];
    return [{ kind: 'swap', at: made.at, from, to }];
  }
  if (made === undefined) return undefined;
  if (made.hex !== undefined) return [{ kind: 'replace', at: made.at, put: `str(${made.hex})` }];
  if (language === 'typescript') return [{ kind: 'replace', at: made.at, put: 'crypto.randomUUID()' }];
  if (generator === undefined) return undefined;
  const written: Edit = { kind: 'replace', at: made.at, put: `str(${generator.name}())` };
  return generator.lacks === undefined ? [written] : [written, { kind: 'import', at, put: generator.lacks }];
}
