import { memberOf, valueIn } from '../domain/logs/fields.ts';
import { groupTag } from '../domain/logs/groups.ts';
import { levelOf } from '../domain/logs/level.ts';
import type { Line } from '../domain/logs/reader.ts';
import { remembered } from '../domain/remembered.ts';
import { streamTag, TAG_LENGTH } from '../domain/logs/stream-name.ts';
import { parsed } from '../domain/logs/telemetry.ts';
import { isoOf, walls, type Zone } from '../domain/logs/zone.ts';
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
  const { paint, timestamps, groups } = style;
  let day = '';
  const stamp = stamper(style);
  const tagOf = remembered((stream) => tagged(streamTag(stream).padEnd(TAG_LENGTH), ' ', stream, paint));
  const placeOf = remembered((group) => tagged(`${groupTag(group)} `, '', group, paint));
  return (line) => {
    const [{ time, stream, group }] = line.entry;
    const { date, label } = stamp(time);
    const tag = tagOf(stream);
    const place = groups() ? placeOf(group) : NOWHERE;
    const lead = paint.faint(label) + place.painted + tag.painted;
    const whole = lead + drawn(line, label.length + place.width + tag.width, style);
    if (timestamps !== 'time' || date === day) return whole;
    day = date;
    return `${paint.faint(`-- ${date} --\n`)}${whole}`;
  };
}

/** Where a line is from, in the colour that tells it from others. */
interface Tag {
  readonly painted: string;
  readonly width: number;
}

const NOWHERE: Tag = { painted: '', width: 0 };

function tagged(text: string, behind: string, whose: string, paint: Paint): Tag {
  return { painted: paint.tint(hashOf(whose), text) + behind, width: text.length + behind.length };
}

/** The time as it is shown. */
function stamper({
  timestamps,
  zone,
  paint,
}: LineStyle): (time: number) => { readonly date: string; readonly label: string } {
  const wall = walls(zone);
  const isNarrow = paint.width !== undefined && paint.width < WIDE;
  return (time) => {
    const { date, clock, time: exact } = wall(time);
    if (timestamps === 'none') return { date, label: '' };
    if (timestamps === 'iso') return { date, label: `${isoOf(time, zone)} ` };
    return { date, label: `${isNarrow ? clock : exact} ` };
  };
}

/** What follows the time and the stream, which take so many columns. */
function drawn(line: Line, columns: number, style: LineStyle): string {
  const { paint, fields } = style;
  const { told, late, mark } = line;
  const text = fields.length > 0 ? fieldsOf(line, fields) : textOf(line, style);
  const trace =
    told.traceId === undefined || told.span || fields.length > 0
      ? ''
      : paint.faint(`  trace=${told.traceId.slice(0, 8)}`);
  const lateness = late ? paint.faint('  (late)') : '';
  if (mark === undefined && !text.includes('\n')) return `${text}${trace}${lateness}\n`;
  const indent = ' '.repeat(columns);
  return `${text.replaceAll('\n', `\n${indent}`)}${trace}${lateness}${markOf(line, indent, paint)}\n`;
}

function textOf({ told, level, isHarmless }: Line, { paint, highlight }: LineStyle): string {
  let text = told.text.endsWith('\n') ? told.text.trimEnd() : told.text;
  if (!isHarmless) text = safeText(text);
  // Most loggers write it themselves.
  const word =
    level === undefined || told.span || (told.tellsLevel ?? levelOf(told.text) !== undefined)
      ? ''
      : `${level.toUpperCase()} `;
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
