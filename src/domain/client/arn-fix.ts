import type { Edit, Fix } from '../../model/change.ts';
import type { ArnMade, RuntimeUrl } from '../../model/client.ts';
import { isMakefile } from './client-document.ts';

/** How the ARNs of URLs come to be encoded once. `undefined`: for one of them it cannot be told. */
export function arnFix(urls: readonly RuntimeUrl[]): Fix | undefined {
  const each = urls.map(editsOf);
  if (each.includes(undefined)) return undefined;
  const twice = urls.every(({ arn }) => arn === 'double');
  return {
    title: twice ? 'Encode the ARN once instead of twice' : 'Percent-encode the whole ARN in the URL',
    // The name of a value may promise less than the value is.
    safety: urls.some(({ arn }) => arn === 'raw-name') ? 'review' : 'safe',
    edits: each.flatMap((edits) => edits ?? []),
  };
}

function editsOf(url: RuntimeUrl): readonly Edit[] | undefined {
  const { made, saw, arn, at } = url;
  switch (made?.kind) {
    case undefined:
      return undefined;
    case 'literal':
      return [{ kind: 'swap', at: made.at, from: saw, to: encodedOnce(saw, arn) }];
    case 'variable':
      return isMakefile(at.path) ? undefined : [{ kind: 'swap', at: made.at, from: saw, to: encodedInShell(saw) }];
    case 'value':
      return withImport(url, made, encodedBy(url, saw, made));
    case 'call':
      return arn === 'double'
        ? [{ kind: 'replace', at: made.at, put: made.inner }]
        : withImport(url, made, encodedBy(url, made.inner, made));
  }
}

/** https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp.html (verified 2026-11-25) */
function encodedOnce(text: string, arn: RuntimeUrl['arn']): string {
  return arn === 'double' ? decodeURIComponent(text) : encodeURIComponent(decodeURIComponent(text));
}

function encodedInShell(variable: string): string {
  return `$(jq -rn --arg arn "${variable}" '$arn|@uri')`;
}

type Written = Extract<ArnMade, { kind: 'value' | 'call' }>;

function encodedBy({ language, encoder, at }: RuntimeUrl, value: string, made: Written): string {
  if (language === 'python') return `${encoder?.name ?? 'quote'}(${value}, safe=${made.quotes}${made.quotes})`;
  const isText = made.kind === 'call' || !made.mayBeMissing || !/tsx?$/.test(at.path);
  return `encodeURIComponent(${isText ? value : `String(${value})`})`;
}

function withImport({ encoder, at }: RuntimeUrl, made: Written, put: string): readonly Edit[] {
  const lacks = encoder?.lacks;
  const written: Edit = { kind: 'replace', at: made.at, put };
  return lacks === undefined ? [written] : [written, { kind: 'import', at, put: lacks }];
}
