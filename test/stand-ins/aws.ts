import { afterAll } from 'vitest';
import { environmentFor } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import { type AgentCore, type AgentCoreOptions, openAgentCore } from './agentcore/stand-in.ts';
import { type Bedrock, openBedrock } from './bedrock/stand-in.ts';
import { type Ecr, openEcr } from './ecr/stand-in.ts';
import { openRefusingProxy, type RefusingProxy } from './refusing-proxy/proxy.ts';
import { openXray, type Xray } from './xray/stand-in.ts';

/** All of AWS that this project speaks to, behind one URL: an emulator, and stand-ins for what it lacks. */
export interface WholeAws {
  /** Of the refusing proxy, which stands before everything. */
  readonly url: string;
  /** What every AWS tool and this program need to find it. */
  readonly environment: { readonly [name: string]: string };
  readonly proxy: RefusingProxy;
  readonly agentcore: AgentCore;
  readonly bedrock: Bedrock;
  readonly ecr: Ecr;
  readonly xray: Xray;
}

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

/** Opens an AWS until the end of the test file; the emulator behind it is the file's one. */
export async function wholeAws(
  test: { readonly skip: (because: string) => never },
  options: Omit<AgentCoreOptions, 'upstreams'> = {},
): Promise<WholeAws> {
  const ministack = await emulator(test, 'ministack');
  const [bedrock, ecr, xray] = await Promise.all([openBedrock(), openEcr(), openXray()]);
  const models = { AWS_ENDPOINT_URL_BEDROCK: bedrock.url, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url };
  // Whoever calls as a server is deployed does not go through the proxy: its calls are none of the program's.
  const environment = { ...environmentFor(ministack), ...models, ...options.environment };
  const upstreams = { default: ministack.url, ecr: ecr.url };
  const agentcore = await openAgentCore({ ...options, environment, upstreams });
  const proxy = await openRefusingProxy({
    default: ministack.url,
    bedrock: bedrock.url,
    'bedrock-runtime': bedrock.url,
    ecr: ecr.url,
    xray: xray.url,
    'bedrock-agentcore': agentcore.url,
    'bedrock-agentcore-control': agentcore.url,
  });
  for (const { close } of [bedrock, ecr, xray, agentcore, proxy]) closing.push(close);
  return { url: proxy.url, environment: environmentFor(proxy), proxy, agentcore, bedrock, ecr, xray };
}
