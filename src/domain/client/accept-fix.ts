import type { Edit, Fix } from '../../model/change.ts';
import type { Header, HttpRequest, Invocation, Slot } from '../../model/client.ts';
import { ACCEPT } from './accept.ts';

/** How hand-written requests come to accept both answers. `undefined`: for one of them it cannot be told. */
export function headerFix(requests: readonly HttpRequest[]): Fix | undefined {
  const title = `Send \`Accept: ${ACCEPT}\``;
  return fixOf(
    title,
    requests.map((request) => corrected(request.accept) ?? addedTo(request.into, request.language)),
  );
}

/** The same for calls of `InvokeAgentRuntime`, which then say what they send, too. */
export function parameterFix(invocations: readonly Invocation[]): Fix | undefined {
  const title = `Pass \`${ACCEPT}\` as \`accept\``;
  return fixOf(
    title,
    invocations.map(({ accept, contentType, into, language }) => {
      const json = contentType.kind === 'absent' ? { contentType: 'application/json' } : {};
      const written = corrected(accept);
      if (written === undefined) return parametersIn(into, { ...json, accept: ACCEPT }, language);
      return [...written, ...(parametersIn(into, json, language) ?? [])];
    }),
  );
}

function fixOf(title: string, each: readonly (readonly Edit[] | undefined)[]): Fix | undefined {
  const edits = each.flatMap((one) => one ?? []);
  return each.includes(undefined) || edits.length === 0 ? undefined : { title, safety: 'safe', edits };
}

/** A header that names one type is made to name both, where its text stands. */
function corrected(accept: Header): readonly Edit[] | undefined {
  if (accept.kind !== 'written' || accept.literal === undefined) return undefined;
  const { at, quotes } = accept.literal;
  return [{ kind: 'swap', at, from: accept.value, to: quotes === '' ? `"${ACCEPT}"` : ACCEPT }];
}

function addedTo(into: Slot | undefined, language: HttpRequest['language']): readonly Edit[] | undefined {
  if (into === undefined) return undefined;
  if (into.kind === 'words') return [{ kind: 'words', at: into.at, where: 'after', put: `-H "Accept: ${ACCEPT}"` }];
  const headers = language === 'python' ? `{"Accept": "${ACCEPT}"}` : `{ Accept: "${ACCEPT}" }`;
  if (into.kind === 'members') {
    const set = into.of === 'them' ? { Accept: `"${ACCEPT}"` } : { headers };
    return [{ kind: 'members', at: into.at, set }];
  }
  return into.position === undefined
    ? [{ kind: 'call', at: into.at, set: { headers } }]
    : [{ kind: 'call', at: into.at, positions: { [into.position]: `{ headers: ${headers} }` } }];
}

function parametersIn(
  into: Slot | undefined,
  parameters: { readonly contentType?: string; readonly accept?: string },
  language: Invocation['language'],
): readonly Edit[] | undefined {
  if (into === undefined) return undefined;
  const { at } = into;
  const entries = Object.entries(parameters);
  if (entries.length === 0) return [];
  if (language === 'shell')
    return entries.map(([name, value]) => ({ kind: 'words', at, where: 'after', put: OPTIONS[name]?.(value) ?? '' }));
  const set = Object.fromEntries(entries.map(([name, value]) => [name, `"${value}"`]));
  return [into.kind === 'members' ? { kind: 'members', at, set } : { kind: 'call', at, set }];
}

const OPTIONS: Readonly<Record<string, (value: string) => string>> = {
  contentType: (value) => `--content-type ${value}`,
  accept: (value) => `--accept "${value}"`,
};
