import type { Paint } from '../model/report.ts';
import type { Io } from './command.ts';

const same = (text: string): string => text;

/** No colours: for files and pipes. */
export const PLAIN: Omit<Paint, 'width'> = {
  severity: (_severity, text) => text,
  strong: same,
  faint: same,
  place: same,
  added: same,
  removed: same,
  tint: (_number, text) => text,
};

/** Colours, when they are wanted: by a terminal or FORCE_COLOR, unless NO_COLOR or `--no-color` forbids them. */
export async function paintFor(io: Io, refused: boolean): Promise<Paint> {
  const paint = !refused && wantsColour(io) ? await colours() : PLAIN;
  return { ...paint, width: io.isTerminal.out ? io.width : undefined };
}

function wantsColour({ environment, isTerminal }: Io): boolean {
  if (environment['NO_COLOR'] !== undefined && environment['NO_COLOR'] !== '') return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal.out && environment['TERM'] !== 'dumb';
}

/** chalk is loaded only when something is painted. */
async function colours(): Promise<Omit<Paint, 'width'>> {
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  // Neither black nor white, which vanish on one of the two backgrounds; red and yellow are for what is grave.
  const tints = [chalk.cyan, chalk.green, chalk.magenta, chalk.blue];
  const bySeverity = { error: chalk.red, warning: chalk.yellow, note: chalk.cyan, unknown: chalk.magenta };
  return {
    severity: (severity, text) => bySeverity[severity].bold(text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
    place: (text) => chalk.underline(text),
    added: (text) => chalk.green(text),
    removed: (text) => chalk.red(text),
    tint: (number, text) => tints[number % tints.length]?.(text) ?? text,
  };
}
