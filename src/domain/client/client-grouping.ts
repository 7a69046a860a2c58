import type { ClientCode } from '../../model/client.ts';
import type { Place } from '../../model/location.ts';

/** One place of client code, with the places of the same document that it stands for; `all` is each of them. */
export type Grouped<T> = T & { readonly alike: readonly Place[]; readonly all: readonly T[] };

/** Groups what one document says several times: a guide repeats its example, and its reader needs to hear it once. */
export function onePerDocument<T extends ClientCode>(
  items: readonly T[],
  kindOf: (item: T) => string,
): readonly Grouped<T>[] {
  const groups = new Map<string, { readonly first: T; readonly alike: Place[]; readonly all: T[] }>();
  for (const [index, item] of items.entries()) {
    const key = item.document ? `${item.at.path}\n${kindOf(item)}` : String(index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: item, alike: [], all: [item] });
    else {
      group.alike.push({ ...item.at, label: 'again' });
      group.all.push(item);
    }
  }
  return [...groups.values()].map(({ first, alike, all }) => ({ ...first, alike, all }));
}
