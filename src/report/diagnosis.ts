import type { Diagnosis, Explained, Seen } from '../domain/symptom/diagnose.ts';
import { count, listing } from '../domain/words.ts';
import type { Paint } from '../model/report.ts';
import { wrapped } from './wrap.ts';

/** So many causes are drawn; those behind them are the least likely. */
const MOST = 5;
const MOST_SEEN = 3;

/** What a text shows, who is suspected, and what decides between them: for people. */
export function describeDiagnosis({ seen, causes }: Diagnosis, paint: Paint): string {
  const left = causes.length - MOST;
  return [
    ...seen.slice(0, MOST_SEEN).flatMap((symptom) => drawSeen(symptom, paint)),
    ...causes.slice(0, MOST).flatMap((cause, index) => ['', ...drawCause(cause, index + 1, paint)]),
    ...(left > 0 ? ['', `${count(left, 'less likely cause')}: \`--format json\` lists all.`] : []),
    '',
  ].join('\n');
}

function drawSeen({ title, line }: Seen, paint: Paint): readonly string[] {
  return [paint.strong(`${title}.`), ...(line === undefined ? [] : [`  ${paint.faint('in')} ${line}`])];
}

function drawCause({ cause, confidence }: Explained, number: number, paint: Paint): readonly string[] {
  const { title, because, evidence, remedy, check, references } = cause;
  const rows: readonly (readonly [string, string])[] = [
    ['why', because],
    ['if', evidence],
    ['do', remedy],
    ...(check === undefined ? [] : [['check', `\`${check}\` looks for it.`] as const]),
    ...references.map((reference) => ['see', reference] as const),
  ];
  return [
    `${number}. ${paint.strong(`${title}.`)} ${paint.faint(`(confidence: ${confidence})`)}`,
    ...rows.map(([label, text]) => `  ${paint.faint(label.padEnd(5))} ${wrapped(text, 8, paint.width)}`),
  ];
}

/** That nothing matched: what was looked for, and what comes close. */
export function describeNoMatch({ query, numbers, near }: Diagnosis, check: string | undefined, paint: Paint): string {
  const found = [
    ...numbers.statuses.map((status) => `HTTP ${status}`),
    ...numbers.codes.map((code) => `JSON-RPC ${code}`),
  ];
  return [
    paint.strong(`Nothing that is known matches \`${query}\`.`),
    `  ${wrapped(`Looked for messages of AgentCore, the MCP libraries, Cognito and the AWS SDKs, for HTTP statuses and for JSON-RPC codes; ${found.length === 0 ? 'no number of either kind is in it' : `in it are ${listing(found)}`}.`, 2, paint.width)}`,
    ...near.map((title, index) => `  ${index === 0 ? 'Near:' : '     '} ${title}.`),
    ...(check === undefined ? [] : [`  A check is called \`${check}\`.`]),
    '  `agentcore-doctor checks` lists the checks; the more of a message or log is given, the more can be told.',
    '',
  ].join('\n');
}
