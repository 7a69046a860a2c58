import { hostSuffixOf } from '../probe/partitions.ts';
import type { CodeBundle, DeployAuth, DeployPlace, DeployWish } from '../../model/deployment-plan.ts';
import type { Json } from '../../model/json.ts';
import type { StackOutputs } from './stack.ts';

/** Where the archive of a deployment lies in its bucket: another content has another key. */
export function keyOf(name: string, digest: string): string {
  return `${name}/${digest.slice(0, 16)}.zip`;
}

/**
 * The members of `CreateAgentRuntime` that a deployment decides; `UpdateAgentRuntime` takes the same but for the name.
 * https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html (verified 2026-11-26)
 */
export function runtimeDocumentOf(
  wish: DeployWish,
  { runtime, entryPoint, digest }: Omit<CodeBundle, 'zip'>,
  outputs: StackOutputs,
): { readonly [member: string]: Json } {
  const authorizer = authorizerOf(wish.auth, wish.place, outputs);
  return {
    agentRuntimeArtifact: {
      codeConfiguration: {
        code: { s3: { bucket: outputs.bucket, prefix: keyOf(wish.name, digest) } },
        runtime,
        entryPoint: [...entryPoint],
      },
    },
    roleArn: outputs.roleArn,
    networkConfiguration: { networkMode: 'PUBLIC' },
    protocolConfiguration: { serverProtocol: 'MCP' },
    ...(authorizer === undefined ? {} : { authorizerConfiguration: authorizer }),
    environmentVariables: environmentOf(wish),
  };
}

function authorizerOf(auth: DeployAuth, place: DeployPlace, outputs: StackOutputs): Json | undefined {
  if (auth.kind === 'iam') return undefined;
  if (auth.kind === 'oidc')
    return { customJWTAuthorizer: { discoveryUrl: auth.discoveryUrl, allowedClients: [...auth.clients] } };
  const clients = [outputs.userClient, outputs.programClient].filter((client) => client !== undefined);
  // Tokens of programs have no audience: the trigger that adds one sees only those of users.
  const audience = auth.trigger && !auth.programs ? { allowedAudience: clients } : {};
  const discoveryUrl = cognitoDiscovery(place.region, outputs.userPool ?? '');
  return { customJWTAuthorizer: { discoveryUrl, allowedClients: clients, ...audience } };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html (verified 2026-11-26) */
export function cognitoDiscovery(region: string, pool: string): string {
  return `https://cognito-idp.${region}.${hostSuffixOf(region) ?? 'amazonaws.com'}/${pool}/.well-known/openid-configuration`;
}

function environmentOf({ guardrail, model, environment }: DeployWish): { readonly [name: string]: string } {
  return {
    ...environment,
    ...(guardrail === undefined ? {} : { BEDROCK_GUARDRAIL_ID: guardrail }),
    ...(model === undefined ? {} : { BEDROCK_MODEL_ID: model }),
  };
}
