import type { CheckMeta } from '../model/check.ts';
import type { Range } from '../model/location.ts';
import type { Paint } from '../model/report.ts';
import { excerptOf } from './excerpt.ts';
import { wrapped } from './wrap.ts';

/** A finding of the check's own fixtures. */
export interface Example {
  readonly message: string;
  readonly remedy?: string;
  readonly path: string;
  readonly range: Range;
  readonly line: string;
}

/** One check's page: what it finds, why that matters, what to do, what it looks at, and a real case. */
export function explanationOf(
  check: CheckMeta & { readonly needs: readonly string[] },
  example: Example | undefined,
  paint: Paint,
): string {
  const { id, title, severity, why, remedy, references, needs } = check;
  return [
    `${paint.severity(severity, `${severity}[${id}]`)} ${paint.strong(`${title}.`)}`,
    '',
    `${paint.strong('Why')}     ${wrapped(why, 8, paint.width)}`,
    `${paint.strong('Do')}      ${wrapped(remedy, 8, paint.width)}`,
    ...(needs.length === 0 ? [] : [`${paint.strong('Reads')}   ${needs.join(', ')}; works offline`]),
    `${paint.strong('Ignore')}  doctor: ignore[${id}] -- reason, in a comment on the line or the one above`,
    ...references.map((reference, index) => `${paint.strong(index === 0 ? 'See' : '   ')}     ${reference}`),
    ...(example === undefined ? [] : ['', ...draw(example, paint)]),
    '',
  ].join('\n');
}

function draw({ message, remedy, path, range, line }: Example, paint: Paint): readonly string[] {
  const number = String(range.start.line);
  const gutter = ' '.repeat(number.length);
  const { source, carets } = excerptOf(line, range);
  return [
    paint.strong('An example'),
    `  ${message}`,
    `  ${paint.faint('-->')} ${path}:${number}:${range.start.column}`,
    ...(line.trim() === ''
      ? []
      : [`  ${paint.faint(`${number} |`)} ${source}`, `  ${paint.faint(`${gutter} |`)} ${carets}`]),
    ...(remedy === undefined ? [] : [`  ${paint.faint('do')} ${remedy}`]),
  ];
}
