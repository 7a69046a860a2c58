import { checks } from '../../checks/index.ts';
import { ignoreCheck } from '../engine/ignore.ts';
import { unknownCheck } from '../engine/select.ts';
import { Failure } from '../model/failure.ts';
import { explanationOf, type Example } from '../report/explain.ts';
import type { Command } from './command.ts';
import { paintFor } from './paint.ts';

const explain: Command = {
  name: 'explain',
  summary: 'Say what one check is about, why it matters and what to do, with a real example.',
  positional: { name: 'check', describe: 'the name of a check, as it stands in a report' },
  options: {
    format: { type: 'string', choices: ['human', 'json'], default: 'human', describe: 'how the page is written' },
    'no-color': { type: 'boolean', describe: 'write without colours' },
  },
  examples: [['$0 explain sdk-import-broken', 'one page']],

  async run(given, io) {
    const id = given.positionals[0];
    if (id === undefined)
      throw new Failure('Name the check to explain.', 'Run `agentcore-doctor checks` for the list.');
    const all = [...checks.map((check) => ({ ...check, needs: check.needs })), { ...ignoreCheck, needs: [] }];
    const check = all.find((candidate) => candidate.id === id);
    if (check === undefined)
      throw unknownCheck(
        id,
        all.map((candidate) => candidate.id),
      );
    const example = await exampleOf(id);
    const page = explanationOf(check, example, await paintFor(io, given.flag('no-color')));
    const { title, severity, why, remedy, references, fix } = check;
    io.out(
      given.text('format') === 'json'
        ? `${JSON.stringify({ schemaVersion: 1, id, title, severity, why, remedy, references, fix, example }, undefined, 2)}\n`
        : page,
    );
    return 0;
  },
};

export default explain;

async function exampleOf(id: string): Promise<Example | undefined> {
  const { default: examples } = await import('../../checks/examples.json', { with: { type: 'json' } });
  // The file is written by the generator, one `Example` for each check that has a failing fixture.
  return (examples as { readonly [check: string]: Example | undefined })[id];
}
