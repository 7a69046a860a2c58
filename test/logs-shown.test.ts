import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { healthyLog } from './support/healthy-log.ts';
import { environmentFor, GROUP, played, tailed } from './support/log-stand-in.ts';
import { RECORDED_AT, recordedLog, recordedSignatures, WHOLE } from './support/recorded-log.ts';

describe('a recorded log', () => {
  it.each([80, 200])('is drawn for %i columns', async (width) => {
    const standIn = await played({ events: recordedLog() });
    const { out } = await tailed(standIn, ['tides', ...WHOLE], {
      io: { isTerminal: { out: true, err: false }, width, environment: { ...environmentFor(standIn), NO_COLOR: '1' } },
    });
    await expect(out).toMatchFileSnapshot(`../fixtures/logs/incident-${width}.txt`);
  });

  it('names the check of each signature', async () => {
    const standIn = await played({ events: recordedLog() });
    const { out } = await tailed(standIn, ['tides', ...WHOLE.slice(0, -1), '--json']);
    const marked = out
      .split('\n')
      .filter(Boolean)
      // Each line is a document of ours.
      .map((line) => JSON.parse(line) as { readonly check?: string; readonly message: string })
      .flatMap(({ check, message }) => (check === undefined ? [] : [`${check}: ${message.slice(0, 60)}`]));
    await expect(`${marked.join('\n')}\n`).toMatchFileSnapshot('../fixtures/logs/incident-marks.txt');
  });

  it('shows what each signature of a runtime is a signature of', async () => {
    const shown: string[] = [];
    for (const [name, events] of recordedSignatures()) {
      const standIn = await played({ events });
      const { out } = await tailed(standIn, ['tides', ...WHOLE, '--timestamps', 'none'], {
        io: {
          isTerminal: { out: true, err: false },
          width: 120,
          environment: { ...environmentFor(standIn), NO_COLOR: '1' },
        },
      });
      shown.push(`# ${name}\n${out}`);
    }
    expect(shown).toHaveLength(18);
    await expect(shown.join('\n')).toMatchFileSnapshot('../fixtures/logs/signatures.txt');
  });

  it('is coloured with what both a light and a dark terminal show', async () => {
    const standIn = await played({ events: recordedLog() });
    const { out } = await tailed(standIn, ['tides', ...WHOLE], {
      io: { environment: { ...environmentFor(standIn), FORCE_COLOR: '1' } },
    });
    // oxlint-disable-next-line no-control-regex -- colours begin with one
    const codes = new Set([...out.matchAll(/\u001B\[(\d+)m/g)].map(([, code]) => Number(code)));
    // Bold, faint, underlined; red, green, yellow, blue, magenta, cyan; and their ends. Neither black nor white.
    expect([...codes].filter((code) => ![1, 2, 4, 22, 24, 31, 32, 33, 34, 35, 36, 39].includes(code))).toEqual([]);
    expect(codes.size).toBeGreaterThan(6);
  });
});

it('nothing of 100,000 healthy lines is marked', async () => {
  const lines = [...healthyLog(100_000, 3)];
  const events = lines.map((message, number) => ({
    id: `e${number}`,
    group: GROUP,
    stream: `2026/11/25/[runtime-logs]${number % 3}`,
    time: RECORDED_AT + number * 50,
    visible: RECORDED_AT + number * 50,
    message,
  }));
  const standIn = await played({ events });
  const { code, out } = await tailed(standIn, [
    'tides',
    '--since',
    '2026-11-24T23:00Z',
    '--until',
    '2026-11-25T03:00Z',
    '--diagnose',
  ]);
  expect(out).toContain(`100000 lines from \`${GROUP}\``);
  expect(out).toContain('No line shows a fault that is known.');
  expect(code).toBe(0);
});

const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** Runs `logs tail` on the recorded log in a terminal, and gives what that shows in the end. */
async function shownIn(width: number, ground: string, ...how: readonly string[]): Promise<string> {
  const standIn = await played({ events: recordedLog() });
  const folder = mkdtempSync(join(tmpdir(), 'agentcore-doctor-tmux-'));
  // Whoever runs the tests may want no colours; the terminal here is a person's.
  const { NO_COLOR: _, ...env } = process.env;
  const tmux = (...argv: readonly string[]): string =>
    spawnSync('tmux', ['-S', join(folder, 'socket'), '-f', '/dev/null', ...argv], { encoding: 'utf8', env }).stdout;
  try {
    const variables = Object.entries({ ...environmentFor(standIn), LC_ALL: 'C.UTF-8' }).map(
      ([name, value]) => `${name}=${value}`,
    );
    const words = [process.execPath, 'dist/bin.cjs', 'logs', 'tail', 'tides', ...WHOLE];
    const command = ['env', ...variables, ...words].map((word) => `'${word}'`).join(' ');
    // The first session starts the server, which keeps the colours of its windows.
    const session = ['new-session', '-d', '-x', String(width), '-y', '150', `sleep 1; ${command}; sleep 60`];
    tmux('-u', ...session, ';', 'set-option', '-g', 'window-style', ground);
    // Lines that the terminal broke are joined again: where it breaks them is its own affair.
    const capture = (): string => tmux('capture-pane', '-p', '-J', '-S', '-', ...how);
    for (let tries = 0; tries < 300 && !capture().includes('Next:'); tries++) await after(100);
    await after(200);
    return trimmed(capture());
  } finally {
    tmux('kill-server');
    rmSync(folder, { recursive: true, force: true });
  }
}

const GROUNDS = { dark: 'fg=white,bg=black', light: 'fg=black,bg=white' };

describe.skipIf(!hasTmux)('a terminal', () => {
  it.each([80, 200])('of %i columns shows what was drawn for it', async (width) => {
    const drawn = readFileSync(`fixtures/logs/incident-${width}.txt`, 'utf8');
    expect(await shownIn(width, GROUNDS.dark)).toBe(trimmed(drawn));
  });

  it('shows the same colours on a dark and on a light ground, and never one of the two grounds', async () => {
    const [dark, light] = [await shownIn(80, GROUNDS.dark, '-e'), await shownIn(80, GROUNDS.light, '-e')];
    // What an escape begins with no editor shows.
    await expect(dark.replaceAll('\u001B', '␛')).toMatchFileSnapshot('../fixtures/logs/incident-80-colours.txt');
    expect(light).toBe(dark);
    // oxlint-disable-next-line no-control-regex -- colours begin with one
    const codes = [...dark.matchAll(/\u001B\[([\d;]*)m/g)].flatMap(([, list = '']) => list.split(';').map(Number));
    // Neither black nor white, nor any ground but the terminal's own.
    expect(codes.filter((code) => [30, 37, 90, 97].includes(code) || (code >= 40 && code < 49))).toEqual([]);
    expect(new Set(codes).size).toBeGreaterThan(5);
  });
});

function trimmed(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}
