import { describe, expect, it } from 'vitest';
import { policyToAskFor } from '../src/domain/iam/ask-for.ts';
import { evaluate, type Verdict } from '../src/domain/iam/evaluate.ts';
import type { Policies } from '../src/domain/iam/policies.ts';
import type { Principal, Request } from '../src/domain/iam/request.ts';
import type { Json } from '../src/model/json.ts';

const ROLE: Principal = { kind: 'iam', arn: 'arn:aws:iam::111122223333:role/service/AgentRole' };
const REPOSITORY = 'arn:aws:ecr:eu-central-1:111122223333:repository/weather';
const PULL = { principal: ROLE, action: 'ecr:BatchGetImage', resource: REPOSITORY };

/** The verdict on pulling an image, or on something else, under one policy of these statements. */
function under(statements: Json, request: Partial<Request> = {}, policies: Partial<Policies> = {}): Verdict {
  return evaluate(
    { ...PULL, ...request },
    { identity: [{ name: 'Pull', document: documentOf(statements) }], ...policies },
  );
}

function documentOf(statements: Json, version = '2012-10-17'): Json {
  return { Version: version, Statement: statements };
}

function allow(action: Json, resource: Json, more: { readonly [key: string]: Json } = {}): Json {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more };
}

function deny(action: Json, resource: Json, more: { readonly [key: string]: Json } = {}): Json {
  return { Effect: 'Deny', Action: action, Resource: resource, ...more };
}

function on(condition: Json): Json {
  return allow('ecr:*', '*', { Condition: condition });
}

describe('a verdict', () => {
  it('names the statement that allows', () => {
    const verdict = under([allow('s3:*', '*'), allow('ecr:Batch*', REPOSITORY, { Sid: 'Images' })]);
    expect(verdict).toEqual({
      answer: 'allowed',
      by: { policy: 'Pull', index: 1, sid: 'Images', pointer: '/Statement/1' },
      reason: 'Statement 2 (`Images`) of policy `Pull` allows it.',
    });
  });

  it('names the statement that denies, wherever it stands', () => {
    expect(under([allow('*', '*'), deny('ecr:*', '*')])).toEqual({
      answer: 'denied',
      how: 'explicitly',
      by: { policy: 'Pull', index: 1, pointer: '/Statement/1' },
      reason: 'Statement 2 of policy `Pull` denies it.',
    });
  });

  it('names what comes near when nothing allows', () => {
    const elsewhere = 'arn:aws:ecr:eu-west-1:111122223333:repository/*';
    expect(under(allow('ecr:*', elsewhere))).toEqual({
      answer: 'denied',
      how: 'implicitly',
      by: { policy: 'Pull', index: 0, pointer: '/Statement' },
      reason: `No policy allows \`ecr:BatchGetImage\` on \`${REPOSITORY}\`: statement 1 of policy \`Pull\` allows the action on \`${elsewhere}\` only.`,
    });
    expect(under([]).reason).toBe(`No policy allows \`ecr:BatchGetImage\` on \`${REPOSITORY}\`.`);
  });

  it('names the keys that have to be known', () => {
    expect(under(on({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }))).toEqual({
      answer: 'unknown',
      by: { policy: 'Pull', index: 0, pointer: '/Statement' },
      keys: ['aws:SourceIp'],
      reason:
        'Statement 1 of policy `Pull` allows it on a condition on `aws:SourceIp`, and what that comes to is not known.',
    });
  });
});

describe('actions and resources', () => {
  it.each([
    ['in any case', allow('ECR:batchgetimage', REPOSITORY), 'allowed'],
    ['by wildcards', allow('ecr:Batch???Image', 'arn:aws:ecr:*:*:repository/w*r'), 'allowed'],
    ['by a pattern that ends early', allow('*', 'arn:aws:ecr:*'), 'allowed'],
    ['but not in any case of the resource', allow('ecr:*', REPOSITORY.replace('weather', 'Weather')), 'denied'],
    ['but not nearly', allow('ecr:BatchGetImages', '*'), 'denied'],
    ['unless left out', { Effect: 'Allow', NotAction: ['iam:*', 'ecr:Batch*'], Resource: '*' }, 'denied'],
    ['when others are left out', { Effect: 'Allow', NotAction: 'iam:*', NotResource: `${REPOSITORY}-2` }, 'allowed'],
    ['when another service is left out', { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:*' }, 'allowed'],
    ['unless their resource is left out', { Effect: 'Allow', Action: '*', NotResource: '*weather' }, 'unknown'],
  ])('match %s', (_, statement, answer) => {
    expect(under(statement).answer).toBe(answer);
  });

  it('are told of all that a pattern asks for', () => {
    const all = { resource: 'arn:aws:ecr:eu-central-1:111122223333:repository/*' };
    expect(under(allow('ecr:*', 'arn:aws:ecr:*:*:repository/*'), all).answer).toBe('allowed');
    expect(under(allow('ecr:*', REPOSITORY), all).answer).toBe('unknown');
    expect(under([allow('ecr:*', '*'), deny('ecr:*', REPOSITORY)], all).answer).toBe('unknown');
  });

  it('of actions without a resource are `*` and nothing else', () => {
    const token = { action: 'ecr:GetAuthorizationToken' };
    expect(under(allow('ecr:*', REPOSITORY), token).answer).toBe('denied');
    expect(under(allow('ecr:*', 'arn:*'), token).answer).toBe('denied');
    expect(under([allow('ecr:*', '*'), deny('ecr:*', REPOSITORY)], token).answer).toBe('allowed');
    expect(under(allow('*', REPOSITORY), { action: 'cloudwatch:PutMetricData', resource: '*' }).answer).toBe('denied');
  });

  it('that the documents of AWS disagree about are not told', () => {
    const groups = { action: 'logs:DescribeLogGroups', resource: '*' };
    expect(under(allow('logs:*', '*'), groups).answer).toBe('allowed');
    expect(under(allow('logs:*', 'arn:aws:logs:eu-central-1:111122223333:log-group:*'), groups).answer).toBe('unknown');
    expect(under(allow('logs:*', 'arn:aws:s3:::logs'), groups).answer).toBe('denied');
  });
});

describe('conditions', () => {
  const at = (value: string | readonly string[]): Partial<Request> => ({ context: { 'x:Key': value } });
  const lacking: Partial<Request> = { absent: ['x:key'] };

  it.each<readonly [string, Json, Partial<Request>, Verdict['answer']]>([
    ['StringEquals', ['b', 'a'], at('a'), 'allowed'],
    ['StringEquals', 'a*', at('ab'), 'denied'],
    ['StringEquals', 'a', at('A'), 'denied'],
    ['StringEquals', 'a', lacking, 'denied'],
    ['StringNotEquals', ['b', 'a'], at('a'), 'denied'],
    ['StringNotEquals', 'a', lacking, 'allowed'],
    ['StringEqualsIgnoreCase', 'a', at('A'), 'allowed'],
    ['StringLike', 'a?c*', at('abc:d'), 'allowed'],
    ['StringLikeIfExists', 'a', lacking, 'allowed'],
    ['StringLikeIfExists', 'a', {}, 'unknown'],
    ['NumericLessThanEquals', 10, at('10.0'), 'allowed'],
    ['NumericGreaterThan', '10', at('9'), 'denied'],
    ['NumericEquals', 'ten', at('10'), 'unknown'],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', at('2026-11-25T12:00:00+01:00'), 'allowed'],
    ['DateLessThan', '1767225600', at('2026-11-25'), 'denied'],
    ['Bool', true, at('True'), 'allowed'],
    ['BinaryEquals', 'QmluYXJ5', at('QmluYXJ5'), 'allowed'],
    ['IpAddress', '0.0.0.0/0', at('203.0.113.9'), 'allowed'],
    ['IpAddress', ['10.0.0.0/8', '2001:DB8::/32'], at('2001:db8:1::7'), 'allowed'],
    ['IpAddress', '2001:db8:0:1::5', at('2001:0db8:0:1:0:0:0:5'), 'allowed'],
    ['NotIpAddress', '192.0.2.0/31', at('192.0.2.2'), 'allowed'],
    ['NotIpAddress', '192.0.2.0/24', at('2001:db8::1'), 'allowed'],
    ['IpAddress', '10.0.0.0/33', at('10.0.0.1'), 'unknown'],
    ['ArnLike', 'arn:aws:s3:*:*:b*', at('arn:aws:s3:::bucket/a:b'), 'allowed'],
    ['ArnEquals', 'arn:aws:*:b', at('arn:aws:s3:::b'), 'unknown'],
    ['ArnNotLike', 'arn:aws:s3:::x', at('arn:aws:s3:::y'), 'allowed'],
    ['Null', 'true', lacking, 'allowed'],
    ['Null', false, at('a'), 'allowed'],
    ['Null', 'true', {}, 'unknown'],
    ['ForAllValues:StringEquals', ['a', 'b'], at(['b', 'a']), 'allowed'],
    ['ForAllValues:StringEquals', ['a', 'b'], at(['b', 'c']), 'denied'],
    ['ForAllValues:StringEquals', 'a', lacking, 'allowed'],
    ['ForAnyValue:StringEquals', ['a', 'b'], at(['b', 'c']), 'allowed'],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], at(['b', 'c']), 'allowed'],
    ['ForAnyValue:StringNotEquals', 'a', lacking, 'denied'],
    ['StringEquals', 'a', at(['a', 'b']), 'unknown'],
    ['StringMatches', 'a', at('a'), 'unknown'],
  ])('%s %j', (operator, wanted, request, answer) => {
    expect(under(on({ [operator]: { 'x:key': wanted } }), request).answer).toBe(answer);
  });

  it('hold together, and one that fails settles it', () => {
    const two = on({ StringEquals: { 'x:key': 'a', 'x:other': 'b' } });
    expect(under(two, at('a')).answer).toBe('unknown');
    expect(under(two, at('c')).answer).toBe('denied');
  });

  it('know what follows from the principal', () => {
    expect(under(on({ StringEquals: { 'aws:PrincipalAccount': '111122223333' } })).answer).toBe('allowed');
    expect(under(on({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/service/*' } })).answer).toBe('allowed');
    expect(under(on({ Null: { 'aws:username': 'true' } })).answer).toBe('allowed');
  });
});

describe('variables', () => {
  const of = (name: string): Json => allow('ecr:*', REPOSITORY.replace('weather', name));
  const tagged: Partial<Request> = { context: { 'aws:PrincipalTag/Team': 'weather' } };
  const untagged: Partial<Request> = { absent: ['aws:PrincipalTag/team'] };

  it.each<readonly [string, Json, Partial<Request>, Verdict['answer']]>([
    ['are filled in', of('${aws:PrincipalTag/team}'), tagged, 'allowed'],
    ['take their default', of("${aws:PrincipalTag/team, 'weather'}"), untagged, 'allowed'],
    ['have no need of it', of("${aws:PrincipalTag/team, 'tides'}"), tagged, 'allowed'],
    ['match nothing without a value', of('${aws:PrincipalTag/team}'), untagged, 'denied'],
    ['may be anything when not known', of('${aws:PrincipalTag/team}'), {}, 'unknown'],
    ['are no cure for the rest', of('tides/${aws:PrincipalTag/team}'), {}, 'denied'],
    ['stand for characters', of('${*}'), { resource: `${REPOSITORY}-2` }, 'denied'],
  ])('%s', (_, statement, request, answer) => {
    expect(under(statement, request).answer).toBe(answer);
  });

  it('are texts in the older version', () => {
    const identity = [{ name: 'Old', document: documentOf(of('${aws:PrincipalTag/team}'), '2008-10-17') }];
    expect(evaluate({ ...PULL, ...tagged }, { identity }).answer).toBe('denied');
    const bare = [{ name: 'Bare', document: { Statement: of('${aws:PrincipalTag/team}') } }];
    expect(evaluate({ ...PULL, ...tagged }, { identity: bare }).answer).toBe('denied');
  });
});

describe('what cannot be told', () => {
  const open = { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } };

  it('is beaten by a denial that is certain', () => {
    expect(under([allow('ecr:*', '*', open), deny('ecr:*', '*')]).answer).toBe('denied');
  });

  it('is beaten by a grant that is certain, but not where it may deny', () => {
    expect(under([allow('ecr:*', '*', open), allow('ecr:*', '*')]).answer).toBe('allowed');
    expect(under([deny('ecr:*', '*', open), allow('ecr:*', '*')]).answer).toBe('unknown');
  });

  it('does not matter where nothing is allowed', () => {
    expect(under(deny('ecr:*', '*', open)).answer).toBe('denied');
  });

  it.each<readonly [string, Json]>([
    ['no effect', { Action: 'ecr:*', Resource: '*' }],
    ['two kinds of actions', { Effect: 'Allow', Action: 'ecr:*', NotAction: 's3:*', Resource: '*' }],
    ['an action without a service', allow('BatchGetImage', '*')],
    ['a number for a resource', allow('ecr:*', 7)],
    ['no resource', { Effect: 'Allow', Action: 'ecr:*' }],
    ['a principal in a policy of a role', allow('ecr:*', '*', { Principal: '*' })],
    ['a text for a condition', allow('ecr:*', '*', { Condition: 'always' })],
    ['a text for a statement', 'allow all'],
    ['null for a statement', null],
  ])('is a statement with %s', (_, statement) => {
    const verdict = under([statement]);
    expect(verdict.answer).toBe('unknown');
    expect(verdict.reason).toMatch(/^Statement 1 of policy `Pull` is not well formed: .+\.$/);
  });

  it.each<readonly [Json]>([
    [null],
    ['{}'],
    [[]],
    [{ Version: '2012-10-17' }],
    [{ Version: '2020-01-01', Statement: [] }],
  ])('is the document %j', (document) => {
    const verdict = evaluate(PULL, { identity: [{ name: 'Odd', document }] });
    expect(verdict.answer).toBe('unknown');
    expect(verdict.reason).toMatch(/^Policy `Odd` is not well formed: .+\.$/);
  });

  it('is a policy that could not be read, unless another one denies', () => {
    const unread = [{ name: 'arn:aws:iam::aws:policy/Hidden', kind: 'identity', because: 'access is denied' } as const];
    const reason = 'What policy `arn:aws:iam::aws:policy/Hidden` says is not known: access is denied.';
    expect(under(allow('ecr:*', '*'), {}, { unread })).toEqual({ answer: 'unknown', keys: [], reason });
    expect(under([], {}, { unread })).toEqual({ answer: 'unknown', keys: [], reason });
    expect(under(deny('ecr:*', '*'), {}, { unread }).answer).toBe('denied');
  });
});

describe('a permissions boundary', () => {
  const within = (statements: Json): Partial<Policies> => ({
    boundary: { name: 'Limit', document: documentOf(statements) },
  });

  it('allows nothing by itself', () => {
    expect(under([], {}, within(allow('*', '*'))).answer).toBe('denied');
  });

  it('has to allow, too', () => {
    expect(under(allow('*', '*'), {}, within(allow('ecr:*', '*'))).reason).toBe(
      'Statement 1 of policy `Pull` allows it, and the permissions boundary `Limit` does not stand in the way.',
    );
    expect(under(allow('*', '*'), {}, within(allow('s3:*', '*'))).reason).toBe(
      `The permissions boundary does not allow \`ecr:BatchGetImage\` on \`${REPOSITORY}\`.`,
    );
    expect(under(allow('*', '*'), {}, within([allow('*', '*'), deny('ecr:*', '*')])).answer).toBe('denied');
  });

  it('that could not be read leaves a denial certain', () => {
    const unread = [{ name: 'Limit', kind: 'boundary' } as const];
    expect(under([], {}, { unread }).answer).toBe('denied');
    expect(under(allow('*', '*'), {}, { unread }).answer).toBe('unknown');
  });
});

describe('the policy of a resource', () => {
  const TRUST = {
    principal: { kind: 'service', name: 'bedrock-agentcore.amazonaws.com' },
    action: 'sts:AssumeRole',
    resource: 'arn:aws:iam::111122223333:role/service/AgentRole',
  } as const;
  const trusting = (principal: Json, more: { readonly [key: string]: Json } = {}): Policies => ({
    identity: [],
    resource: {
      name: 'the trust policy',
      kind: 'trust',
      account: '111122223333',
      document: documentOf({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more }),
    },
  });
  const service = { Service: ['lambda.amazonaws.com', 'bedrock-agentcore.amazonaws.com'] };
  const condition = {
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock-agentcore:eu-central-1:111122223333:*' },
  };
  const runtime = 'arn:aws:bedrock-agentcore:eu-central-1:111122223333:runtime/weather-a1';

  it('decides alone about a service', () => {
    expect(evaluate(TRUST, trusting(service)).answer).toBe('allowed');
    expect(evaluate(TRUST, trusting('*')).answer).toBe('allowed');
    expect(evaluate(TRUST, trusting({ Service: 'bedrock.amazonaws.com' })).reason).toBe(
      'The policy of the resource does not allow `sts:AssumeRole` on `arn:aws:iam::111122223333:role/service/AgentRole`: statement 1 of policy `the trust policy` allows the action to `bedrock.amazonaws.com` only.',
    );
    expect(evaluate(TRUST, { identity: [] }).answer).toBe('denied');
  });

  it('asks for what the service sends along', () => {
    const context = { 'aws:SourceAccount': '111122223333', 'aws:SourceArn': runtime };
    const guarded = trusting(service, { Condition: condition });
    expect(evaluate({ ...TRUST, context }, guarded).answer).toBe('allowed');
    expect(evaluate(TRUST, guarded).answer).toBe('unknown');
    expect(evaluate({ ...TRUST, context: { 'aws:SourceAccount': '444455556666' } }, guarded).answer).toBe('denied');
  });

  it('that names an account leaves it to the policies there', () => {
    const assume = { ...TRUST, principal: { kind: 'iam', arn: 'arn:aws:iam::111122223333:user/ada' } } as const;
    const root = trusting({ AWS: 'arn:aws:iam::111122223333:root' });
    const allowed = [{ name: 'Own', document: documentOf(allow('sts:*', '*')) }];
    expect(evaluate(assume, root).answer).toBe('denied');
    expect(evaluate(assume, { ...root, identity: allowed }).answer).toBe('allowed');
    expect(evaluate(assume, { ...trusting(service), identity: allowed }).answer).toBe('denied');
    expect(evaluate(assume, trusting({ AWS: assume.principal.arn })).answer).toBe('allowed');
  });

  it('has to allow together with the own policies across accounts', () => {
    const repository = (account: string): Policies => ({
      identity: [{ name: 'Pull', document: documentOf(allow('ecr:*', '*')) }],
      resource: {
        name: 'the policy of the repository',
        account: '444455556666',
        document: documentOf({ Effect: 'Allow', Principal: { AWS: account }, Action: 'ecr:BatchGetImage' }),
      },
    });
    const pull = { ...PULL, resource: 'arn:aws:ecr:eu-central-1:444455556666:repository/weather' };
    expect(evaluate(pull, repository('111122223333')).answer).toBe('allowed');
    expect(evaluate(pull, repository('777788889999')).answer).toBe('denied');
    expect(evaluate(pull, { ...repository('111122223333'), identity: [] }).answer).toBe('denied');
  });

  it('is limited by the boundary of a role, not by that of a user', () => {
    const boundary = { name: 'Limit', document: documentOf(allow('s3:*', '*')) };
    const ask = (arn: string, principal: Json): Verdict['answer'] =>
      evaluate({ ...TRUST, principal: { kind: 'iam', arn } }, { ...trusting(principal), boundary }).answer;
    const [role, user] = ['arn:aws:iam::111122223333:role/Caller', 'arn:aws:iam::111122223333:user/ada'];
    expect(ask(role, { AWS: role })).toBe('denied');
    expect(ask(user, { AWS: user })).toBe('allowed');
    expect(ask(role, '*')).toBe('unknown');
    expect(ask('arn:aws:sts::111122223333:assumed-role/Caller/one', { AWS: role })).toBe('denied');
  });

  it('knows a session by its role', () => {
    const session = { kind: 'iam', arn: 'arn:aws:sts::111122223333:assumed-role/AgentRole/one' } as const;
    const named = trusting({ AWS: 'arn:aws:iam::111122223333:role/service/AgentRole' });
    expect(evaluate({ ...TRUST, principal: session }, named).answer).toBe('allowed');
  });

  it('leaves out whom it names so', () => {
    const others = documentOf([
      { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' },
      { Effect: 'Deny', NotPrincipal: { Service: 'bedrock-agentcore.amazonaws.com' }, Action: '*' },
    ]);
    const policies: Policies = { identity: [], resource: { name: 'T', kind: 'trust', account: '1', document: others } };
    expect(evaluate(TRUST, policies).answer).toBe('allowed');
    const lambda = { kind: 'service', name: 'lambda.amazonaws.com' } as const;
    expect(evaluate({ ...TRUST, principal: lambda }, policies).answer).toBe('denied');
  });
});

describe('the policy to ask for', () => {
  const pairs = [
    { action: 'iam:GetRole', resource: 'arn:aws:iam::111122223333:role/b' },
    { action: 'iam:GetRole', resource: 'arn:aws:iam::111122223333:role/a' },
    { action: 'iam:GetRolePolicy', resource: 'arn:aws:iam::111122223333:role/a' },
    { action: 'iam:GetRolePolicy', resource: 'arn:aws:iam::111122223333:role/b' },
    { action: 'ecr:DescribeImages', resource: REPOSITORY },
    { action: 'ecr:DescribeImages', resource: 'arn:aws:ecr:eu-central-1:111122223333:repository/*' },
    { action: 'ecr:GetAuthorizationToken', resource: REPOSITORY },
    { action: 'sts:GetCallerIdentity', resource: '*' },
    { action: 'iam:GetRole', resource: 'arn:aws:iam::111122223333:role/a' },
  ];
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecr:DescribeImages'],
        Resource: 'arn:aws:ecr:eu-central-1:111122223333:repository/*',
      },
      { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken', 'sts:GetCallerIdentity'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['iam:GetRole', 'iam:GetRolePolicy'],
        Resource: ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:role/b'],
      },
    ],
  };

  it('has a statement for each set of resources, in whatever order they come', () => {
    expect(policyToAskFor(pairs)).toEqual(policy);
    expect(policyToAskFor(pairs.toReversed())).toEqual(policy);
  });

  it('allows all that was denied', () => {
    const answers = pairs.map(({ action, resource }) =>
      evaluate(
        { principal: ROLE, action, resource },
        { identity: [{ name: 'Asked', document: policyToAskFor(pairs) }] },
      ),
    );
    expect(new Set(answers.map(({ answer }) => answer))).toEqual(new Set(['allowed']));
  });
});
