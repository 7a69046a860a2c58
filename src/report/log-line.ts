import { memberOf, valueIn } from '../domain/logs/fields.ts';
import { groupTag } from '../domain/logs/groups.ts';
import { levelOf } from '../domain/logs/level.ts';
import type { Line } from '../domain/logs/reader.ts';
import { streamTag, TAG_LENGTH } from '../domain/logs/stream-name.ts';
import { parsed } from '../domain/logs/telemetry.ts';
import { isoOf, wallOf, type Zone } from '../domain/logs/zone.ts';
import type { Mark } from '../domain/symptom/log-line.ts';
import type { Paint } from '../model/report.ts';
import { safeText } from './safe-text.ts';
import { wrapped } from './wrap.ts';

/** How lines are drawn. */
export interface LineStyle {
  readonly paint: Paint;
  readonly zone: Zone;
  readonly timestamps: 'time' | 'iso' | 'none';
  /** Several groups are read: each line says from which it is. */
  readonly groups: () => boolean;
  readonly highlight: readonly RegExp[];
  /** Only these are shown of each line. */
  readonly fields: readonly string[];
}

/** Narrower terminals get no milliseconds. */
const WIDE = 100;

/** Draws one line after the other for a person; remembers which day it is. */
export function lineDrawer(style: LineStyle): (line: Line) => string {
  let day = '';
  const stamp = stamper(style);
  return (line) => {
    const [{ time }] = line.entry;
    const { date, label } = stamp(time);
    const turned = style.timestamps === 'time' && date !== day ? style.paint.faint(`-- ${date} --\n`) : '';
    day = date;
    return `${turned}${drawn(line, label, style)}`;
  };
}

/** The time as it is shown. Lines come in bunches, so that the second before is mostly the second of the next one. */
function stamper({
  timestamps,
  zone,
  paint,
}: LineStyle): (time: number) => { readonly date: string; readonly label: string } {
  let second = Number.NaN;
  let date = '';
  let clock = '';
  return (time) => {
    const now = Math.floor(time / 1000);
    if (now !== second) {
      second = now;
      const wall = wallOf(time, zone);
      date = wall.date;
      clock = wall.time.slice(0, 8);
    }
    if (timestamps === 'none') return { date, label: '' };
    if (timestamps === 'iso') return { date, label: `${isoOf(time, zone)} ` };
    const isNarrow = paint.width !== undefined && paint.width < WIDE;
    return { date, label: isNarrow ? `${clock} ` : `${clock}.${String(time - now * 1000).padStart(3, '0')} ` };
  };
}

function drawn(line: Line, label: string, style: LineStyle): string {
  const { paint, groups } = style;
  const { told, entry, late } = line;
  const [{ stream, group }] = entry;
  const tag = streamTag(stream).padEnd(TAG_LENGTH);
  const where = groups() ? `${groupTag(group)} ` : '';
  const lead = `${paint.faint(label)}${where === '' ? '' : paint.tint(hashOf(group), where)}${paint.tint(hashOf(stream), tag)} `;
  const indent = ' '.repeat(label.length + where.length + tag.length + 1);
  const text = style.fields.length > 0 ? fieldsOf(line, style.fields) : textOf(line, style);
  const trace =
    told.traceId === undefined || told.span || style.fields.length > 0
      ? ''
      : paint.faint(`  trace=${told.traceId.slice(0, 8)}`);
  const lateness = late ? paint.faint('  (late)') : '';
  const body = text.includes('\n') ? text.replaceAll('\n', `\n${indent}`) : text;
  return `${lead}${body}${trace}${lateness}${markOf(line, indent, paint)}\n`;
}

function textOf({ told, level }: Line, { paint, highlight }: LineStyle): string {
  let text = safeText(told.text.endsWith('\n') ? told.text.trimEnd() : told.text);
  // Most loggers write it themselves.
  const word = level === undefined || told.span || levelOf(told.text) !== undefined ? '' : `${level.toUpperCase()} `;
  for (const pattern of highlight) text = text.replaceAll(pattern, (found) => paint.severity('unknown', found));
  if (told.span || level === 'debug' || level === 'trace') return paint.faint(`${word}${text}`);
  if (level === 'error' || level === 'fatal') return paintHead(word, text, (head) => paint.severity('error', head));
  if (level === 'warn') return paintHead(word, text, (head) => paint.severity('warning', head));
  return `${word}${text}`;
}

/** Only the first word is coloured: a whole traceback in red reads badly. */
function paintHead(word: string, text: string, colour: (head: string) => string): string {
  const whole = `${word}${text}`;
  const end = whole.search(/[\s(]|: /);
  return end <= 0 ? colour(whole) : `${colour(whole.slice(0, end))}${whole.slice(end)}`;
}

function fieldsOf({ entry: [event] }: Line, fields: readonly string[]): string {
  const document = parsed(event.message);
  return fields
    .map((name) => {
      const value = memberOf(event, name) ?? valueIn(document, name);
      const text = typeof value === 'string' ? value : value === undefined ? '-' : JSON.stringify(value);
      return `${name}=${safeText(text)}`;
    })
    .join('  ');
}

/** The first time the cause is told in a sentence; from then on it is named and counted. */
function markOf({ mark, nth = 1 }: Line, indent: string, paint: Paint): string {
  if (mark === undefined) return '';
  const name = nameOf(mark);
  if (nth > 1) return `  ${paint.severity(severityOf(mark), `[${name} ×${nth}]`)}`;
  const head = `^ ${severityOf(mark)}[${name}]`;
  const width = paint.width === undefined ? undefined : paint.width - indent.length;
  const sentence = wrapped(mark.sentence, head.length + 1, width).replaceAll(/\n {6}/g, `\n${indent}  `);
  return `\n${indent}${paint.severity(severityOf(mark), head)} ${sentence}`;
}

/** The check that looks for a cause, or the cause itself. */
export function nameOf({ suspect: { cause } }: Mark): string {
  return cause.check ?? cause.id;
}

/** A line that names the fault is an error; one that shows what several faults do is a warning. */
export function severityOf({ symptom }: Mark): 'error' | 'warning' {
  return symptom.grade === 'fault' ? 'error' : 'warning';
}

function hashOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash >>> 0;
}
