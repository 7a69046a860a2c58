import { pingRefused } from './answering.ts';
import { protocolMissing } from './configuration.ts';
import { LIMITS, PROTOCOL_MISSING, SAMPLES } from './pages.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';

// A gateway in front of the runtime, and the service's own limits of rate.

const oauthTarget: Cause = {
  id: 'gateway-oauth-target',
  title: 'The gateway does not forward calls to a target with OAuth',
  because:
    'Reported and open: `tools/list` is answered from what was synchronised, and `tools/call` never reaches the runtime.',
  remedy: 'Call the runtime directly to see that it works, and open a support case for the gateway.',
  evidence: "A direct call works, and the runtime's log has no request of the gateway.",
  references: [`${SAMPLES}/issues/809`],
};

const jwtPath: Cause = {
  id: 'jwt-requests-not-routed',
  title: 'Requests with a bearer token do not reach the container',
  because:
    'Reported and open: the session starts, and the platform does not pass the request on, while signed requests get through.',
  remedy:
    'Make sure that the protocol is MCP; then compare with a signed call (`mcp-proxy-for-aws`) and open a support case.',
  evidence: "The container's log shows its start and no request; a signed call of the same runtime shows one.",
  references: [`${SAMPLES}/issues/1030`],
};

const targetNotSigned: Cause = {
  id: 'gateway-target-not-signed',
  title: "The gateway's target does not say how to sign",
  because:
    'The credential provider for IAM wants service and region; without them the gateway sends requests without a signature.',
  remedy: 'Set `IamCredentialProvider` of the target with `Service: bedrock-agentcore` and the region.',
  evidence: 'The message appears while the target is synchronised, not at a call of yours.',
  references: ['https://github.com/CopilotKit/CopilotKit/pull/6920'],
};

const longToolName: Cause = {
  id: 'tool-name-too-long',
  title: "The name of a tool is longer than 64 characters with the gateway's prefix",
  because: 'A gateway calls tools `<target>___<tool>`, and models take names of at most 64 characters.',
  remedy: 'Shorten the name of the target or of the tool.',
  evidence: 'Target, three underscores and tool together have more than 64 characters.',
  check: 'tool-name-too-long',
  references: [PROTOCOL_MISSING],
};

export const throttled: Cause = {
  id: 'rate-exceeded',
  title: 'More calls or new sessions are made than the account may make',
  because:
    'Rates are limited for calls and, lower, for new sessions; a client without a session id starts one with each call.',
  remedy: 'Reuse the session, wait longer between attempts, and see Service Quotas for your own limit.',
  evidence: 'The metric Throttles counts it at the same minute.',
  check: 'throttled',
  references: [LIMITS],
};

export const gateway: readonly Symptom[] = [
  {
    id: 'target-not-reached',
    title: 'The gateway gets no tools from its target',
    grade: 'effect',
    seen: [
      { says: 'Failed to connect and fetch tools from the provided MCP target server' },
      { says: 'GatewayTarget … failed to stabilize' },
    ],
    suspects: [likely(pingRefused), likely(targetNotSigned), perhaps(protocolMissing)],
    unless: ['target-not-signed'],
  },
  {
    id: 'gateway-call-fails',
    title: 'A call through the gateway fails, and listing works',
    grade: 'fault',
    seen: [
      { told: ['gateway', 'tools/call', 'An internal error occurred'] },
      { says: ['.gateway.bedrock-agentcore.', 'An internal error occurred'] },
    ],
    suspects: [likely(oauthTarget), perhaps(protocolMissing)],
  },
  {
    id: 'no-request-arrives',
    title: 'The container starts, and no request reaches it',
    grade: 'effect',
    seen: [
      { told: 'requests never reach' },
      { told: 'no request ever reaches' },
      { told: 'never reaches the container' },
      { told: 'no HTTP requests are ever routed' },
      { told: 'no requests reach' },
    ],
    suspects: [likely(protocolMissing), likely(jwtPath)],
  },
  {
    id: 'target-not-signed',
    title: 'The gateway cannot reach its target',
    grade: 'fault',
    seen: [
      { says: ['GatewayTarget', 'Missing Authentication Token'] },
      { told: ['gateway', 'target', 'Missing Authentication Token'] },
      { says: ['SynchronizeGatewayTargets', 'Missing Authentication Token'] },
    ],
    suspects: [surely(targetNotSigned)],
  },
  {
    id: 'tool-name-refused',
    title: "A tool's name is refused",
    grade: 'fault',
    seen: [
      { says: "toolSpec.name' failed to satisfy constraint" },
      { says: 'toolSpec.name … less than or equal to 64' },
      { told: 'tool name … 64' },
      { says: 'tools.0.custom.name: String should have at most' },
      { told: 'name … exceeds … 64 characters' },
    ],
    suspects: [surely(longToolName)],
  },
  {
    id: 'rate-limited',
    title: 'The service limits the rate',
    grade: 'fault',
    seen: [
      { says: 'ThrottlingException' },
      { says: 'Rate exceeded' },
      { says: 'Rate limit exceeded' },
      { says: 'Too Many Requests' },
      { says: 'TooManyRequestsException' },
    ],
    suspects: [surely(throttled)],
    // Tools meet the limits of other services as well.
    marksLines: false,
  },
];
