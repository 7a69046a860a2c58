import { judgedAuthorizers } from '../domain/token/authorizers.ts';
import { matchOf } from '../domain/token/claims.ts';
import { claimOf, readToken } from '../domain/token/read-token.ts';
import { defineCollector } from '../model/fact.ts';
import { Failure } from '../model/failure.ts';

/**
 * Takes the token apart that was given. What authorizers ask of custom claims is compared here, because the values of
 * such claims may be anything about the user: they are not kept.
 */
export const token = defineCollector<'token', 'manifests' | 'runtimes'>({
  source: 'token',
  needs: ['manifests', 'runtimes'],
  async collect({ manifests, runtimes }, { token: given }) {
    if (given === undefined) throw new Failure('No token was given.', 'Explain one with `agentcore-doctor token`.');
    const { from, now, against } = given;
    const { content, all } = readToken(given.text());
    const rules = judgedAuthorizers(against, manifests, runtimes).flatMap((one) => one.rules.customClaims ?? []);
    return {
      from,
      now,
      content,
      customClaims: rules.map((rule) => ({ rule, holds: matchOf(claimOf(all, rule.name), rule) })),
      ...(against === undefined ? {} : { against }),
    };
  },
});
