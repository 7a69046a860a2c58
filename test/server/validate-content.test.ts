import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bedrock, openBedrock } from '../stand-ins/bedrock/stand-in.ts';
import { FINDING_KINDS, finding, type FindingKind } from '../stand-ins/bedrock/findings.ts';
import { openRefusingProxy, type RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { call, connect } from './client.ts';
import { startServer, type Started } from './start.ts';

const POLICY = 'arn:aws:bedrock:eu-west-1:111122223333:automated-reasoning-policy/tidepolicy12';
const text = { guardrail_id: 'tides1', content: 'High water is at noon.' };

let bedrock: Bedrock;
let aws: RefusingProxy;
let server: Started;

beforeAll(async () => {
  bedrock = await openBedrock();
  bedrock.guardrail({ id: 'tides1', name: 'tides', policies: [POLICY] });
  bedrock.guardrail({ id: 'plain1', name: 'plain' });
  aws = await openRefusingProxy(bedrock.url);
  server = await startServer(aws.url);
});
afterAll(async () => {
  await aws.close();
  await bedrock.close();
});

/** What each kind of finding comes to. */
const COMES_TO: { readonly [kind in FindingKind]: readonly [verdict: string, valid: boolean | null] } = {
  valid: ['valid', true],
  invalid: ['invalid', false],
  satisfiable: ['satisfiable', false],
  impossible: ['impossible', false],
  translationAmbiguous: ['translation_ambiguous', null],
  tooComplex: ['too_complex', null],
  noTranslations: ['no_translations', null],
};

describe('validate_content', () => {
  it.each(FINDING_KINDS)('takes its verdict from a finding of the kind %s, and not from the action', async (kind) => {
    bedrock.finds((content) => [finding(kind, content)]);
    const { structured, isError, text: words } = await call(await connect(server.url), 'validate_content', text);
    const [verdict, valid] = COMES_TO[kind];
    expect(isError).toBe(false);
    expect(structured).toMatchObject({ verdict, valid, action: 'NONE', findings: [{ kind: verdict }], latency_ms: 12 });
    expect(words).toContain(valid === null ? 'Undecided' : valid ? 'Valid' : 'Not valid');
  });

  it('hands out what a finding rests on', async () => {
    bedrock.finds((content) => [finding('invalid', content), finding('satisfiable'), finding('translationAmbiguous')]);
    const { structured, text: words } = await call(await connect(server.url), 'validate_content', text);
    const [invalid, satisfiable, ambiguous] = Object(structured).findings;
    expect(invalid).toMatchObject({
      premises: [{ logic: 'moon = full', natural_language: 'The moon is full.' }],
      claims: [{ natural_language: text.content }],
      untranslated_claims: ['That is nice.'],
      contradicting_rules: [{ id: 'tiderule0001', policy_version_arn: `${POLICY}:1` }],
      confidence: 0.97,
      logic_warning: { type: 'ALWAYS_TRUE' },
    });
    expect(satisfiable).toMatchObject({
      claims_true_scenario: [{ logic: 'high_water = 12' }],
      claims_false_scenario: [{ logic: 'high_water = 13' }],
    });
    expect(ambiguous).toMatchObject({
      interpretations: [[{ confidence: 0.97 }], [{ claims: [{ logic: 'high_water = 12' }] }]],
      difference_scenarios: [[{ logic: 'place = sea' }]],
    });
    for (const said of ['tiderule0001', 'The moon is full.', 'high_water = 13', 'place = sea', 'That is nice.'])
      expect(words).toContain(said);
  });

  it.each([
    [['valid', 'invalid'], 'invalid'],
    [['invalid', 'impossible'], 'impossible'],
    [['valid', 'satisfiable', 'tooComplex'], 'satisfiable'],
    [['valid', 'translationAmbiguous'], 'translation_ambiguous'],
    [['noTranslations', 'valid'], 'valid'],
  ] as const)('lets the gravest of %j decide: %s', async (kinds, verdict) => {
    bedrock.finds(() => kinds.map((kind) => finding(kind)));
    const { structured } = await call(await connect(server.url), 'validate_content', text);
    expect(structured).toMatchObject({ verdict, fully_checked: false });
  });

  it('counts a part that was left out as not checked, and a finding that it does not know as undecided', async () => {
    const whole = { valid: { translation: { premises: [], claims: [], untranslatedClaims: [] } } };
    bedrock.finds(() => [whole]);
    const client = await connect(server.url);
    expect((await call(client, 'validate_content', text)).structured).toMatchObject({
      valid: true,
      fully_checked: true,
    });
    bedrock.finds(() => [whole, finding('valid')]);
    expect((await call(client, 'validate_content', text)).structured).toMatchObject({
      valid: true,
      fully_checked: false,
    });
    bedrock.finds(() => [whole, Object({ unheardOf: {} })]);
    expect((await call(client, 'validate_content', text)).structured).toMatchObject({
      valid: null,
      verdict: 'unknown',
    });
  });

  it('says of a guardrail without Automated Reasoning that nothing was checked', async () => {
    const plain = { ...text, guardrail_id: 'plain1' };
    const { structured, text: words } = await call(await connect(server.url), 'validate_content', plain);
    expect(structured).toMatchObject({ valid: null, verdict: 'not_checked', findings: [], fully_checked: false });
    expect(words).toContain('Not checked');
  });

  it('asks about the version and the side that are named', async () => {
    const client = await connect(server.url);
    const before = aws.calls.length;
    await call(client, 'validate_content', { ...text, guardrail_version: '3', source: 'INPUT' });
    await call(client, 'validate_content', {
      ...text,
      guardrail_id: 'arn:aws:bedrock:eu-west-1:111122223333:guardrail/tides1',
    });
    expect(aws.calls.slice(before).map(({ target }) => decodeURIComponent(target))).toEqual([
      '/guardrail/tides1/version/3/apply',
      '/guardrail/arn:aws:bedrock:eu-west-1:111122223333:guardrail/tides1/version/DRAFT/apply',
    ]);
  });
});
