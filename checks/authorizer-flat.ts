import { type Authorizer, authorizersOf, JWT_KEYS, memberOf, wrapperOf } from '../src/domain/manifest/authorizer.ts';
import { nameOf, toolOf } from '../src/domain/manifest/agent-config.ts';
import { entryOf } from '../src/domain/config/tree.ts';
import { listing } from '../src/domain/words.ts';
import { defineCheck } from '../src/model/check.ts';

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
  fix: 'safe',
  needs: ['manifests'],

  subjects: ({ manifests }) => authorizersOf(manifests).filter(({ form }) => form === 'nested' || form === 'flat'),

  judge(authorizer: Authorizer) {
    if (authorizer.form !== 'flat') return undefined;
    const { agent, tree } = authorizer;
    const members = JWT_KEYS.filter((key) => memberOf(authorizer, key) !== undefined).map((key) => `\`${key}\``);
    const type = entryOf(tree, 'type');
    const wrapper = wrapperOf(agent);
    const keys = JWT_KEYS.filter((key) => entryOf(tree, key) !== undefined);
    return {
      message: `The authorizer of \`${nameOf(agent)}\` holds ${listing([...(type === undefined ? [] : ['`type`']), ...members])} directly; ${toolOf(agent)} wants them below \`${wrapperOf(agent)}\`.`,
      remedy: `Put ${members.length === 0 ? '`discoveryUrl`' : listing(members)} below \`${wrapperOf(agent)}\`${type === undefined ? '' : ' and remove `type`'}.`,
      at: type?.at ?? memberOf(authorizer, 'discoveryUrl')?.at ?? tree.at,
      ...(keys.length === 0
        ? {}
        : {
            fix: {
              title: `Put ${listing(keys.map((key) => `\`${key}\``))} below \`${wrapper}\``,
              safety: 'safe',
              edits: [
                { kind: 'nest', at: tree.at, keys, under: wrapper },
                ...(type === undefined ? [] : [{ kind: 'unset', at: tree.at, path: ['type'] } as const]),
              ],
            },
          }),
    };
  },
});
