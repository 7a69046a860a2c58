import fc from 'fast-check';
import type { Json } from '../../src/model/json.ts';

/** What is asked for in random cases: pairs of an action and a resource that it takes, and actions that take none. */
const ASKED = [
  ['ecr:BatchGetImage', 'arn:aws:ecr:eu-central-1:111122223333:repository/weather'],
  ['ecr:GetDownloadUrlForLayer', 'arn:aws:ecr:eu-central-1:111122223333:repository/team/weather'],
  ['ecr:GetAuthorizationToken', '*'],
  ['logs:PutLogEvents', 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/x/runtimes/a-b1:log-stream:main'],
  ['logs:CreateLogGroup', 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/x/runtimes/a-b1'],
  ['s3:GetObject', 'arn:aws:s3:::weather-data/Team/report1.csv'],
  ['bedrock:ApplyGuardrail', 'arn:aws:bedrock:eu-central-1:111122223333:guardrail/abc123'],
  ['bedrock-agentcore:CreateAgentRuntime', '*'],
  ['bedrock-agentcore:InvokeAgentRuntime', 'arn:aws:bedrock-agentcore:eu-central-1:111122223333:runtime/weather-a1'],
  ['xray:PutTraceSegments', '*'],
  ['iam:PassRole', 'arn:aws:iam::111122223333:role/service/AgentRole'],
] as const;

export interface Case {
  readonly action: string;
  readonly resource: string;
  readonly identity: readonly Json[];
  readonly boundary?: Json | undefined;
  /** What each key really is; nothing: the request lacks it. */
  readonly truth: { readonly [key: string]: string | readonly string[] | undefined };
  /** The keys that the evaluator is not told. */
  readonly hidden: readonly string[];
}

/** The keys of random conditions: the operators for each, values of policies, and values of requests. */
const KEYS: readonly {
  readonly key: string;
  readonly operators: readonly string[];
  readonly wanted: readonly string[];
  readonly actual: readonly string[];
  readonly isSet?: true;
}[] = [
  {
    key: 'aws:PrincipalTag/team',
    operators: texts(''),
    wanted: [
      'weather',
      'Weather',
      'wea*',
      '?eather',
      '*',
      "${aws:ResourceTag/env, 'weather'}",
      '${aws:ResourceTag/env}',
      '',
    ],
    actual: ['weather', 'WEATHER', 'tides'],
  },
  {
    // With `StringLike` only: for `StringEquals` the oracle takes `${*}` for more than the character, and AWS does not:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
    key: 'aws:RequestTag/mark',
    operators: ['StringLike', 'StringNotLike', 'StringLikeIfExists'],
    wanted: ['${*}x', '${?}*', '${$}1', '*x', '?'],
    actual: ['*x', 'ax', '?', '$1'],
  },
  {
    key: 'aws:ResourceTag/env',
    operators: texts(''),
    wanted: ['prod', 'p*', 'dev'],
    actual: ['prod', 'dev', 'weather'],
  },
  {
    key: 'aws:TagKeys',
    operators: [...texts('ForAllValues:'), ...texts('ForAnyValue:')],
    wanted: ['a', 'b', 'a*', 'A', '?'],
    actual: ['a', 'b', 'c', 'ab'],
    isSet: true,
  },
  {
    // Not `0.0.0.0/0`, in which every address lies (https://www.rfc-editor.org/rfc/rfc4632); no single IPv6 address in
    // another spelling (https://www.rfc-editor.org/rfc/rfc4291#section-2.2); and no address of one family with a network
    // of the other, which `NotIpAddress` ("all IP addresses except the specified") lets through: the oracle lets none.
    key: 'aws:SourceIp',
    operators: ['IpAddress', 'NotIpAddress', 'IpAddressIfExists', 'NotIpAddressIfExists'],
    wanted: ['10.0.0.0/8', '192.0.2.7', '192.0.2.0/25', '128.0.0.0/1'],
    actual: ['10.255.0.1', '192.0.2.7', '192.0.2.200'],
  },
  {
    key: 'aws:VpcSourceIp',
    operators: ['IpAddress', 'NotIpAddress', 'IpAddressIfExists', 'NotIpAddressIfExists'],
    wanted: ['2001:db8::/32', '2001:db8:0:1::/64', '2001:db8::/127'],
    actual: ['2001:db8::1', '2001:db8:0:1:0:0:0:5', '2001:DB9::1'],
  },
  {
    key: 'aws:CurrentTime',
    operators: ordered('Date'),
    wanted: ['2026-11-25T00:00:00Z', '2026-11-25', '2027-01-01T00:00:00Z', '2020-02-29T12:30:00.5Z'],
    actual: ['2026-11-25T00:00:00Z', '2026-11-25T10:00:00Z', '2019-01-01T00:00:00Z'],
  },
  {
    key: 's3:max-keys',
    operators: ordered('Numeric'),
    wanted: ['10', '9.5', '100', '-1'],
    actual: ['10', '9', '1000'],
  },
  {
    key: 'aws:SecureTransport',
    operators: ['Bool', 'BoolIfExists'],
    wanted: ['true', 'false'],
    actual: ['true', 'false'],
  },
  {
    key: 'aws:SourceArn',
    operators: ['ArnLike', 'ArnEquals', 'ArnNotLike', 'ArnNotEquals', 'ArnLikeIfExists', 'ArnNotEqualsIfExists'],
    wanted: [
      'arn:aws:bedrock-agentcore:*:111122223333:*',
      'arn:aws:bedrock-agentcore:eu-central-1:111122223333:runtime/w?ather-a1',
      'arn:aws:*:*:*:*',
      'arn:aws:s3:::bucket',
      'arn:aws:bedrock-agentcore:eu-*:${aws:PrincipalTag/team}:runtime/*',
    ],
    actual: ['arn:aws:bedrock-agentcore:eu-central-1:111122223333:runtime/weather-a1', 'arn:aws:s3:::bucket'],
  },
];

/** What the keys are, and which of them the evaluator is not told: in half of the cases none. */
const SURROUNDINGS = {
  truth: fc.record(Object.fromEntries(KEYS.map(({ key, actual, isSet }) => [key, actualValue(actual, isSet)]))),
  hidden: fc.oneof(fc.constant([]), fc.subarray(KEYS.map(({ key }) => key))),
};

/** Of all of `ASKED`, or of those that are about a resource. */
export type Kind = 'all' | 'with-resource';

/** Random policies, near enough to a request to meet it often, with some random requests that they decide about. */
export function cases(kind: Kind, requests: number): fc.Arbitrary<readonly Case[]> {
  const asked = fc.constantFrom(...ASKED.filter(([, resource]) => kind === 'all' || resource !== '*'));
  return asked.chain(([action, resource]) =>
    fc
      .record({
        identity: fc.array(documents(action, resource), { minLength: 1, maxLength: 3 }),
        boundary: fc.option(documents(action, resource), { nil: undefined, freq: 2 }),
        requests: fc.array(
          fc.record({
            asked: fc.oneof(
              { weight: 8, arbitrary: fc.constant([action, resource] as const) },
              { weight: 1, arbitrary: asked },
            ),
            ...SURROUNDINGS,
          }),
          { minLength: requests, maxLength: requests },
        ),
      })
      .map(({ requests: all, ...policies }) =>
        all.map(({ asked: [one, about], ...surroundings }) => ({
          action: one,
          resource: about,
          ...policies,
          ...surroundings,
        })),
      ),
  );
}

/** The same about a thing that has a policy of its own, asked by principals of several kinds. */
export interface SharedCase extends Case {
  readonly principal: string;
  readonly resourcePolicy: Json;
  readonly isTrust: boolean;
}

const SHARED = [
  ['ecr:BatchGetImage', 'arn:aws:ecr:eu-central-1:111122223333:repository/weather'],
  ['lambda:InvokeFunction', 'arn:aws:lambda:eu-central-1:111122223333:function:trigger'],
  ['sts:AssumeRole', 'arn:aws:iam::111122223333:role/service/AgentRole'],
] as const;

const ASKING = [
  'arn:aws:iam::111122223333:role/Caller',
  'arn:aws:iam::111122223333:user/ada',
  'arn:aws:sts::111122223333:assumed-role/Caller/session',
  'arn:aws:iam::444455556666:role/Caller',
  'bedrock-agentcore.amazonaws.com',
];

/** A random request about a thing with a policy, the policies of who asks, and the policy of the thing. */
export const sharedCases: fc.Arbitrary<SharedCase> = fc.constantFrom(...SHARED).chain(([action, resource]) => {
  const isTrust = action === 'sts:AssumeRole';
  const asked = fc.record({
    action: fc.constant(action),
    resource: fc.constant(resource),
    principal: fc.constantFrom(...ASKING),
    isTrust: fc.constant(isTrust),
    identity: fc.array(documents(action, resource), { maxLength: 2 }),
    boundary: fc.option(documents(action, resource), { nil: undefined, freq: 2 }),
    resourcePolicy: fc
      .array(resourceStatements(action, isTrust ? undefined : resource), { minLength: 1, maxLength: 3 })
      .map((statement) => ({ Version: '2012-10-17', Statement: statement })),
    ...SURROUNDINGS,
  });
  // A service has no policies and no boundary of its own.
  return asked.map((one) => (one.principal.startsWith('arn:') ? one : { ...one, identity: [], boundary: undefined }));
});

function resourceStatements(action: string, resource: string | undefined): fc.Arbitrary<Json> {
  const principals = fc.oneof(
    fc.constant('*'),
    oneOrMore(fc.constantFrom('111122223333', 'arn:aws:iam::444455556666:root', ...ASKING.slice(0, 4), '*')).map(
      (AWS) => ({ AWS }),
    ),
    oneOrMore(fc.constantFrom('bedrock-agentcore.amazonaws.com', 'lambda.amazonaws.com')).map((Service) => ({
      Service,
    })),
  );
  return fc.tuple(statements(action, resource ?? '*'), principals).map(([statement, Principal]) => {
    const { Resource, NotResource, ...rest } = statement as { readonly [key: string]: Json };
    const about = resource === undefined ? {} : NotResource === undefined ? { Resource } : { NotResource };
    return { ...rest, Principal, ...about } as Json;
  });
}

/** A random policy document of an identity. */
function documents(action: string, resource: string): fc.Arbitrary<Json> {
  const statement = statements(action, resource);
  const versions = weighted([8, '2012-10-17'], [1, '2008-10-17']);
  const document = fc.record({
    Version: versions,
    Statement: fc.oneof(
      { weight: 4, arbitrary: fc.array(statement, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: statement },
    ),
  });
  // The older version knows no variables, which the oracle fills in there, too:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
  return document.map((one) => (JSON.stringify(one).includes('${') ? { ...one, Version: '2012-10-17' } : one));
}

function statements(action: string, resource: string): fc.Arbitrary<Json> {
  return fc
    .record({
      Effect: weighted([3, 'Allow'], [1, 'Deny']),
      actionName: weighted([5, 'Action'], [1, 'NotAction']),
      actions: oneOrMore(actionPatterns(action)),
      resourceName: weighted([6, 'Resource'], [1, 'NotResource']),
      resources: oneOrMore(resourcePatterns(resource)),
      condition: fc.option(conditions, { nil: undefined, freq: 2 }),
    })
    .map(({ Effect, actionName, actions, resourceName, resources, condition }) => ({
      Effect,
      [actionName]: actions,
      [resourceName]: resourceName === 'NotResource' ? lengthened(resources) : resources,
      ...(condition === undefined ? {} : { Condition: condition }),
    }));
}

/**
 * Below `NotResource` every pattern has the six parts of an ARN: one that is shorter and names another service excludes
 * nothing, as AWS has it, and everything, as the oracle has it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
 */
function lengthened(patterns: string | readonly string[]): string | readonly string[] {
  const long = (pattern: string): string => pattern.replace(/^(arn:aws:\w[\w-]*):\*$/, '$1:*:*:*');
  return typeof patterns === 'string' ? long(patterns) : patterns.map(long);
}

/** Patterns that match an action, or nearly. */
function actionPatterns(action: string): fc.Arbitrary<string> {
  const [service = '', name = ''] = action.split(':');
  return fc.constantFrom(
    action,
    action.toLowerCase(),
    `${service.toUpperCase()}:${name}`,
    '*',
    `${service}:*`,
    `${service}:${name.slice(0, 4)}*`,
    `${service}:*${name.slice(-3)}`,
    `${service}:${name.slice(0, 2)}*${name.slice(-2)}`,
    `${service}:?${name.slice(1)}`,
    `${service}:${name}?`,
    `${service}:${name.slice(0, -1)}`,
    'ecr:BatchCheckLayerAvailability',
    's3:*',
  );
}

/** Patterns that match a resource, or nearly. */
function resourcePatterns(resource: string): fc.Arbitrary<string> {
  if (resource === '*') return fc.constantFrom('*', '*', '*', ...ASKED.map(([, arn]) => arn));
  const parts = resource.split(':');
  const withPart = (index: number, part: string): string =>
    parts.map((one, at) => (at === index ? part : one)).join(':');
  const name = parts.slice(5).join(':');
  const at = resource.length - name.length;
  return fc.constantFrom(
    resource,
    '*',
    withPart(3, '*'),
    withPart(4, '*'),
    withPart(4, '444455556666'),
    withPart(3, parts[3] === '' ? '' : 'eu-*-1'),
    `${resource.slice(0, at)}*`,
    `${resource.slice(0, at + 4)}*`,
    `${resource.slice(0, at + 2)}*${resource.slice(-2)}`,
    `${resource.slice(0, -1)}?`,
    `${resource}?`,
    `${resource}*`,
    resource.toUpperCase().replace(/^[^:]*:[^:]*:[^:]*/, parts.slice(0, 3).join(':')),
    resource.replace('weather', '${aws:PrincipalTag/team}'),
    resource.replace('weather', "${aws:PrincipalTag/team, 'weather'}"),
    `arn:aws:${parts[2]}:*`,
  );
}

const conditions: fc.Arbitrary<Json> = fc
  .array(
    fc.constantFrom(...KEYS).chain(({ key, operators, wanted }) =>
      fc.oneof(
        {
          weight: 6,
          arbitrary: fc.tuple(fc.constantFrom(...operators), fc.constant(key), oneOrMore(fc.constantFrom(...wanted))),
        },
        { weight: 1, arbitrary: fc.tuple(fc.constant('Null'), fc.constant(key), fc.constantFrom('true', 'false')) },
      ),
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((entries) => {
    const condition: { [operator: string]: { [key: string]: Json } } = {};
    for (const [operator, key, wanted] of entries) condition[operator] = { ...condition[operator], [key]: wanted };
    return condition;
  });

function actualValue(
  values: readonly string[],
  isSet: true | undefined,
): fc.Arbitrary<string | readonly string[] | undefined> {
  const value = isSet === true ? fc.subarray([...values], { minLength: 1 }) : fc.constantFrom(...values);
  return fc.option<string | readonly string[], undefined>(value, { nil: undefined, freq: 4 });
}

function oneOrMore(item: fc.Arbitrary<string>): fc.Arbitrary<string | readonly string[]> {
  return fc.oneof(
    { weight: 2, arbitrary: item },
    { weight: 1, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }) },
  );
}

function weighted(...options: readonly (readonly [number, string])[]): fc.Arbitrary<string> {
  return fc.oneof(...options.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
}

function texts(set: string): readonly string[] {
  const names = [
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
  ];
  return names.flatMap((name) => (set === '' ? [name, `${name}IfExists`] : [`${set}${name}`]));
}

function ordered(family: string): readonly string[] {
  const names = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
  return names.flatMap((name) => [`${family}${name}`, `${family}${name}IfExists`]);
}
