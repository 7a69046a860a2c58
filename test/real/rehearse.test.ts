import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectAll } from '../../src/commands/examine.ts';
import { plannedStart } from '../../src/domain/rehearsal/start-plan.ts';
import { prepare } from '../../src/rehearse/prepare.ts';
import { openWorld } from '../../src/world/index.ts';
import { install } from '../truth/installed.ts';
import { folderWith } from '../support/run.ts';
import { ownNetwork } from './attend.ts';
import { cacheFolder } from './cache.ts';
import { TODAY } from './days.ts';
import { oversee, type Overseen } from './oversee.ts';
import { endsAtOnce, type Files, javascript, python, silent, typescript } from './rehearsed-projects.ts';
import { unlessUnavailable } from './unavailable.ts';

// The built program rehearses real projects. Each run stands in a network of its own, which has no way to a registry: what
// a project asks for is installed before, as the program does it.

const PROGRAM = resolve('dist/bin.cjs');
const environment = {
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '/',
  XDG_CACHE_HOME: join(cacheFolder(), 'rehearsals'),
};
let namespace: readonly string[] = [];
const told: string[] = [];

beforeAll(async () => {
  namespace = await ownNetwork();
});

afterAll(() => void process.stdout.write(told.map((line) => `${line}\n`).join('')));

describe('rehearse', { timeout: 600_000 }, () => {
  it('plays to a server in Python whose requirements it installs', async (context) => {
    const run = await rehearsed(context, python);
    expect(errorsIn(run)).toEqual([]);
    expect(run.code).toBe(0);
    expect(rehearsalIn(run).client).toMatchObject({ server: { name: 'tides' }, tools: [{ name: 'tide' }] });
  });

  it('says why a server ends before it listens', async (context) => {
    const run = await rehearsed(context, endsAtOnce);
    expect(run.code).toBe(1);
    expect(errorsIn(run)).toEqual(['server-does-not-start']);
    expect(run.out).toContain('Unknown transport: htpp');
  });

  it('installs and builds a server in TypeScript, outside of its folder', async (context) => {
    const run = await rehearsed(context, typescript);
    expect(errorsIn(run)).toEqual([]);
    expect(run.code).toBe(0);
    expect(rehearsalIn(run).client).toMatchObject({ server: { name: 'tides' }, tools: [{ name: 'tide' }] });
  });

  it('starts a server in JavaScript that has its packages as it is', async (context) => {
    const root = await withModules(context);
    const run = await rehearsedIn(context, root);
    expect(errorsIn(run)).toEqual([]);
    expect(run.code).toBe(0);
    const { readyMs } = rehearsalIn(run);
    told.push(
      `A ready server in Node.js: ${run.tookMs} ms for all, ${String(readyMs)} ms of it until its first answer.`,
    );
  });

  it('ends with 130 and leaves nothing when it is interrupted', async (context) => {
    const root = await withModules(context);
    const run = await rehearsedIn(context, root, true);
    expect(run.code).toBe(130);
    expect(JSON.parse(run.out)).toMatchObject({ error: { message: 'Interrupted.' } });
  });

  it('finds nothing in a server that is ended before its first answer', async (context) => {
    const root = await withModules(context, silent);
    const run = await rehearsedIn(context, root, true);
    expect(run.code).toBe(130);
    expect(JSON.parse(run.out)).toMatchObject({ error: { message: 'Interrupted.' } });
  });
});

type Context = Parameters<typeof unlessUnavailable>[0];

async function withModules(context: Context, files = javascript): Promise<string> {
  const root = folderWith(files);
  const { modules } = await unlessUnavailable(context, () =>
    install({
      library: '@modelcontextprotocol/sdk',
      version: '1.32.2',
      language: 'javascript',
      requirements: ['@modelcontextprotocol/sdk@1.32.2', 'express@5.1.0'],
      before: TODAY,
    }),
  );
  symlinkSync(modules?.folder ?? '', join(root, 'node_modules'));
  return root;
}

function rehearsed(context: Context, files: Files): Promise<Overseen> {
  return rehearsedIn(context, folderWith(files));
}

/** Rehearses a project, and holds that nothing is left running and nothing was written into it. */
async function rehearsedIn(context: Context, root: string, interrupt = false): Promise<Overseen> {
  if (namespace.length === 0) context.skip('a process cannot be given a network of its own here');
  if (!existsSync(PROGRAM)) context.skip('the program is not built: npm run build');
  await installed(root);
  const before = contentOf(root);
  const command = [process.execPath, PROGRAM, 'rehearse', root, '--yes', '--format', 'json'] as const;
  const run = await oversee({ command: [...command], environment, interrupt }, namespace);
  expect(contentOf(root)).toEqual(before);
  expect(run.left).toEqual([]);
  expect(run.listens).toEqual([]);
  return run;
}

/** Installs what the project asks for where the program looks for it. */
async function installed(root: string): Promise<void> {
  const { servers, images, dependencies } = await collectAll(openWorld({ root }));
  if (servers?.ok !== true || images?.ok !== true || dependencies?.ok !== true) throw new Error('It cannot be read.');
  const start = plannedStart({ servers: servers.value, images: images.value, dependencies: dependencies.value });
  if (!start.ok) throw new Error(start.gap.because);
  await prepare(start.plan, { root, install: true, environment });
}

/** Every file of a folder with its text, links by their names. */
function contentOf(root: string): Readonly<Record<string, string>> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true }).map((entry) =>
    join(entry.parentPath, entry.name),
  );
  return Object.fromEntries(
    paths
      .toSorted()
      .map((path) => [relative(root, path), lstatSync(path).isFile() ? readFileSync(path, 'utf8') : 'no file']),
  );
}

/** The little of a report in JSON that is looked at. */
interface Report {
  readonly outcomes: readonly {
    readonly check: string;
    readonly findings?: readonly { readonly severity: string }[];
  }[];
  readonly rehearsal?: { readonly readyMs?: number; readonly client?: unknown };
}

function reportIn({ out, err }: Overseen): Report {
  if (out === '') throw new Error(`Nothing was reported: ${err}`);
  // The format is held by its schema in other tests.
  return JSON.parse(out) as Report;
}

function rehearsalIn(run: Overseen): NonNullable<Report['rehearsal']> {
  return reportIn(run).rehearsal ?? {};
}

function errorsIn(run: Overseen): readonly string[] {
  const failed = reportIn(run).outcomes.filter(({ findings = [] }) =>
    findings.some(({ severity }) => severity === 'error'),
  );
  return failed.map(({ check }) => check);
}
