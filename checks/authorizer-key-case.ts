import { nameOf, toolOf } from '../src/domain/manifest/agent-config.ts';
import { type Authorizer, authorizersOf, fold, JWT_KEYS, wrapperOf } from '../src/domain/manifest/authorizer.ts';
import { entriesOf } from '../src/domain/config/tree.ts';
import { listing, nearest } from '../src/domain/words.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Entry } from '../src/model/tree.ts';

interface Key {
  readonly authorizer: Authorizer;
  readonly entry: Entry;
  readonly known: readonly string[];
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
  fix: 'none',
  needs: ['manifests'],

  *subjects({ manifests }) {
    for (const authorizer of authorizersOf(manifests)) {
      if (authorizer.agent.kind === 'unread') continue;
      const known = authorizer.agent.kind === 'cli' ? JWT_KEYS.slice(0, 7) : JWT_KEYS;
      const wrapper = [wrapperOf(authorizer.agent)];
      if (authorizer.form === 'other')
        for (const entry of entriesOf(authorizer.tree)) yield { authorizer, entry, known: wrapper };
      if (authorizer.wrapper !== undefined) yield { authorizer, entry: authorizer.wrapper, known: wrapper };
      for (const entry of entriesOf(authorizer.body)) if (entry.key !== 'type') yield { authorizer, entry, known };
    }
  },

  judge({ authorizer: { agent }, entry, known }: Key) {
    if (known.includes(entry.key)) return undefined;
    const meant =
      known.find((key) => fold(key) === fold(entry.key)) ??
      nearest(entry.key, known) ??
      (known.length === 1 ? known[0] : undefined);
    const says = meant === undefined ? `it knows ${listing(known.map((key) => `\`${key}\``))}` : `it says \`${meant}\``;
    return {
      message: `The authorizer of \`${nameOf(agent)}\` has the key \`${entry.key}\`, which ${toolOf(agent)} does not know; ${says}.`,
      at: entry.keyAt,
      ...(meant === undefined ? {} : { remedy: `Write \`${meant}\`.` }),
    };
  },
});
