import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CelEngine, TemplateFile } from '@aws/cloudformation-validate';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/domain/config/yaml-source.ts';
import { entriesOf, partsOf, valueAt } from '../../src/domain/config/tree.ts';
import { run } from '../account/look.ts';
import { programsOf } from '../emulators/python-packages.ts';
import { unlessUnavailable } from '../real/unavailable.ts';

const TEMPLATE = 'templates/mcp-server.yaml';

describe('the template', { timeout: 120_000 }, () => {
  it('is right in the eyes of the validator of AWS', () => {
    const { diagnostics } = new CelEngine().validateStandard(new TemplateFile(TEMPLATE));
    // Information is no fault: that a name is settled once and for all.
    expect(diagnostics.filter(({ severity }) => severity !== 'INFO')).toEqual([]);
  });

  it('is right in the eyes of cfn-lint', async (context) => {
    const bin = await unlessUnavailable(context, () => programsOf('tools.txt'));
    const { stdout } = await promisify(execFile)(join(bin, 'cfn-lint'), [TEMPLATE]);
    expect(stdout).toBe('');
  });

  it('leaves the doctor nothing to find', async () => {
    const { out } = await run(['templates', '--format', 'json'], {});
    const { outcomes } = JSON.parse(out);
    expect(outcomes.filter(({ status }: { status: string }) => status === 'fail')).toEqual([]);
  });

  it('makes no user, and tells no password and no secret', () => {
    const parsed = readYaml(TEMPLATE, readFileSync(TEMPLATE, 'utf8'));
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const types = [...partsOf(valueAt(parsed.tree, 'Resources') ?? parsed.tree)].flatMap((part) =>
      part.kind === 'scalar' && part.text.startsWith('AWS::Cognito::UserPoolUser') ? [part.text] : [],
    );
    expect(types).toEqual([]);
    const outputs = entriesOf(valueAt(parsed.tree, 'Outputs')).map(({ key }) => key);
    expect(outputs).toEqual(['RoleArn', 'BucketName', 'UserPoolId', 'UserClientId', 'ProgramClientId']);
  });

  it('is what `--template-only` writes, word for word', async () => {
    const { code, out } = await run(['deploy', '--template-only'], {});
    expect({ code, out }).toEqual({ code: 0, out: readFileSync(TEMPLATE, 'utf8') });
  });
});
