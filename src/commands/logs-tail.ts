import type { Command, Given, Io } from './command.ts';

const logsTail: Command = {
  name: 'logs tail',
  summary: 'Follow the logs of a runtime without losing a line, and say what causes the faults in them.',
  positional: {
    name: 'what',
    describe: 'a runtime (its name, id or ARN) or a log group; the agent of this folder when left out',
  },
  options: {
    since: { type: 'string', default: '10m', describe: 'from when on: 1h30m, 13:10, yesterday, 2026-11-25T13:10Z' },
    until: { type: 'string', describe: 'up to when, written in the same way' },
    'no-follow': { type: 'boolean', describe: 'end when everything that is there was read' },
    lines: { type: 'string', short: 'n', describe: 'begin with this many lines at the most' },
    endpoint: { type: 'string', describe: 'only this endpoint of the runtime' },
    stream: { type: 'string', describe: 'only streams with this in their name, or like this pattern with *' },
    level: {
      type: 'string',
      choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal'],
      describe: 'only lines at least so grave, and those that show a fault',
    },
    grep: {
      type: 'string',
      list: true,
      describe: 'only lines like this pattern (a regular expression); any of several',
    },
    exclude: { type: 'string', list: true, describe: 'no lines like this pattern' },
    highlight: { type: 'string', list: true, describe: 'mark what is like this pattern' },
    'filter-pattern': { type: 'string', describe: "only what this pattern of CloudWatch's own lets through" },
    session: { type: 'string', describe: 'only lines of this session' },
    trace: { type: 'string', describe: 'only lines of this trace' },
    request: { type: 'string', describe: 'only lines that name this request' },
    around: { type: 'string', describe: 'the lines around those that hold this id: one failed call' },
    fields: { type: 'string', list: true, describe: 'only these fields: timestamp,message,attributes.session.id' },
    timestamps: {
      type: 'string',
      choices: ['time', 'iso', 'none'],
      default: 'time',
      describe: 'how times are written',
    },
    utc: { type: 'boolean', describe: 'times of UTC, not of this place' },
    summary: { type: 'boolean', describe: 'end with the causes, and with what happened by the minute' },
    diagnose: { type: 'boolean', describe: 'show nothing but that' },
    live: {
      type: 'boolean',
      describe: 'bring lines in by Live Tail, which is quicker, and which AWS bills by the minute',
    },
    overlap: { type: 'string', default: '2m', describe: 'how late a line may appear without being missed' },
    format: { type: 'string', choices: ['human', 'json'], default: 'human', describe: 'json: one document a line' },
    json: { type: 'boolean', describe: 'the same as --format json' },
    profile: { type: 'string', describe: 'the AWS profile to look with' },
    region: { type: 'string', describe: 'the AWS region, when nothing else names it' },
    'no-color': { type: 'boolean', describe: 'write without colours' },
  },
  examples: [
    ['$0 logs tail', 'follow the agent of this folder'],
    [
      '$0 logs tail weather-a1b2c3d4e5 --since 1h30m --level warn',
      'what went wrong in the last 90 minutes, and goes on',
    ],
    ['$0 logs tail weather --diagnose --since yesterday', 'nothing but the causes, ranked'],
    ['$0 logs tail weather --no-follow --json | jq .check', 'for a program'],
    ['$0 logs tail weather --around 1f0c2a9e', 'the lines of one failed call'],
  ],
  async run(given: Given, io: Io): Promise<number> {
    // Its thread starts while the rest is loaded. Live Tail brings a line at a time, for which no thread is needed.
    const asking = given.flag('live') ? undefined : io.startAsking?.();
    const { tailLogs } = await import('./tailing.ts');
    return tailLogs(given, io, asking);
  },
};

export default logsTail;
