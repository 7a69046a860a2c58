import { type Cell, nameOf } from './cell.ts';
import type { Examined } from './examine.ts';
import type { Share } from './matrix.ts';

/** Cells that the files alone cannot decide, with the reason: there, that nothing can be told is agreement. */
export const UNDECIDABLE: Readonly<Record<string, string>> = {
  'port of a variable, not set': 'a runtime may be given `PORT` when it is deployed, which no file of the project says',
  'handler on the port of a variable':
    'a runtime may be given `PORT` when it is deployed, which no file of the project says',
};

/** Whether a cell came out as it must. */
export function agrees({ cell, comparison }: Examined): boolean {
  return comparison.kind === 'agree' || (comparison.kind === 'cannot-tell' && cell.form.name in UNDECIDABLE);
}

/** The counts of each release, in the order in which they were examined, with what waiting for packages and servers took. */
export function tableOf(shares: readonly Share[]): string {
  const rows = shares.flatMap((share) => {
    const [first] = share.examined;
    return first === undefined ? [] : [rowOf(nameOf(first.cell.release), share)];
  });
  const all = {
    examined: shares.flatMap(({ examined }) => examined),
    installing: shares.reduce((sum, { installing }) => sum + installing, 0),
    running: shares.reduce((sum, { running }) => sum + running, 0),
  };
  return [
    'release                              cells  agree  of these cannot tell  disagree  packages  servers',
    ...rows,
    rowOf('all', all),
  ].join('\n');
}

function rowOf(name: string, { examined, installing, running }: Share): string {
  const right = examined.filter(agrees);
  const unsure = right.filter(({ comparison }) => comparison.kind === 'cannot-tell');
  const columns = [
    String(examined.length).padStart(5),
    String(right.length).padStart(5),
    String(unsure.length).padStart(20),
    String(examined.length - right.length).padStart(8),
    secondsOf(installing).padStart(8),
    secondsOf(running).padStart(7),
  ];
  return `${name.padEnd(36)} ${columns.join('  ')}`;
}

function secondsOf(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A disagreement in full: the source, what was said, what was seen. */
export function describeExamined({ cell, verdict, seen, faults, comparison }: Examined): string {
  return [
    `=== ${labelOf(cell)}`,
    ...('what' in comparison ? comparison.what : []).map((line) => `  ${comparison.kind}: ${line}`),
    ...Object.entries(cell.form.environment ?? {}).map(([name, value]) => `  ENV ${name}=${value}`),
    ...(cell.form.command === undefined ? [] : [`  CMD ${cell.form.command.join(' ')}`]),
    ...cell.form.source
      .trimEnd()
      .split('\n')
      .map((line) => `  | ${line}`),
    '  said:',
    ...verdict.found.map(({ id, severity, text }) => `    ${severity}[${id}] ${text}`),
    ...verdict.unclear.map(({ id, text }) => `    cannot tell [${id}] ${text}`),
    `  seen: ${faults.join(', ') || 'no fault'}; listens on ${seen.listens.join(', ') || 'nothing'}${endOf(seen.ended)}`,
    ...seen.answers.map((answer) =>
      'status' in answer
        ? `    ${answer.status} ${answer.body.replaceAll(/\s+/g, ' ').slice(0, 160)}`
        : `    ${answer.none}`,
    ),
    ...seen.output
      .trimEnd()
      .split('\n')
      .slice(-6)
      .map((line) => `    > ${line.slice(0, 240)}`),
  ].join('\n');
}

function endOf(ended: Examined['seen']['ended']): string {
  return ended === undefined ? '' : `; ended with ${ended.signal ?? ended.code}`;
}

export function labelOf({ release, form }: Cell): string {
  return `${nameOf(release)}: ${form.name}`;
}

/** A cell in one line; in full, where it disagrees. */
export function describeShortly(one: Examined): string {
  if (!agrees(one)) return describeExamined(one);
  const said = one.verdict.found.map(({ id }) => id).join(' ');
  return `${labelOf(one.cell)}: seen ${one.faults.join(' ') || 'no fault'}; said ${said || 'nothing'}`;
}
