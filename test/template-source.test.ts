import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringsOf } from '../src/domain/template/cloudformation-text.ts';
import { look } from '../src/domain/template/cloudformation.ts';
import { overlaps } from '../src/domain/iam/pattern.ts';
import { allows, covers, grants, type Statement } from '../src/domain/template/iam.ts';
import { readJson } from '../src/domain/config/json-source.ts';
import { managedGrants } from '../src/domain/template/managed-policies.ts';
import { permissionsOf } from '../src/domain/template/role-permissions.ts';
import { runtimeRoles, trustsOf } from '../src/domain/template/runtime-role.ts';
import { looksLikeTemplate, readTemplate } from '../src/domain/template/template-source.ts';
import { headOf, isInside } from '../src/domain/text.ts';
import { allEntriesOf } from '../src/domain/config/tree.ts';
import { runtimePools, triggersOf } from '../src/domain/template/user-pools.ts';
import { readYaml } from '../src/domain/config/yaml-source.ts';
import type { Place } from '../src/model/location.ts';
import type { Template } from '../src/model/template.ts';

const HEAD = 'Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n';
/** Pieces that templates are made of, so that chance builds something that is nearly one. */
const PIECE = fc.constantFrom(
  'RoleName: ',
  '!Sub ',
  '!Ref Role',
  '!GetAtt Role.Arn',
  '!If [A, b, !Ref AWS::NoValue]',
  'Fn::Join: ["", [a, !Ref B]]',
  '"${Role}-${X.Arn}${!y}"',
  'Policies:\n',
  '      ',
  '- ',
  'PolicyDocument: ',
  'Statement: ',
  'Effect: Allow\n',
  'Action: "*"\n',
  'ManagedPolicyArns: ',
  '[',
  ']',
  '{',
  '}',
  '\n',
  'AssumeRolePolicyDocument: ',
  'Principal: ',
  'Service: bedrock-agentcore.amazonaws.com\n',
  'LambdaConfig: ',
  'Type: AWS::Cognito::UserPool\n',
  ': ',
  'é',
);
const TEXT = fc
  .array(fc.oneof({ weight: 5, arbitrary: PIECE }, { weight: 1, arbitrary: fc.string() }), { maxLength: 30 })
  .map((parts) => `${HEAD}      ${parts.join('')}`);

describe('a template', () => {
  it('is read from any text without an exception, and every place lies inside it', () => {
    fc.assert(
      fc.property(fc.oneof(TEXT, fc.string()), (text) => {
        looksLikeTemplate(text);
        for (const parsed of [readYaml('t.yaml', text), readJson('t.json', text)]) {
          const template = readTemplate('t', text, parsed);
          const places = template === undefined ? [] : placesOf(template);
          expect(places.every(({ range }) => isInside(range, text))).toBe(true);
        }
      }),
    );
  });

  it('is recognised in YAML, in JSON and behind a quoted key', () => {
    for (const text of [
      `${HEAD}`,
      '{"Resources":{"A":{"Type":"AWS::S3::Bucket"}}}',
      '"Resources":\n  A: {Type: "AWS::S3::Bucket"}\n',
    ]) {
      expect(looksLikeTemplate(text)).toBe(true);
    }
    for (const text of ['services:\n  web:\n    image: nginx\n', '{"type": "AWS::S3::Bucket"}', 'Resources: none']) {
      expect(looksLikeTemplate(text)).toBe(false);
    }
  });
});

/** Asks everything that checks ask, and returns every place that came up. */
function placesOf(template: Template): readonly Place[] {
  runtimePools(template);
  triggersOf(template);
  runtimeRoles({ files: [template] }, { agents: [], declared: false });
  const entries = template.tree === undefined ? [] : [...allEntriesOf(template.tree)].map(({ entry }) => entry.at);
  const inside = template.resources.flatMap((resource) => [
    resource.logicalId.at,
    ...permissionsOf(resource, template).statements.map(({ at }) => at),
    ...trustsOf(resource, template).map(({ at }) => at),
    ...look(resource.properties, 'RoleName').flatMap((value) => stringsOf(value, template).map(({ at }) => at)),
  ]);
  return [...entries, ...inside];
}

describe('a value of a template', () => {
  it.each([
    ['plain', ['plain']],
    ['!Sub "${Name}-x"', ['weather-x']],
    ['{"Fn::Sub": ["${A}${AWS::Region}", {"A": "b"}]}', ['b${AWS::Region}']],
    ['!Join ["-", [a, !Ref Name, !Ref Unset]]', ['a-weather-${Unset}']],
    ['!If [Some, a, !Ref Name]', ['a', 'weather']],
    ['!If [Some, a, !Ref AWS::NoValue]', ['a']],
    ['!Ref Path', ['${Path}']],
    ['!GetAtt Repository.Arn', ['arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/images']],
    ['!ImportValue other', ['${Fn::ImportValue}']],
    ['!Sub "${!aws:username}"', ['${aws:username}']],
  ])('%s comes to %j', (written, expected) => {
    const text = `Parameters:
  Name: {Type: String, Default: weather}
  Path: {Type: "AWS::SSM::Parameter::Value<String>", Default: /weather/name}
  Unset: {Type: String}
Resources:
  Repository: {Type: AWS::ECR::Repository, Properties: {RepositoryName: images}}
  Thing:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: ${written}
`;
    const template = readTemplate('t.yaml', text, readYaml('t.yaml', text));
    const thing = template?.resources[1];
    const found =
      template === undefined
        ? []
        : look(thing?.properties, 'BucketName').flatMap((value) => stringsOf(value, template));
    expect(found.map((one) => one.text)).toEqual(expected);
  });
});

describe('a statement', () => {
  const allow = (actions: readonly string[], resources: readonly string[] = ['*']): Statement => ({
    effect: 'Allow',
    actions,
    resources,
    conditional: false,
    at: headOf('t'),
  });
  const NAME = fc.stringMatching(/^[a-z]{1,4}$/);

  it('covers exactly the texts that its pattern matches', () => {
    const pattern = fc
      .array(fc.oneof(NAME, fc.constantFrom('*', '?')), { maxLength: 6 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, NAME, (glob, text) => {
        const matches = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
        expect(overlaps(glob, text)).toBe(matches);
        expect(overlaps(text, glob)).toBe(matches);
      }),
    );
  });

  it('is overruled by a denial and by nothing else', () => {
    const all = allow(['ecr:*']);
    expect(allows([all], 'ECR:BatchGetImage')).toBe('yes');
    expect(grants({ ...all, effect: 'Deny' }, 'ecr:BatchGetImage')).toBe('no');
    expect(grants({ ...all, effect: 'unknown' }, 'ecr:BatchGetImage')).toBe('unknown');
    expect(allows([all, { ...all, effect: 'Deny' }], 'ecr:BatchGetImage', '')).toBe('no');
    expect(allows([all, { ...allow(['logs:*']), effect: 'Deny' }], 'ecr:BatchGetImage')).toBe('yes');
    expect(allows([all, { ...all, effect: 'Deny', conditional: true }], 'ecr:BatchGetImage')).toBe('unknown');
    expect(allows([{ ...all, conditional: true }], 'ecr:BatchGetImage')).toBe('unknown');
  });

  it('knows what it cannot tell', () => {
    expect(covers(allow(['${Action}']), 'ecr:BatchGetImage')).toBe('unknown');
    expect(covers(allow(['ecr:*'], ['${Arn}']), 'ecr:BatchGetImage', 'arn:aws:ecr:r:a:repository/x')).toBe('unknown');
    expect(
      covers(
        { effect: 'Allow', notActions: ['iam:*'], resources: ['*'], conditional: false, at: headOf('t') },
        'ecr:BatchGetImage',
      ),
    ).toBe('yes');
  });

  it('of a managed policy is known by name, whatever the partition', () => {
    expect(managedGrants('arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole')).toContain(
      'logs:PutLogEvents',
    );
    expect(managedGrants('arn:aws:iam::aws:policy/NewAccess')).toBe('unknown');
    expect(managedGrants('arn:aws:iam::111122223333:policy/own')).toBeUndefined();
  });
});
