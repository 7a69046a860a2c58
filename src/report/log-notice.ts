import { wallOf, type Zone } from '../domain/logs/zone.ts';
import { count } from '../domain/words.ts';
import type { LogNotice } from '../model/logs.ts';

/** What happened to the reading itself, as one or two sentences. */
export function describeNotice(notice: LogNotice, zone: Zone): string {
  const at = (time: number): string => wallOf(time, zone).time.slice(0, 8);
  switch (notice.kind) {
    case 'waiting':
      return `${notice.because}${notice.hint === undefined ? '' : ` ${notice.hint}`}`;
    case 'found':
      return `The log group \`${notice.group}\` is there now.`;
    case 'gone':
      return `The log group \`${notice.group}\` does not exist.`;
    case 'denied':
      return `The caller may not call \`${notice.action}\` on \`${notice.group}\`. Allow it: it only reads.`;
    case 'trouble':
      return `No answer since ${at(notice.since)} (${notice.because.replace(/\.$/, '')}). It goes on, and makes up for what is missed.`;
    case 'gap':
      return `Nothing was read between ${at(notice.from)} and ${at(notice.to)}; the gap is closed, with ${count(notice.lines, 'line')}.`;
    case 'cut':
      return `More than 10,000 events of \`${notice.group}\` bear the time ${wallOf(notice.time, zone).time}, and the endpoint hands out no more of them.`;
    case 'live':
      return `Live Tail is on for ${count(notice.groups, 'log group')}. AWS bills it by the minute.`;
    case 'live-again':
      return `The session of Live Tail ended (${notice.because.replace(/\.$/, '')}); the next one is open.`;
    case 'live-refused':
      return `Live Tail cannot be had: ${notice.because.replace(/\.$/, '')}. It goes on without, a few seconds later.`;
    case 'sampled':
      return `At ${at(notice.at)} more came in than Live Tail hands out. What it left out is read now.`;
    case 'recovered':
      return `${count(notice.lines, 'line')} that Live Tail left out ${notice.lines === 1 ? 'was' : 'were'} made up for.`;
  }
}
