import { checks } from '../../checks/index.ts';
import { nearest } from '../domain/words.ts';
import { ignoreCheck } from '../engine/ignore.ts';
import { unknownCheck } from '../engine/select.ts';
import type { CheckMeta } from '../model/check.ts';
import { Failure } from '../model/failure.ts';
import { explanationOf, type Example } from '../report/explain.ts';
import type { Command, Given, Io } from './command.ts';
import { paintFor } from './paint.ts';

const explain: Command = {
  name: 'explain',
  summary: 'Say what is behind a check, a status or an error message: the causes, likeliest first, and what to do.',
  positional: {
    name: 'what',
    describe: 'the name of a check, a status or code, or any error text; `-` or nothing: the text that is piped in',
    many: true,
  },
  options: {
    format: { type: 'string', choices: ['human', 'json'], default: 'human', describe: 'how the answer is written' },
    'no-color': { type: 'boolean', describe: 'write without colours' },
  },
  examples: [
    ['$0 explain sdk-import-broken', 'one check'],
    ['$0 explain 406', 'a status; `HTTP 424` and `-32010` are understood as well'],
    ['$0 explain "Session not found"', 'a message'],
    ['$0 explain < error.txt', 'a traceback, a transcript of curl, a log'],
  ],

  async run(given, io) {
    const text = await questionOf(given.positionals, io);
    const name = text.trim();
    const check = all.find(({ id }) => id === name);
    return check === undefined ? explainText(text, given, io) : explainCheck(check, given, io);
  },
};

export default explain;

const all: readonly (CheckMeta & { readonly needs: readonly string[] })[] = [...checks, { ...ignoreCheck, needs: [] }];
const names = all.map(({ id }) => id);

/** A text beyond this is a mistake, such as a pipe that never ends. */
const MOST = 64 * 1024 * 1024;

async function questionOf(words: readonly string[], { piped }: Io): Promise<string> {
  const given = words.length === 1 && words[0] === '-' ? [] : words;
  const text = given.length > 0 ? given.join(' ') : await piped?.(MOST);
  if (text === undefined || text.trim() === '')
    throw new Failure(
      'Nothing is given to explain.',
      'Name a check (`agentcore-doctor checks` lists them), a status such as 406, or an error text, or pipe one in.',
    );
  if (text.length > MOST)
    throw new Failure('The text to explain is longer than 64 MB.', 'Give its end, as with `tail -n 100000`.');
  return text;
}

async function explainCheck(check: (typeof all)[number], given: Given, io: Io): Promise<number> {
  const example = await exampleOf(check.id);
  if (given.text('format') === 'json') {
    const { jsonCheckOf } = await import('../report/diagnosis-json.ts');
    const { id, title, severity, why, remedy, references, fix } = check;
    const page = { id, title, severity, why, remedy, references, fix, example };
    io.out(`${JSON.stringify({ ...jsonCheckOf(check), ...page }, undefined, 2)}\n`);
  } else io.out(explanationOf(check, example, await paintFor(io, given.flag('no-color'))));
  return 0;
}

/** The table is loaded here, so that nothing else waits for it. */
async function explainText(text: string, given: Given, io: Io): Promise<number> {
  const { diagnose } = await import('../domain/symptom/diagnose.ts');
  const diagnosis = diagnose(text);
  const { causes } = diagnosis;
  if (causes.length === 0 && isName(text)) throw unknownCheck(text.trim(), names);
  const paint = await paintFor(io, given.flag('no-color'));
  if (given.text('format') === 'json') {
    const { jsonExplanationOf } = await import('../report/diagnosis-json.ts');
    io.out(`${JSON.stringify(jsonExplanationOf(diagnosis), undefined, 2)}\n`);
  } else {
    const { describeDiagnosis, describeNoMatch } = await import('../report/diagnosis.ts');
    io.out(
      causes.length > 0
        ? describeDiagnosis(diagnosis, paint)
        : describeNoMatch(diagnosis, nearest(text.trim().slice(0, 60), names), paint),
    );
  }
  return causes.length > 0 ? 0 : 1;
}

/** Looks like the name of a check, and is none: rather a slip of the pen than a message. */
function isName(text: string): boolean {
  return /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(text.trim());
}

async function exampleOf(id: string): Promise<Example | undefined> {
  const { default: examples } = await import('../../checks/examples.json', { with: { type: 'json' } });
  // The file is written by the generator, one `Example` for each check that has a failing fixture.
  return (examples as { readonly [check: string]: Example | undefined })[id];
}
