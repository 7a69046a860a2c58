import type { Edit, Fix } from '../../model/change.ts';
import type { SessionId } from '../../model/client.ts';
import { isMakefile } from './client-document.ts';

/** How session ids come to be UUIDs with their hyphens. `undefined`: for one of them it cannot be told. */
export function sessionFix(sessions: readonly SessionId[]): Fix | undefined {
  const each = sessions.map(editsOf);
  if (each.includes(undefined)) return undefined;
  const wasUuid = sessions.every(({ made }) => made?.kind === 'code' && made.hex !== undefined);
  return {
    title: wasUuid ? 'Write the UUID with its hyphens' : 'Make a UUID the session id',
    // An id that is written out names one session for ever; a new one each time is a decision.
    safety: wasUuid ? 'safe' : 'review',
    edits: each.flatMap((edits) => edits ?? []),
  };
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
