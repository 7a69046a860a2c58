import type { WrittenSecret } from '../../model/manifest.ts';
import { baseOf } from '../paths.ts';
import { secretKind } from './secrets.ts';
import { linesOf } from '../text.ts';

/** Files that scripts around AgentCore leave their tokens and client secrets in. */
const FILES: readonly (readonly [RegExp, WrittenSecret['file']])[] = [
  [/^\.?(bearer|access|id|refresh|auth|jwt)[-_]?tokens?(\.(txt|json))?$|^\.?tokens?(\.(txt|json))?$/i, 'token'],
  [/^\.env(\.(local|dev|development|prod|production|staging))?$/i, 'environment'],
  [
    /^\.?(cognito|gateway|oauth|auth|idp|credentials?)([-_](config|settings|credentials?|info|output|details))?\.json$/i,
    'settings',
  ],
];

/** Whether a file is one of those; what it holds decides. */
export function mayHoldToken(path: string): boolean {
  return kindOf(path) !== undefined;
}

function kindOf(path: string): WrittenSecret['file'] | undefined {
  return FILES.find(([name]) => name.test(baseOf(path)))?.[1];
}

/** The secrets in such a file, line by line: `KEY=value`, `"key": "value"`, or a bare token. */
export function secretsOfText(path: string, text: string): readonly WrittenSecret[] {
  const file = kindOf(path);
  if (file === undefined) return [];
  const lines = linesOf(path, text);
  const found: WrittenSecret[] = [];
  for (const match of text.matchAll(
    /^[ \t]*(?:export[ \t]+)?(?:"?([\w.-]+)"?[ \t]*[=:][ \t]*)?(["']?)([^\s"',]+)\2[ \t]*,?[ \t\r]*$/gm,
  )) {
    const [whole, name, , value] = match;
    const what = value === undefined ? undefined : secretKind(name ?? '', value);
    if (what === undefined || value === undefined) continue;
    const start = match.index + whole.lastIndexOf(value);
    found.push({ what, ...(name === undefined ? {} : { name }), at: lines.at(start, start + value.length), file });
  }
  return found;
}
