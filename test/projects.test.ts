import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { JsonReport } from '../src/report/json.ts';
import { run } from './support/run.ts';

/** The exit code of each whole project; those that are right have nothing at or above a warning. */
const CODES: { readonly [project: string]: number } = {
  'agentcore-cli': 1,
  'config-less': 1,
  'field-guide': 1,
  'field-guide-mended': 0,
  monorepo: 1,
  'typescript-server': 0,
};

const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(readFileSync('report.schema.json', 'utf8')));

describe.each(readdirSync('fixtures/projects').toSorted())('the project %s', (name) => {
  const root = `fixtures/projects/${name}`;

  it('is reported as it was', async () => {
    const { code, out, err } = await run([root]);
    await expect(out).toMatchFileSnapshot(`../fixtures/runs/${name}.txt`);
    expect(err).toBe('');
    expect(code).toBe(CODES[name]);
  });

  it('is reported in JSON that its schema allows', async () => {
    const { code, out } = await run([root, '--format', 'json']);
    const report: JsonReport = JSON.parse(out);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(code).toBe(CODES[name]);
    expect(report.outcomes.filter(({ status }) => status === 'crashed')).toEqual([]);
  });

  it('keeps its exit code when warnings count, too', async () => {
    expect((await run([root, '--fail-on', 'warning'])).code).toBe(CODES[name]);
  });
});

describe('the problems of the field guide', () => {
  it.each([
    ['ECR permissions', 'role-without-ecr'],
    ['transport flags: the host', 'host-loopback'],
    ['transport flags: statelessness', 'not-stateless'],
    ['the hyphen in the name', 'agent-name-invalid'],
    ['the flat authorizer', 'authorizer-flat'],
    ['the client_id claim: the token', 'id-token-sent'],
    ['the client_id claim: the trigger', 'trigger-cannot-add-client-id'],
    ['406: the raw call', 'raw-invoke-without-accept'],
    ['406: the curl command', 'accept-header-incomplete'],
    ['the user in the template', 'user-pool-user-in-template'],
  ])('%s', async (_what, check) => {
    const report: JsonReport = JSON.parse((await run(['fixtures/projects/field-guide', '--format', 'json'])).out);
    expect(report.outcomes.find((outcome) => outcome.check === check)?.status).toBe('fail');
    const mended: JsonReport = JSON.parse(
      (await run(['fixtures/projects/field-guide-mended', '--format', 'json'])).out,
    );
    expect(mended.outcomes.find((outcome) => outcome.check === check)?.status).not.toBe('fail');
  });
});
