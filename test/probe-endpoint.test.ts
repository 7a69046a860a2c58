import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { describe, expect, it } from 'vitest';
import type { Around } from '../src/domain/probe/address.ts';
import { endpointOf } from '../src/domain/probe/endpoint.ts';
import { regionOfHost } from '../src/domain/probe/partitions.ts';
import type { Endpoint } from '../src/model/probe.ts';

const ARN = 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/weather-a1b2c3d4e5';
const ENCODED = encodeURIComponent(ARN);
const URL_OF = `https://bedrock-agentcore.eu-west-1.amazonaws.com/runtimes/${ENCODED}/invocations?qualifier=DEFAULT`;

function found(word: string, around: Around = {}): Endpoint {
  const addressed = endpointOf(word, around);
  if (!addressed.ok) throw new Error(addressed.gap.because);
  return addressed.endpoint;
}

function refusal(word: string, around: Around = {}): string {
  const addressed = endpointOf(word, around);
  return addressed.ok ? `sent to ${addressed.endpoint.url}` : addressed.gap.because;
}

describe('the endpoint of a runtime', () => {
  it('is the same by its ARN, its id and its URL', () => {
    const region = 'eu-west-1';
    expect(found(` ${ARN}\n`).url).toBe(URL_OF);
    expect(found('weather-a1b2c3d4e5', { region, account: '111122223333' })).toEqual(found(ARN));
    expect(found(URL_OF)).toEqual(found(ARN));
  });

  it.each([
    ['aws', 'eu-west-1'],
    ['aws', 'us-east-1'],
    ['aws', 'ap-southeast-7'],
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-iso', 'us-iso-east-1'],
    ['aws-iso-b', 'us-isob-east-1'],
    ['aws-iso-e', 'eu-isoe-west-1'],
    ['aws-iso-f', 'us-isof-south-1'],
    ['aws-eusc', 'eusc-de-east-1'],
  ])('of partition %s, region %s, is where the SDK goes', async (partition, region) => {
    const { url, host } = found(ARN.replace('aws:', `${partition}:`).replace('eu-west-1', region));
    expect(host).toBe('aws');
    expect(new URL(url).hostname).toBe(await hostOfSdk(region, {}));
    for (const form of [{}, { useFipsEndpoint: true }, { useDualstackEndpoint: true }]) {
      // Not every partition has each of them.
      const named = await hostOfSdk(region, form).catch(() => new URL(url).hostname);
      expect(regionOfHost(named)).toBe(region);
    }
  });

  it('is that of a VPC endpoint, where one is named', () => {
    const host = 'vpce-0a1b2c3d-4e5f6a7b.bedrock-agentcore.eu-west-1.vpce.amazonaws.com';
    expect(found(URL_OF.replace(/(?<=\/\/)[^/]+/, host))).toMatchObject({ host: 'aws', region: 'eu-west-1', arn: ARN });
  });

  it('has the qualifier that is asked for, or that the ARN names', () => {
    expect(found(ARN, { qualifier: 'prod' }).url).toMatch(/\?qualifier=prod$/);
    expect(found(`${ARN}/runtime-endpoint/prod`)).toEqual(found(ARN, { qualifier: 'prod' }));
    expect(refusal(ARN, { qualifier: '3' })).toBe('`3` is no name of an endpoint.');
  });

  it('goes where the environment says', () => {
    const endpoint = found(ARN, { custom: 'http://127.0.0.1:4566/' });
    expect(endpoint).toMatchObject({ kind: 'runtime', host: 'custom', arn: ARN, account: '111122223333' });
    expect(endpoint.url).toBe(`http://127.0.0.1:4566/runtimes/${ENCODED}/invocations?qualifier=DEFAULT`);
    expect(found('https://emulator.example/runtimes/x', { custom: 'https://emulator.example' }).host).toBe('custom');
    expect(refusal(ARN, { custom: 'http://emulator.example' })).toBe('`http://emulator.example` is not encrypted.');
  });

  it('may be a server of this machine', () => {
    expect(found('http://127.0.0.1:8000/mcp')).toMatchObject({ kind: 'server', host: 'loopback' });
    expect(found('http://localhost:8000/mcp').kind).toBe('server');
    expect(found(`http://[::1]:8080/runtimes/${ENCODED}/invocations`)).toMatchObject({ kind: 'runtime', arn: ARN });
  });

  it.each([
    ['not at all', ARN],
    ['twice', encodeURIComponent(ENCODED)],
    ['with a line break', `${ENCODED}%0A`],
  ])('is known where the ARN is encoded %s, and sent as it was given', (_, segment) => {
    const text = URL_OF.replace(ENCODED, segment);
    expect(found(text)).toMatchObject({ url: text, arn: ARN, mended: URL_OF });
  });
});

describe('an address is refused before anything is sent', () => {
  it.each([
    ['https://bedrock-agentcore.eu-west-1.amazonaws.com.evil.example/x', /no host of AgentCore/],
    ['https://evil.example/runtimes/x/invocations', /`evil.example` is no host/],
    ['https://bedrock-agentcore.eu-west-1.amazonaws.com:8443/x', /no host/],
    ['https://bedrock-agentcore.nowhere.amazonaws.com/x', /no host/],
    ['https://bedrock-agentcore.eu-west-1.amazonaws.com./x', /no host/],
    ['https://bedrock-agentcore.cn-north-1.amazonaws.com/x', /no host/],
    ['https://localhost.evil.example/mcp', /no host/],
    ['https://127.0.0.1.evil.example/mcp', /no host/],
    ['http://bedrock-agentcore.eu-west-1.amazonaws.com/x', /is not encrypted/],
    ['ftp://127.0.0.1/mcp', /`ftp:` is not spoken/],
    [URL_OF.replace('//', '//me:pw@'), /a user or a password/],
    [`${URL_OF}&access_token=abc`, /a secret \(`access_token`\)/],
    [`${URL_OF}&X-Amz-Signature=0f`, /a secret \(`X-Amz-Signature`\)/],
    [`${URL_OF}&x=eyJhbGciOiJSUzI1NiJ9.e30.sig`, /a token/],
    ['https://', /is no URL/],
    ['arn:aws:bedrock-agentcore:eu-west-1:111122223333:gateway/x-a1b2c3d4e5', /is no ARN of an agent runtime/],
    ['arn:aws-cn:bedrock-agentcore:eu-west-1:111122223333:runtime/weather-a1b2c3d4e5', /not in partition `aws-cn`/],
    ['arn:aws:bedrock-agentcore:eu-west-1:1111:runtime/weather-a1b2c3d4e5', /no number of an account/],
    ['weather', /neither an ARN, nor an id, nor a URL/],
    ['weather-a1b2c3d4e5', /In which region/],
  ])('%s', (word, because) => {
    expect(refusal(word)).toMatch(because);
  });

  it('and a secret in it is not repeated', () => {
    const secret = 'eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl';
    for (const text of [`${URL_OF}&token=${secret}`, `${URL_OF}#${secret}`, URL_OF.replace('//', `//u:${secret}@`)])
      expect(refusal(text)).not.toContain('eyJ');
  });
});

async function hostOfSdk(region: string, form: object): Promise<string> {
  const client = new BedrockAgentCoreClient({
    region,
    ...form,
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
  });
  let host = '';
  client.middlewareStack.add(
    (_next) => async (args) => {
      // The last step before a request is sent has it whole.
      host = (args.request as { readonly hostname: string }).hostname;
      throw new Error('not sent');
    },
    { step: 'deserialize', name: 'catch', priority: 'high' },
  );
  const { StopRuntimeSessionCommand } = await import('@aws-sdk/client-bedrock-agentcore');
  await client
    .send(new StopRuntimeSessionCommand({ agentRuntimeArn: ARN, runtimeSessionId: 'x'.repeat(33) }))
    .catch((error: unknown) => {
      if (host === '') throw error;
    });
  return host;
}
