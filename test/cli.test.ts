import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, run } from './support/run.ts';

const SERVER = `from mcp.server.fastmcp import FastMCP

mcp = FastMCP("tides", stateless_http=True)

if __name__ == "__main__":
    mcp.run(transport="streamable-http")
`;
const WRONG = { 'server.py': SERVER, 'requirements.txt': 'mcp==1.29.0\n' };
const RIGHT = { ...WRONG, 'server.py': SERVER.replace('"tides"', '"tides", host="0.0.0.0"') };

describe('doctor', () => {
  it('finds a fault, shows it, and ends with 1', async () => {
    const { code, out, err } = await run([folderWith(WRONG)]);
    expect(out).toContain('error[host-loopback]');
    expect(out).toContain('server.py:3:7');
    expect(out).toContain('mcp = FastMCP("tides", stateless_http=True)\n');
    expect(err).toBe('');
    expect(code).toBe(1);
  });

  it('ends with 0 when nothing is at the threshold', async () => {
    expect((await run([folderWith(RIGHT)])).code).toBe(0);
    expect((await run([folderWith(WRONG), '--fail-on', 'never'])).code).toBe(0);
  });

  it('asks only what was asked for', async () => {
    const { out } = await run([folderWith(WRONG), '--only', 'port-not-8000,path-not-mcp', '--format', 'json']);
    expect(JSON.parse(out).outcomes.map(({ check }: { check: string }) => check)).toEqual([
      'path-not-mcp',
      'port-not-8000',
    ]);
    const skipped = await run([folderWith(WRONG), '--skip=host-loopback']);
    expect(skipped.out).not.toContain('host-loopback');
    expect(skipped.code).toBe(0);
  });

  it('names the near check when one is misspelt', async () => {
    const { code, err } = await run([folderWith(WRONG), '--only', 'host-lopback']);
    expect(err).toContain('Did you mean `host-loopback`?');
    expect(code).toBe(2);
  });

  it('says the same twice', async () => {
    const root = folderWith(WRONG);
    const [first, second] = [await run([root, '--format', 'json']), await run([root, '--format', 'json'])];
    expect(second.out).toBe(first.out);
  });

  it('writes no colours without a terminal, and colours when forced', async () => {
    const root = folderWith(WRONG);
    expect((await run([root])).out).not.toContain('\u001b');
    expect((await run([root], { FORCE_COLOR: '1' })).out).toContain('\u001b[');
    expect((await run([root], { FORCE_COLOR: '1', NO_COLOR: '1' })).out).not.toContain('\u001b');
    expect((await run([root, '--no-color'], { FORCE_COLOR: '1' })).out).not.toContain('\u001b');
  });

  it('never lets control characters of a file reach the terminal', async () => {
    const { out } = await run([folderWith({ ...WRONG, 'server.py': SERVER.replace('"tides"', '"ti\u001b[31mdes"') })]);
    expect(out).toContain('host-loopback');
    expect(out).not.toContain('\u001b');
  });
});

describe('--agent', () => {
  const monorepo = 'fixtures/projects/monorepo';

  it('asks about one agent of several', async () => {
    const { code, out } = await run([monorepo, '--agent', 'weather']);
    expect(out).toContain('Agent `weather`');
    expect(out).not.toContain('orders');
    expect(code).toBe(0);
  });

  it('names those that there are when none is called so', async () => {
    const { code, err } = await run([monorepo, '--agent', 'wether']);
    expect(err).toContain('No agent is called `wether`.');
    expect(err).toContain('`weather`, `orders` and `assistant`');
    expect(code).toBe(2);
  });
});

describe('input that cannot be examined', () => {
  it.each([
    ['a missing path', ['no-such-folder'], /There is no folder `no-such-folder`/],
    ['two paths', ['.', '..'], /Only one path can be given/],
    ['a file', ['package.json'], /`package.json` is a file/],
    ['an unknown option', ['--fromat', 'json'], /fromat/],
    ['an unknown format', ['--format', 'xml'], /xml/],
    ['an option without its value', ['--only'], /only/],
  ])('%s', async (_what, argv, sentence) => {
    const { code, out, err } = await run(argv);
    expect(err).toMatch(sentence);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  it('a folder with nothing of ours', async () => {
    const { code, err } = await run([folderWith({ 'notes.txt': 'nothing' })]);
    expect(err).toMatch(/holds nothing that the doctor knows/);
    expect(code).toBe(2);
  });

  it('still writes JSON to stdout', async () => {
    for (const argv of [
      ['no-such-folder', '--format', 'json'],
      ['--format', 'json', '--bogus'],
      ['--format=json', '--only', 'nope'],
    ]) {
      const { code, out } = await run(argv);
      expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, error: { message: expect.any(String) } });
      expect(code).toBe(2);
    }
  });

  it('a manifest that is not text, beside a server that is', async () => {
    const { code, out } = await run([
      folderWith({ ...RIGHT, '.bedrock_agentcore.yaml': new Uint8Array([0, 1, 2, 0]) }),
    ]);
    expect(out).toContain('.bedrock_agentcore.yaml');
    expect(code).not.toBe(0);
  });

  it('a source file of 50 MB', async () => {
    const root = folderWith(RIGHT);
    writeFileSync(join(root, 'huge.py'), '');
    truncateSync(join(root, 'huge.py'), 50 * 1024 * 1024);
    const { code, out } = await run([root]);
    expect(out).toContain('huge.py could not be read: it has 50 MB');
    expect(code).toBe(3);
  });

  it('links that lead in a circle', async () => {
    const root = folderWith(WRONG);
    mkdirSync(join(root, 'sub'));
    symlinkSync(root, join(root, 'sub', 'loop'));
    symlinkSync('self.py', join(root, 'self.py'));
    expect((await run([root])).code).toBe(1);
  });
});

describe('what git ignores', () => {
  it('is not looked at, and neither are copies and builds', async () => {
    const root = folderWith({
      ...RIGHT,
      '.gitignore': 'old/\n',
      '.git/HEAD': '',
      'old/server.py': SERVER,
      'BACKUP/server.py': SERVER,
      '.venv/lib/server.py': SERVER,
      'cdk.out/asset.1/server.py': SERVER,
    });
    const { code, out } = await run([root]);
    expect(out).not.toMatch(/old|BACKUP|venv|asset/);
    expect(code).toBe(0);
  });
});

describe('ignore comments', () => {
  const silenced = (comment: string): string => SERVER.replace('mcp = FastMCP', `${comment}\nmcp = FastMCP`);

  it('silence a finding when they give a reason', async () => {
    const root = folderWith({ ...WRONG, 'server.py': silenced('# doctor: ignore[host-loopback] -- behind a proxy') });
    const { code, out } = await run([root]);
    expect(out).not.toContain('error[host-loopback]');
    expect(out).toContain('1 finding ignored by comments');
    expect(code).toBe(0);
  });

  it('are not heeded without a reason', async () => {
    const { code, out } = await run([
      folderWith({ ...WRONG, 'server.py': silenced('# doctor: ignore[host-loopback]') }),
    ]);
    expect(out).toContain('error[host-loopback]');
    expect(out).toContain('note[ignore-comment] The ignore comment gives no reason');
    expect(code).toBe(1);
  });

  it('are noted when they silence nothing or name no check', async () => {
    const { out } = await run([
      folderWith({ ...RIGHT, 'server.py': `# doctor: ignore[port-not-8000, bogus] -- why\n${RIGHT['server.py']}` }),
    ]);
    expect(out).toContain('The ignore comment for `port-not-8000` matches no finding.');
    expect(out).toContain('The ignore comment names `bogus`, and no check is called so.');
  });
});

describe('the other commands', () => {
  it('list the checks', async () => {
    const { code, out } = await run(['checks', '--format', 'json']);
    expect(JSON.parse(out).checks.map(({ id }: { id: string }) => id)).toContain('host-loopback');
    expect(code).toBe(0);
  });

  it('explain one', async () => {
    const { code, out } = await run(['explain', 'host-loopback']);
    expect(out).toContain('An example');
    expect(out).toContain('works offline');
    expect(code).toBe(0);
  });

  it('explain nothing they do not know', async () => {
    const { code, err } = await run(['explain', 'host-lopback']);
    expect(err).toContain('Did you mean `host-loopback`?');
    expect(code).toBe(2);
  });

  it('help', async () => {
    for (const argv of [['--help'], ['-h'], ['checks', '--help'], ['explain', '-h'], ['doctor', '--help']]) {
      const { code, out } = await run(argv);
      expect(out).toContain('Examples:');
      expect(code).toBe(0);
    }
  });

  it('--version', async () => {
    expect(await run(['doctor', '--version'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});
