#!/usr/bin/env node
import { loadProgram } from './load.ts';
import { version } from './version.ts';

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  // Nothing else is loaded for this: people and scripts ask it often.
  process.stdout.write(`${version}\n`);
} else {
  // A reader that goes away (`| head`) is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exitCode = 0;
  });
  const io = {
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
    isTerminal: { out: process.stdout.isTTY, err: process.stderr.isTTY },
    width: process.stdout.columns,
    environment: process.env,
  };
  void loadProgram()
    .main(argv, io)
    .then((code) => (process.exitCode = code));
}
