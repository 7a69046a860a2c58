/**
 * Where the server of a runtime is called; an endpoint of the user's own stands for the data plane of AWS.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp.html (verified 2026-11-26)
 */
export function invocationUrl(arn: string, environment: { readonly [name: string]: string | undefined }): string {
  const [, partition = 'aws', , region = ''] = arn.split(':');
  const custom = environment['AWS_ENDPOINT_URL_BEDROCK_AGENTCORE'] ?? environment['AWS_ENDPOINT_URL'];
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const base = custom ?? `https://bedrock-agentcore.${region}.${suffix}`;
  return `${base.replace(/\/$/, '')}/runtimes/${encodeURIComponent(arn)}/invocations?qualifier=DEFAULT`;
}
