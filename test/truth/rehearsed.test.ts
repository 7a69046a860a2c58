import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownNetwork } from '../real/attend.ts';
import { oversee } from '../real/oversee.ts';
import { unlessUnavailable } from '../real/unavailable.ts';
import { type Cell, nameOf } from './cell.ts';
import { install, type Installed } from './installed.ts';
import { cellsOf } from './matrix.ts';
import { writeProject } from './project.ts';
import { verdictOn } from './verdict.ts';

// The matrix asks a process what decides its verdict. Here `rehearse` itself plays to the servers of a few releases, with
// all that it asks, and finds nothing that was not said before the start, and something wherever an error was said.

const PROGRAM = resolve('dist/bin.cjs');
const SOME = ['path with a slash', 'the command fastmcp run --stateless'].map((form) => `fastmcp@3.4.11:${form}`);
const RELEASES =
  process.env['TRUTH'] === 'all'
    ? ['mcp@1.30.0', 'fastmcp@3.4.11', '@modelcontextprotocol/sdk@1.32.2']
    : ['mcp@1.30.0', ...SOME];

/** What was said of a server, for each finding that a rehearsal may end in. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  'bound-to-loopback': ['host-loopback'],
  'handshake-fails': ['path-not-mcp', 'not-stateless', 'transport-not-http'],
  'host-rejected': ['host-guard', 'host-loopback'],
  'path-redirects': ['redirects-trailing-slash', 'path-not-mcp'],
  'ping-rejected': ['path-not-mcp', 'not-stateless', 'transport-not-http'],
  'server-does-not-start': [
    'argument-not-accepted',
    'sdk-import-broken',
    'transport-unknown',
    'transport-not-http',
    'port-not-8000',
  ],
  'session-id-rejected': ['not-stateless'],
  'session-rotation-breaks': ['not-stateless'],
  'stateless-list-rejected': ['not-stateless'],
  'transport-reused-live': ['transport-reused'],
};

describe.skipIf(process.env['TRUTH_ONLY'] !== undefined)(
  'a rehearsal finds what was said before it',
  { timeout: 600_000 },
  () => {
    for (const [release, cells] of cellsOf({ only: RELEASES, forms: 'core' })) {
      it(`${nameOf(release)}: ${cells.length} servers`, async (context) => {
        if (!existsSync(PROGRAM)) context.skip('the program is not built: npm run build');
        const namespace = await ownNetwork();
        if (namespace.length === 0) context.skip('a process cannot be given a network of its own here');
        const installed = await unlessUnavailable(context, () => install(release));
        for (const cell of cells) {
          const { said, found, code } = await rehearsed(cell, installed, namespace);
          const label = `${cell.form.name}: said ${said.join(' ')}; found ${found.join(' ')}`;
          const unsaid = found.filter((id) => !said.some((one) => SAID[id]?.includes(one)));
          expect(unsaid, label).toEqual([]);
          expect(found.length > 0, label).toBe(said.length > 0);
          expect(code, label).toBe(found.length > 0 ? 1 : 0);
        }
      });
    }
  },
);

interface Result {
  /** Checks with an error, before the server is started and after it was played to. */
  readonly said: readonly string[];
  readonly found: readonly string[];
  readonly code: number | null;
}

async function rehearsed(cell: Cell, installed: Installed, namespace: readonly string[]): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'agentcore-doctor-truth-'));
  try {
    writeProject(folder, cell, installed);
    if (installed.modules !== undefined) symlinkSync(installed.modules.folder, join(folder, 'node_modules'));
    const verdict = await verdictOn(folder);
    const said = verdict.found.filter(({ severity }) => severity === 'error').map(({ id }) => id);
    const python = cell.release.language === 'python' ? ['--python', join(installed.bin, 'python')] : [];
    const words = ['rehearse', folder, '--yes', '--no-install', '--format', 'json', ...python];
    const environment = { PATH: process.env['PATH'] ?? '', HOME: folder };
    const run = await oversee(
      { command: [process.execPath, PROGRAM, ...words], environment, interrupt: false },
      namespace,
    );
    return { said, found: errorsIn(run.out), code: run.code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function errorsIn(text: string): readonly string[] {
  // The format is held by its schema in other tests.
  const { outcomes } = JSON.parse(text) as {
    readonly outcomes: readonly {
      readonly check: string;
      readonly findings?: readonly { readonly severity: string }[];
    }[];
  };
  return outcomes
    .filter(({ findings = [] }) => findings.some(({ severity }) => severity === 'error'))
    .map(({ check }) => check);
}
