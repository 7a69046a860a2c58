import type { ScalarTree, Tree } from '../../model/tree.ts';
import { isInterpolated, placeholderIn } from './placeholders.ts';
import { textOf, valueAt } from '../config/tree.ts';

/** Secrets that are known by their own form, whatever they stand under. */
export const FORMS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/, 'a private key'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key id'],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/, 'a bearer token'],
  [
    /\b(?:sk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}|ghp_[A-Za-z0-9]{36}|github_pat_\w{30,}|xox[abp]-[\w-]{20,}|AIza[\w-]{35}|glpat-[\w-]{20,})/,
    'an API key',
  ],
];

/** Secrets that are known by the key they stand under; the value has to look like one as well. */
const NAMED: readonly (readonly [RegExp, RegExp, string])[] = [
  [/secret_?access_?key$/i, /^[A-Za-z0-9/+=]{40}$/, 'an AWS secret access key'],
  [/session_?token$/i, /^[A-Za-z0-9/+=]{100,}$/, 'an AWS session token'],
  [/client_?secret$/i, /^\S{16,}$/, 'a client secret'],
  [/(^|_|[a-z])(password|passwd|passphrase)$/i, /^\S{6,}$/, 'a password'],
  [/(bearer|access|refresh|id)_?token$/i, /^(?=.*\d)(?=.*[A-Za-z])\S{24,}$/, 'a token'],
  [/(api_?key|secret_?key|auth_?token)$/i, /^(?=.*\d)(?=.*[A-Za-z])\S{20,}$/, 'an API key'],
];

/** How the names above end: most keys end otherwise. */
const ENDINGS = /(?:key|token|secret|password|passwd|passphrase)$/i;
/** Nothing shorter is a secret under any name, and nothing shorter one by its form alone. */
const SHORTEST = 6;
const SHORTEST_FORM = 20;

/** What kind of secret a value is, if any. A name of a secret, a reference to one and a placeholder are none. */
export function secretKind(key: string, value: string): string | undefined {
  if (value.length < SHORTEST || /EXAMPLE/.test(value) || isInterpolated(value)) return undefined;
  const known = value.length < SHORTEST_FORM ? undefined : FORMS.find(([form]) => form.test(value));
  if (known !== undefined) return known[1];
  if (!ENDINGS.test(key)) return undefined;
  const folded = key.replaceAll(/[-.\s]/g, '_');
  const named = NAMED.find(([name, form]) => name.test(folded) && form.test(value));
  return named === undefined || placeholderIn(value) !== undefined || isReference(value) ? undefined : named[2];
}

/** Something that leads to a secret and is none: an ARN, a path, a URL, a dynamic reference, an environment variable. */
function isReference(value: string): boolean {
  return (
    /^(arn:|https?:|\/|\.\/|ssm:|secretsmanager:|\{\{|env:|vault:)/i.test(value) ||
    /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(value)
  );
}

/** A secret in a document. */
export interface SecretSite {
  readonly what: string;
  readonly name: string | undefined;
  readonly scalar: ScalarTree;
}

/** Every secret of a document. A list of `{ name, value }` counts like a map. */
export function secretsIn(tree: Tree): readonly SecretSite[] {
  const found: SecretSite[] = [];
  gather(tree, undefined, found);
  return found;
}

function gather(tree: Tree, key: string | undefined, found: SecretSite[]): void {
  if (tree.kind === 'scalar') {
    const what = secretKind(key ?? '', tree.text);
    if (what !== undefined) found.push({ what, name: key, scalar: tree });
  } else if (tree.kind === 'list') {
    for (const item of tree.items) gather(item, key, found);
  } else {
    for (const entry of tree.entries) {
      const variable = /^value$/i.test(entry.key) ? variableOf(tree) : undefined;
      gather(entry.value, variable ?? entry.key, found);
    }
  }
}

function variableOf(tree: Tree): string | undefined {
  return textOf(valueAt(tree, 'name')) ?? textOf(valueAt(tree, 'Name'));
}

/** The document with the text of its secrets blotted out; places stay. */
export function blotted(tree: Tree, secrets: ReadonlySet<ScalarTree>): Tree {
  if (secrets.size === 0) return tree;
  if (tree.kind === 'scalar') return secrets.has(tree) ? { ...tree, text: '(secret)', type: 'string' } : tree;
  if (tree.kind === 'list') return { ...tree, items: tree.items.map((item) => blotted(item, secrets)) };
  return { ...tree, entries: tree.entries.map((entry) => ({ ...entry, value: blotted(entry.value, secrets) })) };
}
