import { accessLog } from './access-log.ts';
import { answering } from './answering.ts';
import { artifact } from './artifact.ts';
import { authorizerSettings } from './authorizer.ts';
import { building } from './building.ts';
import { claims } from './claims.ts';
import { clients } from './clients.ts';
import { configuration } from './configuration.ts';
import { credentials } from './credentials.ts';
import { gateway } from './gateway.ts';
import { network } from './network.ts';
import { numbersAlone } from './numbers-alone.ts';
import { observing } from './observing.ts';
import { programStarts } from './program-starts.ts';
import { pythonLibraries } from './python-libraries.ts';
import { pythonStarts } from './python-starts.ts';
import { requests } from './requests.ts';
import { roles } from './roles.ts';
import { serving } from './serving.ts';
import { sessionLimits } from './session-limits.ts';
import { sessions } from './sessions.ts';
import { signIn } from './sign-in.ts';
import type { Cause, Symptom } from './symptom.ts';
import { tokenEndpoint } from './token-endpoint.ts';
import { tokens } from './tokens.ts';
import { tools } from './tools.ts';

/** Every symptom that is known: each row of the failure catalogue, and each status and code by itself. */
export const symptoms: readonly Symptom[] = [
  ...pythonStarts,
  ...pythonLibraries,
  ...programStarts,
  ...serving,
  ...sessions,
  ...sessionLimits,
  ...requests,
  ...answering,
  ...accessLog,
  ...configuration,
  ...authorizerSettings,
  ...artifact,
  ...building,
  ...roles,
  ...credentials,
  ...network,
  ...observing,
  ...signIn,
  ...tokenEndpoint,
  ...tokens,
  ...claims,
  ...clients,
  ...tools,
  ...gateway,
  ...numbersAlone,
];

/** Every cause of the table, each once. */
export function causesOf(table: readonly Symptom[]): readonly Cause[] {
  return [...new Set(table.flatMap(({ suspects }) => suspects.map(({ cause }) => cause)))];
}
