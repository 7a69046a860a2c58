import { nameOf, toolOf } from '../src/domain/manifest/agent-config.ts';
import { type Authorizer, authorizersOf, fold, JWT_KEYS, wrapperOf } from '../src/domain/manifest/authorizer.ts';
import { entriesOf } from '../src/domain/config/tree.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import { listing, meantBy, nearest } from '../src/domain/words.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Entry } from '../src/model/tree.ts';

interface Key {
  readonly authorizer: Authorizer;
  readonly entry: Entry;
  readonly known: readonly string[];
  /** The entries of the same map, itself included. */
  readonly siblings: readonly Entry[];
}

export default defineCheck({
  id: 'authorizer-key-case',
  title: 'A key of the authorizer is not spelt as its tool spells it',
  severity: 'error',
  why: 'Keys are compared letter by letter, and the tools differ: the API and the toolkit say `customJWTAuthorizer`, the npm CLI says `customJwtAuthorizer`. Any other spelling ends the deployment.',
  remedy: 'Spell the key as the tool does.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CustomJWTAuthorizerConfiguration.html',
    'https://github.com/aws/agentcore-cli',
  ],
  fix: 'review',
  needs: ['manifests'],

  *subjects({ manifests }) {
    for (const authorizer of authorizersOf(manifests)) {
      if (authorizer.agent.kind === 'unread') continue;
      const known = authorizer.agent.kind === 'cli' ? JWT_KEYS.slice(0, 7) : JWT_KEYS;
      const wrapper = [wrapperOf(authorizer.agent)];
      const [outer, inner] = [entriesOf(authorizer.tree), entriesOf(authorizer.body)];
      if (authorizer.form === 'other')
        for (const entry of outer) yield { authorizer, entry, known: wrapper, siblings: outer };
      if (authorizer.wrapper !== undefined)
        yield { authorizer, entry: authorizer.wrapper, known: wrapper, siblings: outer };
      for (const entry of inner) if (entry.key !== 'type') yield { authorizer, entry, known, siblings: inner };
    }
  },

  judge({ authorizer: { agent }, entry, known, siblings }: Key) {
    if (known.includes(entry.key)) return undefined;
    const meant = meaningOf(entry, known);
    const says = meant === undefined ? `it knows ${listing(known.map((key) => `\`${key}\``))}` : `it says \`${meant}\``;
    return {
      message: `The authorizer of \`${nameOf(agent)}\` has the key \`${entry.key}\`, which ${toolOf(agent)} does not know; ${says}.`,
      at: entry.keyAt,
      ...(meant === undefined ? {} : { remedy: `Write \`${meant}\`.` }),
      ...optional('fix', meant === undefined ? undefined : fixFor(entry, meant, known, siblings)),
    };
  },
});

function meaningOf({ key }: Entry, known: readonly string[]): string | undefined {
  const same = known.find((one) => fold(one) === fold(key));
  return same ?? nearest(key, known) ?? (known.length === 1 ? known[0] : undefined);
}

/** Two keys that mean the same leave one of them to a person; a word of one's own must at least hold the right members. */
function fixFor(entry: Entry, meant: string, known: readonly string[], siblings: readonly Entry[]): Fix | undefined {
  if (siblings.some((other) => other !== entry && (other.key === meant || meaningOf(other, known) === meant)))
    return undefined;
  const near = fold(entry.key) === fold(meant) ? { sure: true } : meantBy(entry.key, known);
  const fits = entriesOf(entry.value).some(({ key }) => JWT_KEYS.some((one) => fold(one) === fold(key)));
  if (near === undefined && !fits) return undefined;
  return {
    title: `Write \`${meant}\` for \`${entry.key}\``,
    safety: near?.sure === true ? 'safe' : 'review',
    edits: [{ kind: 'swap', at: entry.keyAt, from: entry.key, to: meant }],
  };
}
