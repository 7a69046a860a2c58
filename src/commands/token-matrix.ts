import type { JudgedAuthorizer } from '../domain/token/authorizers.ts';
import { audiencesOf, scopesOf } from '../domain/token/claims.ts';
import { type MatrixRow, tokenMatrixOf } from '../domain/token/matrix.ts';
import { shown } from '../domain/token/words.ts';
import { Failure } from '../model/failure.ts';
import type { Command, Given, Io } from './command.ts';
import { ruleOptions } from './given-token.ts';
import { savingOptions } from './reporting.ts';
import { authorizersIn, placeOptions, seenFor, type SeenToken, tokenSheet } from './token-facts.ts';

const tokenMatrix: Command = {
  name: 'token matrix',
  summary: 'Show which kind of token of Cognito the authorizer lets in: ID, access, or that of a machine.',
  positional: { name: 'path', describe: 'the folder of the project; the current one when left out' },
  options: {
    ...ruleOptions,
    ...placeOptions,
    format: { type: 'string', choices: ['human', 'json'], default: 'human', describe: 'how the answer is written' },
    ...savingOptions,
  },
  examples: [
    ['$0 token matrix', "the project's authorizer"],
    ['$0 token matrix --allowed-clients abc --allowed-audience abc', 'an authorizer in mind'],
  ],
  run: showMatrix,
};

export default tokenMatrix;

async function showMatrix(given: Given, io: Io): Promise<number> {
  const look = async (): Promise<Pick<SeenToken, 'authorizers'>> => ({
    authorizers: authorizersIn(await tokenSheet(given, io), given),
  });
  const { authorizers } = await seenFor(tokenMatrix, { given, io }, ['authorizers'], look);
  if (authorizers.length === 0)
    throw new Failure(
      'No JWT authorizer is declared here, so no token opens the runtime.',
      'Name one with `--arn` or `--allowed-clients`.',
    );
  const all = authorizers.map((authorizer) => ({ authorizer, tokens: tokenMatrixOf(authorizer) }));
  io.out(given.text('format') === 'json' ? asJson(all) : `${all.map(tableOf).join('\n\n')}\n`);
  return all.every(({ tokens }) => tokens.some(({ verdict }) => verdict !== 'refused')) ? 0 : 1;
}

interface Matrix {
  readonly authorizer: JudgedAuthorizer;
  readonly tokens: readonly MatrixRow[];
}

function asJson(all: readonly Matrix[]): string {
  const authorizers = all.map(({ authorizer: { name, rules }, tokens }) => ({
    name,
    rules,
    tokens: tokens.map(({ kind, claims, verdict, conditions }) => ({
      kind,
      claims,
      verdict,
      conditions: conditions.map((one) => ({ subject: one.subject, verdict: one.verdict, why: one.why })),
    })),
  }));
  return `${JSON.stringify({ schemaVersion: 1, authorizers }, undefined, 2)}\n`;
}

const NAMES: Record<MatrixRow['kind'], string> = {
  access: 'access token',
  'access by InitiateAuth': 'access token of InitiateAuth',
  id: 'ID token',
  m2m: 'access token of a machine',
};

function tableOf({ authorizer, tokens }: Matrix): string {
  const wide = Math.max(...tokens.map(({ kind }) => NAMES[kind].length));
  const lines = tokens.flatMap(({ kind, claims, verdict, conditions }) => {
    const cause = conditions.find((one) => one.verdict !== 'pass' && one.speaks !== undefined);
    return [
      `  ${NAMES[kind].padEnd(wide)}  ${verdict.padEnd(14)}  ${claimsLine(claims)}`,
      ...(cause === undefined ? [] : [`  ${' '.repeat(wide)}  ${cause.why}`]),
    ];
  });
  return [`${authorizer.name}, asked about fresh tokens of its own issuer:`, ...lines].join('\n');
}

function claimsLine(claims: MatrixRow['claims']): string {
  const parts = [
    ...(claims.client_id === undefined ? [] : [`client_id ${shown(claims.client_id)}`]),
    ...audiencesOf(claims).map((one) => `aud ${shown(one)}`),
    ...scopesOf(claims).map((one) => `scope ${shown(one)}`),
  ];
  return parts.join(', ');
}
