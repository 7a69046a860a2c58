import type { Fix } from '../../model/change.ts';
import type { ManifestFile, ParsingCure } from '../../model/manifest.ts';
import { valueAt } from '../config/tree.ts';
import { meantBy } from '../words.ts';
import { knownOf } from './known-places.ts';
import type { Misfit } from './shape.ts';

type Wrong = Extract<Misfit, { readonly kind: 'wrong' }>;
type Missing = Extract<Misfit, { readonly kind: 'missing' }>;

/** Puts the quotes around a value that is meant as a text, or writes the word that is meant. */
export function fixOfWrong({ tree, words, takes }: Wrong, { kind }: ManifestFile): Fix | undefined {
  if (tree.kind !== 'scalar' || tree.tag !== undefined || tree.type === 'null') return undefined;
  if (tree.type !== 'string') {
    const quoted = kind === 'toolkit' ? `'${tree.text}'` : `"${tree.text}"`;
    return takes(tree.text) && !/['"\\]/.test(tree.text)
      ? { title: `Write \`${quoted}\``, safety: 'safe', edits: [{ kind: 'replace', at: tree.at, put: quoted }] }
      : undefined;
  }
  const word = meantBy(tree.text, words)?.word;
  return word === undefined
    ? undefined
    : {
        title: `Write \`${word}\``,
        safety: word.toLowerCase() === tree.text.toLowerCase() ? 'safe' : 'review',
        edits: [{ kind: 'swap', at: tree.at, from: tree.text, to: word }],
      };
}

/** What else in the manifest tells a value that is missing, or who can be asked for it. */
export function fixOfMissing({ key, path }: Missing, { kind, tree, agents }: ManifestFile): Fix | undefined {
  const map = valueAt(tree, ...path);
  if (kind !== 'toolkit' || map?.kind !== 'map' || path.at(-1) !== 'aws') return undefined;
  const edit = { kind: 'set', at: map.at, path: [key] } as const;
  if (key === 'execution_role') {
    const title = 'Write `execution_role_auto_create: true`, so that the toolkit makes a role';
    return {
      title,
      safety: 'review',
      edits: [{ ...edit, path: ['execution_role_auto_create'], value: true }],
    };
  }
  if (key !== 'account' && key !== 'region') return undefined;
  const agent = agents.find((one) => valueAt(one.tree, 'aws') === map);
  const known = agent === undefined ? undefined : knownOf(agent, key);
  const asked: Fix = {
    name: 'credentials',
    title: `Write \`${key}: null\`, so that the toolkit takes the ${key} of the credentials`,
    safety: 'review',
    edits: [{ ...edit, value: null }],
  };
  if (known === undefined) return asked;
  const written = key === 'account' ? `'${known}'` : known;
  return {
    name: 'known',
    title: `Write \`${key}: ${written}\`, where the agent's other resources are`,
    safety: 'review',
    edits: [{ ...edit, value: known }],
    alternatives: [asked],
  };
}

const CURED = {
  tabs: 'Write spaces for the tabs',
  comma: 'Remove the comma before the closing bracket',
  comments: 'Remove the comments',
} as const;

/** Makes a document parse. Comments go only when a person says so. */
export function fixOfUnparsable({ of, replaced }: ParsingCure): Fix {
  return {
    title: CURED[of],
    safety: of === 'comments' ? 'review' : 'safe',
    edits: replaced.map(({ at, value }) => ({ kind: 'replace', at, put: value })),
  };
}
