import { answerOf, trustedIssuers } from '../src/domain/probe/seen.ts';
import { memberOf } from '../src/domain/rehearsal/answers.ts';
import { describeSaid } from '../src/domain/probe/said.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Answer } from '../src/model/exchange.ts';

export default defineCheck({
  id: 'client-registration-unsupported',
  title: 'Clients cannot register themselves with the issuer',
  severity: 'note',
  why: 'Clients that nobody configured register with the issuer by themselves. Cognito does not offer that, so that they end in "does not support dynamic client registration".',
  remedy:
    'Give the client the id of an app client that is registered beforehand, or put an OAuth proxy with `registration_endpoint` in front.',
  references: [
    'https://datatracker.ietf.org/doc/html/rfc7591',
    'https://github.com/anthropics/claude-code/issues/67258',
  ],
  fix: 'none',
  needs: ['probe'],

  *subjects({ probe }) {
    const [issuer] = trustedIssuers(answerOf(probe, 'metadata'));
    const documents = ['issuer-openid', 'issuer-oauth'].map((name) => ({ name, answer: answerOf(probe, name) }));
    if (issuer !== undefined && documents.some(({ answer }) => answer !== undefined)) yield { issuer, documents };
  },

  judge({ issuer, documents }: Subject) {
    if (documents.some(({ answer }) => registersAt(answer))) return undefined;
    const at = { kind: 'exchange', name: 'issuer-openid', part: 'response' } as const;
    const [silent] = documents.filter(({ answer }) => answer?.kind !== 'response');
    if (silent !== undefined)
      return {
        unclear: `Whether clients can register with \`${issuer}\` is not known: ${describeSaid(silent.answer)}.`,
        at,
      };
    return {
      message: `\`${issuer}\` names no \`registration_endpoint\`, neither as an OpenID provider nor as an OAuth server.`,
      at,
      related: [{ kind: 'exchange', name: 'issuer-oauth', part: 'response', label: 'as an OAuth server' }],
    };
  },
});

interface Subject {
  readonly issuer: string;
  readonly documents: readonly { readonly name: string; readonly answer: Answer | undefined }[];
}

function registersAt(answer: Answer | undefined): boolean {
  return (
    answer?.kind === 'response' &&
    answer.status === 200 &&
    typeof memberOf(answer.message, 'registration_endpoint') === 'string'
  );
}
