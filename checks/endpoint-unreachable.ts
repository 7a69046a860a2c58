import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'endpoint-unreachable',
  title: 'The endpoint cannot be reached',
  severity: 'error',
  why: 'Nothing of what follows takes place: no request comes to the runtime, and its log stays empty.',
  remedy: 'Look at the region in the address, and at the network, the proxy and the VPC endpoint between here and AWS.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/vpc-interface-endpoints.html',
  ],
  fix: 'none',
  needs: ['probe'],

  subjects: ({ probe }) => askedOfProbe('endpoint-unreachable', probe),

  judge: (asked: AskedOfProbe) => saidOf(asked),
});
