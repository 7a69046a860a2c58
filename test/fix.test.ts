import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeEach, describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import type { JsonFixReport } from '../src/report/fixed.ts';
import { type Ended, folderWith, run } from './support/run.ts';

const MANIFEST = `# who deploys it
default_agent: tides
agents:
  tides:
    name: tides
    entrypoint: server.py
    deployment_type: container
    platform: linux/arm64
    aws:
      execution_role: arn:aws:iam::111122223333:role/AmazonBedrockAgentCoreTides
      account: '111122223333'
      region: eu-west-1
      protocol_configuration:
        server_protocol: MCP
    authorizer_configuration:
      discoveryUrl: https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E/.well-known/openid-configuration # the pool
      allowedClients: ['1h57kf5cpq17m0eml12abcdef']
    memory:
      mode: NO_MEMORY
`;
const MENDED = MANIFEST.replace(
  /( {6})(discoveryUrl.*\n) {6}(allowed.*\n)/,
  (_, indent: string, first: string, second: string) =>
    `${indent}customJWTAuthorizer:\n${indent}  ${first}${indent}  ${second}`,
);
const SERVER = `from mcp.server.fastmcp import FastMCP

mcp = FastMCP("tides", host="0.0.0.0", stateless_http=True)

if __name__ == "__main__":
    mcp.run(transport="streamable-http")
`;
const NAME = '.bedrock_agentcore.yaml';
const PROJECT = { [NAME]: MANIFEST, 'server.py': SERVER, 'requirements.txt': 'mcp==1.29.0\n' };

const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(readFileSync('fix.schema.json', 'utf8')));

let state = '';
beforeEach(() => {
  state = folderWith({});
});

function fix(root: string, ...words: readonly string[]): Promise<Ended> {
  return run(['fix', root, ...words], { XDG_STATE_HOME: state });
}

function manifestOf(root: string): string {
  return readFileSync(join(root, NAME), 'utf8');
}

async function reportOf(root: string, ...words: readonly string[]): Promise<JsonFixReport> {
  return JSON.parse((await fix(root, '--format', 'json', ...words)).out);
}

describe('fix', () => {
  it('shows what it would do and writes nothing where nobody can be asked', async () => {
    const root = folderWith(PROJECT);
    const { code, out, err } = await fix(root);
    expect(out).toContain('+      customJWTAuthorizer:\n');
    expect(out).toContain('would mend');
    expect(out).toContain('Nothing was written. `agentcore-doctor fix --yes` makes these changes.');
    expect([code, err, manifestOf(root)]).toEqual([1, '', MANIFEST]);
  });

  it('writes when told to, looks again, and has nothing to do the second time', async () => {
    const root = folderWith(PROJECT);
    const { code, out } = await fix(root, '--yes');
    expect(manifestOf(root)).toBe(MENDED);
    expect(out).toContain('Mended 1 finding in 1 file; nothing is left.');
    expect(code).toBe(0);
    const again = await fix(root, '--yes');
    expect([again.code, again.out]).toEqual([0, 'Nothing to mend.\n']);
    expect((await run([root, '--only', 'authorizer-flat'])).code).toBe(0);
  });

  it.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['no line break at the end', (text: string) => text.trimEnd()],
    ['all of these', (text: string) => `\uFEFF${text.trimEnd().replaceAll('\n', '\r\n')}`],
  ])('keeps %s, and takes it back byte for byte', async (_, as) => {
    const root = folderWith({ ...PROJECT, [NAME]: as(MANIFEST) });
    await fix(root, '--yes');
    expect(manifestOf(root)).toBe(as(MENDED));
    const { code, out } = await fix(root, '--undo');
    expect([code, out]).toEqual([0, `restored ${NAME}\n`]);
    expect(manifestOf(root)).toBe(as(MANIFEST));
  });

  it('keeps the mode of a file and leaves nothing beside it', async () => {
    const root = folderWith(PROJECT);
    chmodSync(join(root, NAME), 0o640);
    await fix(root, '--yes');
    expect(statSync(join(root, NAME)).mode & 0o777).toBe(0o640);
    expect(readdirSync(root).toSorted()).toEqual(Object.keys(PROJECT).toSorted());
  });

  it.each([
    ['plain', MANIFEST],
    ['with CRLF', MANIFEST.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${MANIFEST}`],
    ['without a last line break', MANIFEST.trimEnd()],
  ])('prints a patch that git applies: %s', async (_, text) => {
    const root = folderWith({
      [`a b/${NAME}`]: text,
      'a b/server.py': SERVER,
      'a b/requirements.txt': 'mcp==1.29.0\n',
    });
    const { out } = await fix(root, '--diff');
    execFileSync('git', ['apply', '-'], { cwd: root, input: out });
    const applied = readFileSync(join(root, 'a b', NAME), 'utf8');
    writeFileSync(join(root, 'a b', NAME), text);
    await fix(root, '--yes');
    expect(applied).not.toBe(text);
    expect(readFileSync(join(root, 'a b', NAME), 'utf8')).toBe(applied);
  });

  it('reports in JSON what was applied, with the edits', async () => {
    const root = folderWith(PROJECT);
    const dry = await reportOf(root);
    expect(validate(dry), JSON.stringify(validate.errors)).toBe(true);
    expect(dry).toMatchObject({ schemaVersion: 1, mode: 'dry-run', files: [NAME], refused: [], left: [] });
    expect(dry.applied[0]).toMatchObject({ check: 'authorizer-flat', safety: 'safe', round: 1 });
    expect(dry.applied[0]?.edits[0]).toMatchObject({ path: NAME, expect: expect.stringContaining('discoveryUrl') });
    expect(await reportOf(root, '--yes')).toMatchObject({ mode: 'written' });
    expect(await reportOf(root)).toMatchObject({ applied: [], files: [] });
  });

  it('mends only what it was asked to', async () => {
    const root = folderWith(PROJECT);
    expect((await reportOf(root, '--only', 'host-loopback')).applied).toEqual([]);
    expect((await reportOf(root, '--skip', 'authorizer-flat')).applied).toEqual([]);
  });

  it('says what is wrong with a call', async () => {
    const root = folderWith(PROJECT);
    expect(await fix(root, '--review', 'host-lopback')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean `host-loopback`?'),
    });
    expect(await fix(root, '--choose', 'host-loopback')).toMatchObject({
      code: 2,
      err: expect.stringContaining('`--choose <check>=<alternative>`'),
    });
    expect(await fix(root, '--choose', 'nothing=x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no check called `nothing`'),
    });
    expect(await fix(join(root, 'nowhere'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no folder'),
    });
  });
});

describe('fix --undo', () => {
  it('refuses when a file has changed since, and changes nothing', async () => {
    const root = folderWith(PROJECT);
    await fix(root, '--yes');
    writeFileSync(join(root, NAME), `${MENDED}# later\n`);
    const { code, err } = await fix(root, '--undo');
    expect(err).toContain('has changed since `fix` wrote it, so nothing is taken back.');
    expect([code, manifestOf(root)]).toEqual([2, `${MENDED}# later\n`]);
    writeFileSync(join(root, NAME), MENDED);
    expect((await fix(root, '--undo')).code).toBe(0);
    expect(manifestOf(root)).toBe(MANIFEST);
  });

  it('says so when there is nothing to take back', async () => {
    const root = folderWith(PROJECT);
    expect(await fix(root, '--undo')).toMatchObject({ code: 2, err: expect.stringContaining('No run of `fix`') });
    await fix(root, '--yes');
    await fix(root, '--undo');
    expect((await fix(root, '--undo')).code).toBe(2);
  });

  it('takes back one run after the other, as far as the files are what each of them left', async () => {
    const root = folderWith(PROJECT);
    await fix(root, '--yes');
    const flatAgain = MANIFEST.replace('# who', '# somebody who');
    writeFileSync(join(root, NAME), flatAgain);
    await fix(root, '--yes');
    await fix(root, '--undo');
    expect(manifestOf(root)).toBe(flatAgain);
    expect((await fix(root, '--undo')).code).toBe(2);
    writeFileSync(join(root, NAME), MENDED);
    expect((await fix(root, '--undo')).code).toBe(0);
    expect(manifestOf(root)).toBe(MANIFEST);
  });

  it('keeps a record that only the user can read and that holds no whole file', async () => {
    const root = folderWith({ ...PROJECT, [NAME]: MANIFEST.replace('# who deploys it', '# password: hunter22') });
    await fix(root, '--yes');
    const [folder = ''] = readdirSync(join(state, 'agentcore-doctor', 'fixes'));
    const kept = join(state, 'agentcore-doctor', 'fixes', folder, '000001.json');
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(readFileSync(kept, 'utf8')).not.toContain('hunter22');
  });
});

describe('the files that fix writes', () => {
  it('may be links inside the folder, which stay links', async () => {
    const root = folderWith({ ...PROJECT, 'real/manifest.yaml': MANIFEST });
    unlinkSync(join(root, NAME));
    symlinkSync('real/manifest.yaml', join(root, NAME));
    await fix(root, '--yes');
    expect(readFileSync(join(root, 'real/manifest.yaml'), 'utf8')).toBe(MENDED);
    expect(readlinkSync(join(root, NAME))).toBe('real/manifest.yaml');
  });

  it('are never outside of it', async () => {
    const outside = folderWith({ 'manifest.yaml': MANIFEST });
    const root = folderWith({ 'server.py': SERVER, 'requirements.txt': 'mcp==1.29.0\n' });
    symlinkSync(join(outside, 'manifest.yaml'), join(root, NAME));
    mkdirSync(join(root, 'sub'));
    symlinkSync(outside, join(root, 'sub', 'linked'));
    await fix(root, '--yes', '--review', 'all');
    expect(readFileSync(join(outside, 'manifest.yaml'), 'utf8')).toBe(MANIFEST);
  });

  it('are left alone when they are not UTF-8, with the reason', async () => {
    const bytes = Buffer.from(MANIFEST.replace('# who', '# wh\u00f6'), 'latin1');
    const root = folderWith({ ...PROJECT, [NAME]: bytes });
    const { refused } = await reportOf(root, '--yes');
    expect(refused).toMatchObject([
      { check: 'authorizer-flat', because: expect.stringContaining('not written in UTF-8') },
    ]);
    expect(readFileSync(join(root, NAME))).toEqual(bytes);
  });
});

describe('fix at a terminal', () => {
  async function at(
    root: string,
    answers: readonly string[],
    ...words: readonly string[]
  ): Promise<Ended & { asked: readonly string[] }> {
    let out = '';
    let err = '';
    const asked: string[] = [];
    const left = [...answers];
    const code = await main(['fix', root, ...words], {
      out: (text) => (out += text),
      err: (text) => (err += text),
      isTerminal: { out: true, err: true },
      width: 100,
      ask: async (question) => {
        asked.push(question);
        return left.shift() ?? '';
      },
      environment: { XDG_STATE_HOME: state, NO_COLOR: '1' },
    });
    return { code, out, err, asked };
  }

  it('shows the diff and asks before it writes', async () => {
    const root = folderWith(PROJECT);
    const no = await at(root, ['n']);
    expect(no.err).toContain('+      customJWTAuthorizer:\n');
    expect(no.asked).toEqual(['Write these changes to 1 file? [y]es, [n]o: ']);
    expect([no.code, manifestOf(root)]).toEqual([1, MANIFEST]);
    const yes = await at(root, ['y']);
    expect([yes.code, manifestOf(root)]).toEqual([0, MENDED]);
  });

  it('takes silence for no', async () => {
    const root = folderWith(PROJECT);
    expect((await at(root, [])).code).toBe(1);
    expect(manifestOf(root)).toBe(MANIFEST);
  });

  it('asks nothing with --yes, --dry-run or --diff', async () => {
    for (const word of ['--dry-run', '--diff', '--yes'])
      expect((await at(folderWith(PROJECT), [], word)).asked).toEqual([]);
  });
});

describe("the guide's broken project", () => {
  it('is mended by one call, and the doctor finds no error then', async () => {
    const root = folderWith({});
    cpSync('fixtures/projects/field-guide', root, { recursive: true });
    const before = await run([root]);
    const { code, out } = await fix(root, '--yes', '--review', 'all');
    await expect(out.replaceAll(root, '.')).toMatchFileSnapshot('../fixtures/runs/field-guide-fix.txt');
    expect([before.code, code, (await run([root])).code]).toEqual([1, 0, 0]);
    await fix(root, '--undo');
    expect((await run([root])).out).toBe(before.out);
  });
});
