import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bedrock, openBedrock } from '../stand-ins/bedrock/stand-in.ts';
import { openRefusingProxy, type RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { call, connect } from './client.ts';
import { startServer, type Started } from './start.ts';

const POLICY = 'arn:aws:bedrock:eu-west-1:111122223333:automated-reasoning-policy/tidepolicy12:1';

let bedrock: Bedrock;
let aws: RefusingProxy;
let server: Started;

beforeAll(async () => {
  bedrock = await openBedrock();
  for (let index = 1; index <= 45; index++)
    bedrock.guardrail({
      id: `tides${index}`,
      name: `tides ${index}`,
      ...(index % 2 === 0 ? {} : { policies: [POLICY] }),
    });
  aws = await openRefusingProxy(bedrock.url);
  server = await startServer(aws.url, { BEDROCK_GUARDRAIL_ID: 'tides7' });
});
afterAll(async () => {
  await aws.close();
  await bedrock.close();
});

describe('list_guardrails', () => {
  it('lists all, page by page', async () => {
    const client = await connect(server.url);
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let token: unknown = ''; token !== undefined;) {
      const { structured } = await call(client, 'list_guardrails', token === '' ? {} : { next_token: token });
      const page: readonly { readonly id: string }[] = Object(structured).guardrails;
      sizes.push(page.length);
      seen.push(...page.map(({ id }) => id));
      token = structured['next_token'];
    }
    expect(sizes).toEqual([20, 20, 5]);
    expect(new Set(seen).size).toBe(45);
  });

  it('looks up the policies of Automated Reasoning where it is asked to', async () => {
    const client = await connect(server.url);
    const { structured, text } = await call(client, 'list_guardrails', { max_results: 5, with_policies: true });
    const page: readonly { readonly automated_reasoning_policies: readonly string[] }[] = Object(structured).guardrails;
    expect(page.map((one) => one.automated_reasoning_policies)).toEqual([[POLICY], [], [POLICY], [], [POLICY]]);
    expect(text).toContain(`Automated Reasoning: ${POLICY}`);
  });

  it('lists a guardrail that it may not look into, and says why', async () => {
    aws.play({ on: 'bedrock:GetGuardrail', fault: { kind: 'denied' }, times: 1 });
    const { structured } = await call(await connect(server.url), 'list_guardrails', {
      max_results: 2,
      with_policies: true,
    });
    const page: readonly { readonly not_looked_up?: string }[] = Object(structured).guardrails;
    expect(page.map((one) => one.not_looked_up !== undefined)).toContain(true);
    expect(page.map((one) => one.not_looked_up !== undefined)).toContain(false);
  });
});

describe('get_guardrail_info', () => {
  it('shows a guardrail with its policies of Automated Reasoning', async () => {
    const { structured, text } = await call(await connect(server.url), 'get_guardrail_info', {
      guardrail_id: 'tides1',
    });
    expect(structured).toMatchObject({
      id: 'tides1',
      status: 'READY',
      policies: ['automated_reasoning'],
      automated_reasoning: { policies: [POLICY], confidence_threshold: 0.8 },
    });
    expect(text).toContain(POLICY);
  });

  it('shows the one of the server where none is named', async () => {
    expect((await call(await connect(server.url), 'get_guardrail_info', {})).structured).toMatchObject({
      id: 'tides7',
    });
  });
});
