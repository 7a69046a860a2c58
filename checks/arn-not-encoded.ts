import type { RuntimeUrl } from '../src/model/client.ts';
import { type Grouped, onePerDocument } from '../src/domain/client/client-grouping.ts';
import { arnFix } from '../src/domain/client/arn-fix.ts';
import { defineCheck } from '../src/model/check.ts';

const HOW = {
  python: "Encode it once with `urllib.parse.quote(arn, safe='')`.",
  typescript: 'Encode it once with `encodeURIComponent(arn)`.',
  shell:
    'Encode it once: write `%3A` for `:` and `%2F` for `/`, for example with `jq -rn --arg arn "$ARN" \'$arn|@uri\'`.',
};

export default defineCheck({
  id: 'arn-not-encoded',
  title: "The runtime's ARN is not percent-encoded once in the URL",
  severity: 'error',
  why: 'The ARN is one segment of the path; with a bare `/` in it, or encoded twice, the service answers 404.',
  remedy: 'Percent-encode the whole ARN exactly once: `:` as `%3A` and `/` as `%2F`.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp.html'],
  fix: 'review',
  needs: ['clients'],

  subjects: ({ clients }) =>
    onePerDocument(
      clients.urls.filter(({ arn }) => arn !== 'unclear'),
      ({ arn, saw }) => `${arn} ${saw}`,
    ),

  judge({ arn, saw, at, language, document, alike, all }: Grouped<RuntimeUrl>) {
    const what = saw.length > 80 ? `${saw.slice(0, 79)}…` : saw;
    const message = MESSAGES[arn]?.(what);
    if (message === undefined) return undefined;
    // A bare ARN behind a name is a promise of the name, not a fact.
    const milder = document || arn === 'raw-name';
    const fix = arnFix(all);
    return {
      message,
      at,
      remedy: HOW[language],
      related: alike,
      ...(milder ? { severity: 'warning' as const } : {}),
      ...(fix === undefined ? {} : { fix }),
    };
  },
});

const MESSAGES: { readonly [K in RuntimeUrl['arn']]?: (what: string) => string } = {
  raw: (what) => `The ARN \`${what}\` stands in the path of the URL as it is.`,
  'raw-name': (what) => `The ARN \`${what}\` goes into the path of the URL as it is.`,
  partly: (what) => `The ARN \`${what}\` is encoded in part: \`:\` or \`/\` stays as it is.`,
  double: (what) => `The ARN \`${what}\` is encoded twice.`,
};
