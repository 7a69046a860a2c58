import { checks } from '../../checks/index.ts';
import { ignoreCheck } from '../engine/ignore.ts';
import type { CheckMeta } from '../model/check.ts';
import type { Command } from './command.ts';
import { paintFor } from './paint.ts';

const list: Command = {
  name: 'checks',
  summary: 'List every check, with its severity and what it finds.',
  options: {
    format: { type: 'string', choices: ['human', 'json'], default: 'human', describe: 'how the list is written' },
    'no-color': { type: 'boolean', describe: 'write without colours' },
  },
  examples: [['$0 checks --format json', 'the list for a program']],

  async run(given, io) {
    const all: readonly CheckMeta[] = [...checks, ignoreCheck];
    if (given.text('format') === 'json') {
      const plain = all.map(({ id, title, severity, why, remedy, references, fix }) => ({
        id,
        title,
        severity,
        why,
        remedy,
        references,
        fix,
      }));
      io.out(`${JSON.stringify({ schemaVersion: 1, checks: plain }, undefined, 2)}\n`);
      return 0;
    }
    const paint = await paintFor(io, given.flag('no-color'));
    const widest = Math.max(...all.map(({ id }) => id.length));
    const rows = all.map(
      ({ id, severity, title }) =>
        `${paint.strong(id.padEnd(widest))}  ${paint.severity(severity, severity.padEnd(7))}  ${title}`,
    );
    io.out(`${rows.join('\n')}\n\n${all.length} checks. \`agentcore-doctor explain <check>\` says more about one.\n`);
    return 0;
  },
};

export default list;
