import type { LogRefusal } from '../logs/port.ts';
import { Failure } from '../model/failure.ts';
import type { Io } from './command.ts';

/** Says why nothing, or nothing more, could be read; the exit code, or a `Failure` where the call itself is wrong. */
export function refusedWith({ kind, action, message }: LogRefusal, io: Io): number {
  const sentence = message.replace(/\.?$/, '.');
  switch (kind) {
    case 'credentials':
      throw new Failure(sentence, 'Sign in (`aws sso login`, `aws configure`), or name a profile with `--profile`.');
    case 'denied':
      io.err(`agentcore-doctor: ${sentence}\n  Allow \`${action}\`, which only reads.\n`);
      return 3;
    case 'invalid':
      if (message.startsWith('Region is missing'))
        throw new Failure('No AWS region is named.', 'Name it with `--region` or `AWS_REGION`.');
      throw new Failure(
        `\`${action}\` refuses what is asked: ${sentence}`,
        'Look at `--filter-pattern` and the region.',
      );
    case 'throttled':
    case 'unreachable':
    case 'stale':
    case 'absent':
      io.err(
        `agentcore-doctor: \`${action}\` was not answered to the end: ${sentence}\n  What was shown is not all.\n`,
      );
      return 3;
  }
}
