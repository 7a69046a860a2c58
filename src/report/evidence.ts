import type { Exchange } from '../model/exchange.ts';
import type { ClientSession, Rehearsal } from '../model/rehearsal.ts';
import { count, listing } from '../domain/words.ts';
import { printable } from './excerpt.ts';

const LONGEST = 200;
/** What every request of the play says, and so says nothing. */
const USUAL = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** An exchange in a few lines: what was asked, as far as it is unusual, and what came. */
export function exchangeLines({ request, answer }: Exchange): readonly string[] {
  const { method, url, headers, body, bytes } = request;
  const unusual = Object.entries(headers).filter(([name, value]) =>
    Object.entries(USUAL).every(([usual, said]) => usual !== name || said !== value),
  );
  const sent = body === undefined ? (bytes > 0 ? [`${bytes} bytes`] : []) : [shortened(body)];
  const asked = [`${method} ${new URL(url).pathname}`, ...unusual.map(([name, value]) => `${name}: ${value}`), ...sent];
  const came =
    answer.kind === 'none'
      ? [`${answer.because}: ${answer.detail}`]
      : [`${answer.status} after ${answer.totalMs} ms`, ...(answer.body.trim() === '' ? [] : [shortened(answer.body)])];
  return [...asked.map((line) => `> ${printable(line)}`), ...came.map((line) => `< ${printable(line)}`)];
}

function shortened(text: string): string {
  const line = text.trim().replaceAll(/\s*\r?\n\s*/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** What was played and how it went, in a sentence or three. */
export function rehearsalLines({ url, start, readyMs, exchanges, client }: Rehearsal): readonly string[] {
  const began =
    start === undefined
      ? `Played to ${url}.`
      : `Started \`${start.command.join(' ')}\` (${start.because}) with ${start.interpreter}${readyMs === undefined ? '.' : `; the first answer came after ${readyMs} ms.`}`;
  return [began, ...clientLines(client), `${count(exchanges.length, 'request')} in ${spanOf(exchanges)} ms.`].map(
    printable,
  );
}

/** What the official client met, and what came of the tool that it called. */
export function clientLines(client: ClientSession | undefined): readonly string[] {
  const spoken = client?.server;
  const tools = client?.tools;
  const met =
    spoken === undefined
      ? []
      : [
          `The official client met \`${spoken.name}\` ${spoken.version}${client?.protocol === undefined ? '' : `, protocol ${client.protocol}`}${tools === undefined ? '' : `, ${count(tools.length, 'tool')}${tools.length === 0 ? '' : `: ${listing(tools.slice(0, MOST).map(({ name }) => name))}${tools.length > MOST ? ', …' : ''}`}`}.`,
        ];
  const called = client?.call;
  const result =
    called === undefined
      ? []
      : [`\`${called.tool}\` ${called.isError ? 'answered with an error of its own' : 'was called and answered'}.`];
  return [...met, ...result];
}

const MOST = 8;

function spanOf(exchanges: readonly Exchange[]): number {
  return Math.max(0, ...exchanges.map(({ startedMs, answer }) => startedMs + answer.totalMs));
}
