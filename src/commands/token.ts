import { issuerFor, judgeToken } from '../domain/token/judge.ts';
import { Failure } from '../model/failure.ts';
import { tokenJson } from '../report/token-json.ts';
import { describeToken, type JudgedToken } from '../report/token.ts';
import type { Command, Given, Io } from './command.ts';
import { givenToken, ruleOptions } from './given-token.ts';
import { paintFor } from './paint.ts';
import { savingOptions } from './reporting.ts';
import { authorizersIn, placeOptions, seenFor, type SeenToken, tokenSheet } from './token-facts.ts';

const token: Command = {
  name: 'token',
  summary: 'Explain a bearer token: what it is, and whether the authorizer lets it in, rule by rule.',
  positional: { name: 'path', describe: 'the folder of the project; the current one when left out' },
  options: {
    'token-file': {
      type: 'string',
      describe: 'the file that holds the token (default: `BEARER_TOKEN`, or what is piped in)',
    },
    ...ruleOptions,
    ...placeOptions,
    offline: { type: 'boolean', describe: 'ask no issuer: neither its name nor its keys' },
    format: { type: 'string', choices: ['human', 'json'], default: 'human', describe: 'how the answer is written' },
    'no-color': { type: 'boolean', describe: 'write without colours' },
    ...savingOptions,
  },
  examples: [
    ['BEARER_TOKEN=… $0 token', "against the project's authorizer"],
    ['$0 token --token-file token.txt --arn weather-a1b2c3d4e5', 'against the runtime that is deployed'],
    ['$0 token --token-file token.txt --allowed-clients 1h57kf5cpq17m0eml12abcdef', 'against one rule'],
    ['$0 token get --username tester --out token.txt', 'get one'],
    ['$0 token matrix', 'which kind of token would be let in'],
  ],
  run: explainToken,
};

export default token;

async function explainToken(given: Given, io: Io): Promise<number> {
  const members = ['token', 'issuers', 'authorizers'] as const;
  const seen = await seenFor(token, { given, io }, members, () => lookAt(given, io));
  const judged: JudgedToken = {
    token: seen.token,
    authorizers: seen.authorizers.map((authorizer) => ({
      authorizer,
      ...judgeToken(seen.token, authorizer, issuerFor(authorizer, seen.issuers)),
    })),
  };
  const paint = await paintFor(io, given.flag('no-color'));
  io.out(given.text('format') === 'json' ? tokenJson(judged) : describeToken(judged, paint));
  return exitCodeOf(judged);
}

async function lookAt(given: Given, io: Io): Promise<SeenToken> {
  const sheet = await tokenSheet(given, io, await givenToken(given, io));
  const { token: facts, issuers } = sheet;
  if (facts?.ok !== true) throw new Failure('The token cannot be read.');
  return {
    token: facts.value,
    issuers: issuers?.ok === true ? issuers.value : { issuers: [] },
    authorizers: authorizersIn(sheet, given),
  };
}

/** Refused by one is refused; a token that nobody judges counts by itself. */
function exitCodeOf({ token: { content }, authorizers }: JudgedToken): number {
  const verdicts = authorizers.map(({ verdict }) => verdict);
  if (verdicts.includes('refused')) return 1;
  if (verdicts.includes('cannot be told')) return 3;
  return authorizers.length > 0 ? 0 : content.kind === 'jwt' ? 3 : 1;
}
