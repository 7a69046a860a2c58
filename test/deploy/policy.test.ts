import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEPLOYER_ACTIONS, STACK_ACTIONS } from '../../src/domain/deploy/permissions.ts';
import { run } from '../account/look.ts';
import { ACCOUNT } from '../emulators/aws.ts';
import { programsOf } from '../emulators/python-packages.ts';
import { unlessUnavailable } from '../real/unavailable.ts';
import { wholeAws } from '../stand-ins/aws.ts';
import { folderWith } from '../support/run.ts';

// The policy of the README lets a deployment be made and removed, and allows nothing beside that.

/** IAM asks for these within other calls, so none of them is seen alone; the last one is that of objects without versions. */
const WITHIN_OTHERS = ['bedrock-agentcore:TagResource', 'iam:PassRole', 's3:DeleteObjectVersion'];
/** The door of a runtime, and signing in: nobody needs an IAM permission to knock there. */
const OPEN = /^(?:bedrock-agentcore)?:GET |:GetRuntimeProtectedResourceMetadata$|:InitiateAuth$/;

describe('what a deployment needs', { timeout: 120_000 }, () => {
  it('is what it calls while it is made, changed and removed', async (context) => {
    const aws = await wholeAws(context);
    const environment = { ...aws.environment, XDG_STATE_HOME: folderWith({}) };
    const made = ['deploy', '--test-user', 'tester@example.com'];
    for (const words of [made, made, ['deploy', '--auth', 'iam'], ['destroy', '--logs']]) {
      const { code, err, out } = await run([...words, '--yes', '--account', ACCOUNT], environment);
      expect(code, `${err}${out}`).toBe(0);
    }
    const called = aws.proxy.actions().filter((action) => !OPEN.test(action));
    expect([...new Set([...called, ...WITHIN_OTHERS])].toSorted()).toEqual(DEPLOYER_ACTIONS);
  });

  it('of CloudFormation is among what its handlers ask for, type by type', async (context) => {
    const bin = await unlessUnavailable(context, () => programsOf('tools.txt'));
    const handlers = handlersIn(bin);
    const types = typesOf(readFileSync('templates/mcp-server.yaml', 'utf8'));
    expect(Object.keys(STACK_ACTIONS).toSorted()).toEqual(types);
    for (const [type, actions] of Object.entries(STACK_ACTIONS)) {
      const known = handlers.get(type) ?? new Set();
      expect({ type, unknown: actions.filter((action) => !known.has(action)) }).toEqual({ type, unknown: [] });
    }
  });
});

interface Schema {
  readonly typeName?: string;
  readonly handlers?: { readonly [name: string]: { readonly permissions?: readonly string[] } };
}

/** The permissions of the handlers of every type that cfn-lint knows. */
function handlersIn(bin: string): ReadonlyMap<string, ReadonlySet<string>> {
  const lib = join(bin, '../lib');
  const [python = ''] = readdirSync(lib);
  const folder = join(lib, python, 'site-packages/cfnlint/data/schemas/resources');
  return new Map(
    readdirSync(folder).map((name) => {
      // A file of cfn-lint's own.
      const { typeName = '', handlers = {} } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Schema;
      return [typeName, new Set(Object.values(handlers).flatMap(({ permissions = [] }) => permissions))];
    }),
  );
}

function typesOf(template: string): readonly string[] {
  // The template of this repository; its tags say nothing of types.
  const { Resources } = parse(template, { logLevel: 'silent' }) as { Resources: Record<string, { Type: string }> };
  return [...new Set(Object.values(Resources).map(({ Type }) => Type))].toSorted();
}
