import { defineCheck } from '../src/model/check.ts';
import { grantFix } from '../src/domain/cloud/role-fix.ts';
import { roleLacks, withFix } from '../src/domain/cloud/role-may.ts';
import { type RunUnder, runsUnder, traceNeeds } from '../src/domain/cloud/run-under.ts';

export default defineCheck({
  id: 'role-without-xray',
  title: "The runtime's role may not send traces",
  severity: 'note',
  why: 'The traces of the server go to X-Ray as the execution role: without the grant the dashboards of the runtime stay empty, and the server works.',
  remedy: 'Allow `xray:PutTraceSegments` and `xray:PutTelemetryRecords` on `*`.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html'],
  fix: 'review',
  needs: ['roles', 'runtimes', 'caller'],

  subjects: ({ roles, runtimes, caller }) => runsUnder(roles, runtimes, caller),

  judge: ({ role }: RunUnder) =>
    withFix(
      roleLacks(role, traceNeeds()),
      grantFix(role, traceNeeds(), 'AgentCoreDoctorTraces', 'Let the role send traces'),
    ),
});
