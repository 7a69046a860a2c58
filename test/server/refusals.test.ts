import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bedrock, openBedrock } from '../stand-ins/bedrock/stand-in.ts';
import { openRefusingProxy, type RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { call, connect } from './client.ts';
import { startServer, type Started } from './start.ts';

const text = { guardrail_id: 'tides1', content: 'High water is at noon.' };
const ROLE = 'arn:aws:sts::111122223333:assumed-role/BedrockAgentCore-arc/session';

let bedrock: Bedrock;
let aws: RefusingProxy;
let server: Started;

beforeAll(async () => {
  bedrock = await openBedrock();
  bedrock.guardrail({ id: 'tides1', name: 'tides', policies: ['arn:of:policy'] });
  aws = await openRefusingProxy(bedrock.url);
  server = await startServer(aws.url);
});
afterAll(async () => {
  await aws.close();
  await bedrock.close();
});

async function refused(name: string, given: Record<string, unknown>) {
  const { isError, text: words, code, structured } = await call(await connect(server.url), name, given);
  expect({ isError, structured }).toEqual({ isError: true, structured: {} });
  return { words, code };
}

describe('input', () => {
  it.each([
    ['validate_content', { ...text, content: '' }, '`content`: is empty'],
    ['validate_content', { ...text, content: ' \n\t' }, '`content`: is empty'],
    ['validate_content', { guardrail_id: 'tides1' }, '`content`'],
    ['validate_content', { ...text, content: 'x'.repeat(100_001) }, '`content`: is longer than 100000 characters'],
    ['validate_content', { ...text, content: 'x'.repeat(5_000_000) }, '`content`: is longer than 100000 characters'],
    ['validate_content', { ...text, guardrail_id: '../model%2f' }, '`guardrail_id`: is neither'],
    ['validate_content', { ...text, guardrail_version: '0' }, '`guardrail_version`: is neither'],
    ['validate_content', { ...text, source: 'BOTH' }, '`source`'],
    ['validate_content', { content: 'High water is at noon.' }, 'No guardrail is named'],
    ['list_guardrails', { max_results: 101 }, '`max_results`'],
    ['list_guardrails', { max_results: 0 }, '`max_results`'],
    ['get_guardrail_info', { guardrail_id: 'tides1', version: 'LATEST' }, '`version`: is neither'],
    ['rewrite_response', { user_query: 'x', llm_response: '', guardrail_id: 'tides1' }, '`llm_response`: is empty'],
    ['rewrite_response', { user_query: 'x', llm_response: 'y', max_rounds: 6 }, '`max_rounds`'],
  ])('is refused by %s before AWS is asked', async (name, given, says) => {
    const before = aws.calls.length;
    const { words, code } = await refused(name, given);
    expect(words).toContain(says);
    expect(['invalid', 'no_model']).toContain(code);
    expect(aws.calls.length).toBe(before);
  });
});

describe('an error of AWS', () => {
  it('about permissions names action, resource and role', async () => {
    const resource = 'arn:aws:bedrock:eu-west-1:111122223333:guardrail/tides1';
    const because = 'because no identity-based policy allows the bedrock:ApplyGuardrail action';
    const message = `User: ${ROLE} is not authorized to perform: bedrock:ApplyGuardrail on resource: ${resource} ${because}`;
    aws.play({ on: 'bedrock:ApplyGuardrail', fault: { kind: 'denied', message }, times: 1 });
    expect(await refused('validate_content', text)).toEqual({
      code: 'access_denied',
      words: `AWS denies ApplyGuardrail. Allow \`bedrock:ApplyGuardrail\` on \`${resource}\` in the execution role \`BedrockAgentCore-arc\`.`,
    });
  });

  it('about a policy of Automated Reasoning names the action that AWS names', async () => {
    const resource = 'arn:aws:bedrock:eu-west-1:111122223333:automated-reasoning-policy/tidepolicy12:1';
    const message = `User: ${ROLE} is not authorized to perform: bedrock:InvokeAutomatedReasoningPolicy on resource: ${resource} with an explicit deny in a permissions boundary`;
    aws.play({ on: 'bedrock:ApplyGuardrail', fault: { kind: 'denied', message }, times: 1 });
    const { words } = await refused('validate_content', text);
    expect(words).toContain('remove the denial of `bedrock:InvokeAutomatedReasoningPolicy`');
    expect(words).toContain(resource);
  });

  it('about permissions that names little still says what to allow', async () => {
    aws.play({ on: 'bedrock:ListGuardrails', fault: { kind: 'denied', message: 'Access denied' }, times: 1 });
    const { words } = await refused('list_guardrails', {});
    expect(words).toBe(
      "AWS denies ListGuardrails. Allow `bedrock:ListGuardrails` on `*` in the server's execution role.",
    );
  });

  it('about a guardrail that is not there says where ids are shown', async () => {
    for (const name of ['validate_content', 'get_guardrail_info']) {
      const { words, code } = await refused(name, { ...text, guardrail_id: 'nosuch1' });
      expect(code).toBe('unknown_guardrail');
      expect(words).toContain('`nosuch1` in version `DRAFT` is not there');
      expect(words).toContain('list_guardrails');
    }
    const message = 'The guardrail identifier or version provided in the request does not exist.';
    const error = { code: 'ValidationException', status: 400, message };
    aws.play({ on: 'bedrock:ApplyGuardrail', fault: { kind: 'refused', error }, times: 1 });
    expect((await refused('validate_content', text)).code).toBe('unknown_guardrail');
  });

  it('about too many requests is tried three times and then says to wait', async () => {
    const before = aws.calls.length;
    const end = aws.play({ on: 'bedrock:ApplyGuardrail', fault: { kind: 'throttled' } });
    const { words, code } = await refused('validate_content', text);
    end();
    expect(code).toBe('throttled');
    expect(words).toContain('Wait some seconds');
    expect(aws.calls.length - before).toBe(3);
  });

  it('that passes is not seen', async () => {
    bedrock.finds(() => []);
    aws.play({ on: 'bedrock:ApplyGuardrail', fault: { kind: 'throttled' }, times: 1 });
    aws.play({ on: 'bedrock:ApplyGuardrail', fault: { kind: 'failed' }, times: 1 });
    expect(await call(await connect(server.url), 'validate_content', text)).toMatchObject({ isError: false });
  });

  it('about the input says what AWS says', async () => {
    const message = 'The text exceeds the maximum of 25 text units.';
    const error = { code: 'ValidationException', status: 400, message };
    aws.play({ on: 'bedrock:ApplyGuardrail', fault: { kind: 'refused', error }, times: 1 });
    expect(await refused('validate_content', text)).toEqual({
      code: 'invalid',
      words: `AWS does not take the input of ApplyGuardrail: ${message}`,
    });
  });

  it('about credentials, the region and the network says where to look', async () => {
    const cases = [
      [{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, 'credentials', 'execution role'],
      [{ AWS_REGION: '' }, 'no_region', 'AWS_REGION'],
      [{ AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://127.0.0.1:9' }, 'unreachable', 'cannot be reached'],
    ] as const;
    for (const [environment, code, says] of cases) {
      const other = await startServer(aws.url, environment);
      const answer = await call(await connect(other.url), 'validate_content', text);
      expect({ code: answer.code, isError: answer.isError }).toEqual({ code, isError: true });
      expect(answer.text).toContain(says);
    }
  });

  it('that takes longer than a call may ends it', async () => {
    const slow = await startServer(aws.url, { CALL_LIMIT_SECONDS: '0.3' });
    aws.delay(3000);
    const began = performance.now();
    const { code } = await call(await connect(slow.url), 'validate_content', text);
    aws.delay(0);
    expect(code).toBe('time_limit');
    expect(performance.now() - began).toBeLessThan(2500);
  });
});
