import { presentOf } from '../deploy/deployment.ts';
import { logsOf } from '../deploy/logs.ts';
import { type Removal, removalSteps, removeDeployment } from '../deploy/removal.ts';
import { checkName } from '../domain/deploy/names.ts';
import type { DeployReport } from '../report/deployed.ts';
import { version } from '../version.ts';
import { openAccount } from './account.ts';
import type { Command, Given, Io } from './command.ts';
import { deployOptions, mayDo, placeOf, watchOf, writeDeployReport } from './deploying.ts';
import { paintFor } from './paint.ts';

const destroy: Command = {
  name: 'destroy',
  summary: 'Remove what `deploy` made, and nothing else.',
  options: {
    ...deployOptions,
    logs: { type: 'boolean', describe: 'delete the logs, too; AWS keeps them otherwise' },
  },
  examples: [
    ['$0 destroy --dry-run', 'what it would remove'],
    ['$0 destroy --name tides --logs --yes --account 111122223333', 'all of it, without asking'],
  ],
  run: destroyWith,
};

export default destroy;

async function destroyWith(given: Given, io: Io): Promise<number> {
  const name = given.text('name') ?? 'bedrock_arc_validator';
  checkName(name);
  const paint = await paintFor(io, given.flag('no-color'));
  const aws = await openAccount(given, io);
  const place = await placeOf(given, aws);
  const present = await presentOf(name, place, aws);
  const { own, others } = await logsOf(name, present, aws);
  const removal: Removal = { name, place, present, logGroups: own, removesLogs: given.flag('logs') };
  const steps = removalSteps(removal);
  const by = (group: string): string =>
    `\`aws logs delete-log-group --region ${place.region} --log-group-name ${group}\` deletes it`;
  const foreign = others.map(
    (group) => `Log group \`${group}\` remains: nothing tells that it is of this deployment. ${by(group)}.`,
  );
  const kept = given.flag('logs') ? [] : own;
  const tool = { name: 'agentcore-doctor', version };
  const plan: DeployReport = {
    tool,
    name,
    place,
    mode: 'planned',
    steps,
    notes: [...kept.map((group) => `Log group \`${group}\` remains; \`--logs\` deletes it.`), ...foreign],
  };
  if (steps.length === 0) {
    writeDeployReport(
      { ...plan, mode: 'removed', notes: ['There was nothing to remove.', ...foreign] },
      given,
      io,
      paint,
    );
    return 0;
  }
  if (!(await mayDo(plan, { given, io, paint }))) {
    writeDeployReport(plan, given, io, paint);
    return 0;
  }
  const watch = watchOf(io);
  await removeDeployment(removal, aws, watch).finally(watch.done);
  const left = kept.map((group) => `Log group \`${group}\` remains; ${by(group)}.`);
  writeDeployReport({ ...plan, mode: 'removed', notes: [...left, ...foreign] }, given, io, paint);
  return 0;
}
