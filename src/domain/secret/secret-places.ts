import type { Agents } from '../../model/agent.ts';
import type { Collected } from '../../model/fact.ts';
import type { Place } from '../../model/location.ts';
import type { Manifests } from '../../model/manifest.ts';
import { secretKind } from '../manifest/secrets.ts';

/** Where secrets stand in plain text, as far as `secret-in-config` finds them. */
export function secretPlaces(
  manifests: Collected<Manifests> | undefined,
  agents: Collected<Agents> | undefined,
): readonly Place[] {
  const written = manifests?.ok === true ? manifests.value.secrets.map(({ at }) => at) : [];
  const variables = agents?.ok === true ? agents.value.agents.flatMap(({ environment }) => environment) : [];
  const secret = variables.filter(
    ({ name, value, secret: kind }) =>
      kind !== undefined || (value !== undefined && secretKind(name, value) !== undefined),
  );
  return [...written, ...secret.map(({ at }) => at)];
}

/** A line with stars in the place of whatever of these places is in it, but for blanks. */
export function starredIn(line: string, path: string, number: number, places: readonly Place[]): string {
  return places
    .filter((at) => at.path === path && at.range.start.line <= number && number <= at.range.end.line)
    .reduce((shown, { range: { start, end } }) => {
      const from = start.line === number ? start.column - 1 : 0;
      const to = end.line === number ? end.column - 1 : shown.length;
      return shown.slice(0, from) + shown.slice(from, to).replaceAll(/\S/g, '*') + shown.slice(to);
    }, line);
}
