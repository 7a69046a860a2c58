import { type Authorizer, authorizersOf, JWT_KEYS, memberOf, wrapperOf } from '../src/domain/manifest/authorizer.ts';
import { nameOf, toolOf } from '../src/domain/manifest/agent-config.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import { entriesOf, entryOf, textOf } from '../src/domain/config/tree.ts';
import { listing } from '../src/domain/words.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Entry, Tree } from '../src/model/tree.ts';

export default defineCheck({
  id: 'authorizer-flat',
  title: 'The authorizer lacks the level that says which kind it is',
  severity: 'error',
  why: 'The API takes a union with the one key `customJWTAuthorizer`; with `discoveryUrl` beside it instead of below it, the call ends in "Invalid number of parameters set for tagged union structure authorizerConfiguration".',
  remedy: 'Put the members of the authorizer below `customJWTAuthorizer`.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_AuthorizerConfiguration.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html',
  ],
  fix: 'review',
  needs: ['manifests'],

  subjects: ({ manifests }) => authorizersOf(manifests).filter(({ form }) => form === 'nested' || form === 'flat'),

  judge(authorizer: Authorizer) {
    if (authorizer.form !== 'flat') return undefined;
    const { agent, tree } = authorizer;
    const members = JWT_KEYS.filter((key) => memberOf(authorizer, key) !== undefined).map((key) => `\`${key}\``);
    const type = entryOf(tree, 'type');
    const wrapper = wrapperOf(agent);
    return {
      message: `The authorizer of \`${nameOf(agent)}\` holds ${listing([...(type === undefined ? [] : ['`type`']), ...members])} directly; ${toolOf(agent)} wants them below \`${wrapper}\`.`,
      remedy: `Put ${members.length === 0 ? '`discoveryUrl`' : listing(members)} below \`${wrapper}\`${type === undefined ? '' : ' and remove `type`'}.`,
      at: type?.at ?? memberOf(authorizer, 'discoveryUrl')?.at ?? tree.at,
      ...optional('fix', members.length === 0 ? undefined : fixFor(tree, type, wrapper)),
    };
  },
});

/** Whatever stands there moves: a key that is not known is no better beside the wrapper. */
function fixFor(tree: Tree, type: Entry | undefined, wrapper: string): Fix {
  const keys = entriesOf(tree).flatMap(({ key }) => (key === 'type' ? [] : [key]));
  return {
    title: `Put ${listing(keys.map((key) => `\`${key}\``))} below \`${wrapper}\`${type === undefined ? '' : ' and remove `type`'}`,
    // Another type is not what the members say.
    safety: /jwt|oauth|oidc|cognito|^custom$/i.test(textOf(type?.value) ?? 'jwt') ? 'safe' : 'review',
    edits: [
      // First, so that what stands on both sides of it moves together.
      ...(type === undefined ? [] : [{ kind: 'unset', at: tree.at, path: ['type'], shared: true } as const]),
      { kind: 'nest', at: tree.at, keys, under: wrapper, shared: true },
    ],
  };
}
