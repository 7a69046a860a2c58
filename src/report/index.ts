import type { Reporter } from '../model/report.ts';
import { human } from './human.ts';
import { json } from './json.ts';

/** Every form of a report, by the name that `--format` takes. */
export const reporters = { human, json } satisfies Record<string, Reporter>;
