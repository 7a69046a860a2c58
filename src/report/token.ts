import type { Paint } from '../model/report.ts';
import type { TokenFacts } from '../model/token.ts';
import type { JudgedAuthorizer } from '../domain/token/authorizers.ts';
import { audiencesOf, scopesOf } from '../domain/token/claims.ts';
import type { Condition } from '../domain/token/condition.ts';
import { kindOf } from '../domain/token/family.ts';
import { judgeForm, judgeTime } from '../domain/token/form.ts';
import type { TokenVerdict } from '../domain/token/judge.ts';
import { shown } from '../domain/token/words.ts';

/** A token and what each authorizer says to it. */
export interface JudgedToken {
  readonly token: TokenFacts;
  readonly authorizers: readonly (TokenVerdict & { readonly authorizer: JudgedAuthorizer })[];
}

/** For a person: what the token is, each condition, the verdict in a sentence, and what to do in which order. */
export function describeToken({ token, authorizers }: JudgedToken, paint: Paint): string {
  const judged =
    authorizers.length === 0
      ? [[...[judgeForm(token), ...judgeTime(token)].map((one) => conditionLine(one, paint)), NOBODY].join('\n')]
      : authorizers.map((one) => verdictLines(one, paint).join('\n'));
  return `${[headLines(token, paint).join('\n'), ...judged].join('\n\n')}\n`;
}

const NOBODY =
  'No authorizer is declared here, so nobody judges its claims. Name one with `--arn` or `--allowed-clients`.';

function headLines({ content, from }: TokenFacts, paint: Paint): readonly string[] {
  const kind = kindOf(content);
  const head = paint.strong(`${kind.charAt(0).toUpperCase()}${kind.slice(1)}, from ${from}`);
  if (content.kind !== 'jwt') return [head];
  const { claims, header } = content;
  const client = claims.client_id ?? claims.cid ?? claims.appid ?? claims.azp;
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['iss', only(claims.iss)],
    [
      'client',
      client === undefined ? [] : [shown(client) + (claims.client_id === undefined ? ' (not as `client_id`)' : '')],
    ],
    ['aud', audiencesOf(claims).map(shown)],
    ['scope', scopesOf(claims).map(shown)],
    ['use', only(claims.token_use)],
    ['key', [...only(header.alg), ...only(header.kid)]],
  ];
  return [
    head,
    ...rows.map(
      ([name, values]) => `  ${name.padEnd(9)} ${values.length === 0 ? paint.faint('none') : values.join(', ')}`,
    ),
  ];
}

function only(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [shown(value)];
}

function verdictLines(judged: JudgedToken['authorizers'][number], paint: Paint): readonly string[] {
  const { conditions, cures, answer } = judged;
  const told = answer === undefined ? [] : [`AgentCore answers ${answer}.`];
  const steps =
    cures.length === 0 ? [] : ['What to do, in this order:', ...cures.map((cure, index) => `  ${index + 1}. ${cure}`)];
  return [
    paint.strong(sentenceOf(judged)),
    ...conditions.map((condition) => conditionLine(condition, paint)),
    ...told,
    ...steps,
  ];
}

/** The verdict in one sentence, with its cause. */
export function sentenceOf({ authorizer, verdict, conditions }: JudgedToken['authorizers'][number]): string {
  const { name } = authorizer;
  switch (verdict) {
    case 'let in':
      return `${name} lets it in.`;
    case 'refused': {
      const cause = conditions.find((one) => one.verdict === 'fail' && one.speaks !== undefined);
      return `${name} refuses it. ${cause?.why ?? ''}`.trim();
    }
    case 'cannot be told': {
      const cause = conditions.find((one) => one.verdict === 'unknown');
      return `Whether ${name.charAt(0).toLowerCase()}${name.slice(1)} lets it in cannot be told. ${cause?.why ?? ''}`.trim();
    }
  }
}

const MARKS = { pass: 'pass', fail: 'FAIL', unknown: '?' } as const;

function conditionLine({ verdict, subject, why }: Condition, paint: Paint): string {
  const mark = MARKS[verdict].padEnd(4);
  const painted =
    verdict === 'pass' ? paint.faint(mark) : paint.severity(verdict === 'fail' ? 'error' : 'unknown', mark);
  return `  ${painted} ${shown(subject).slice(1, -1).padEnd(9)} ${why}`;
}
