import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FileChanges } from '../src/apply/commit.ts';
import { changesOf } from '../src/domain/edit/splice.ts';
import { killable } from './support/killed.ts';
import { folderWith } from './support/run.ts';

/** Two files, each changed in two rounds. */
const BEFORE = { 'one.yaml': 'a: 1\r\nb: 2\r\n', 'two.py': '\uFEFFx = 1\n' };
const AFTER = { 'one.yaml': 'a: 10\r\nb: 20\r\n', 'two.py': '\uFEFFx = 100\n' };
const CHANGES: readonly FileChanges[] = [
  {
    path: 'one.yaml',
    text: BEFORE['one.yaml'],
    rounds: [
      changesOf('one.yaml', BEFORE['one.yaml'], [{ start: 3, end: 4, put: '10' }]),
      changesOf('one.yaml', 'a: 10\r\nb: 2\r\n', [{ start: 10, end: 11, put: '20' }]),
    ],
  },
  { path: 'two.py', text: 'x = 1\n', rounds: [changesOf('two.py', 'x = 1\n', [{ start: 5, end: 5, put: '00' }])] },
];

const PROGRAM = `
import { commitTexts, undoLast } from './src/apply/commit.ts';
import { journalOf } from './src/apply/journal.ts';
const { what, root, state, changes } = JSON.parse(process.argv[2]);
const journal = journalOf(state, root);
if (what === 'undo') undoLast(root, journal);
else commitTexts(root, changes, journal);
`;

let words: readonly string[] = [];
beforeAll(async () => {
  words = await killable(PROGRAM);
});

function run(what: 'commit' | 'undo', root: string, state: string, killAt: number): NodeJS.Signals | number | null {
  const input = JSON.stringify({ what, root, state, changes: CHANGES });
  const { status, signal } = spawnSync(process.execPath, [...words, input], {
    env: { ...process.env, KILL_AT: String(killAt) },
  });
  return signal ?? status;
}

/** What lies in the project: each file old or new, and nothing else but what an interrupted write leaves. */
function stateOf(root: string): readonly ('old' | 'new' | 'mixed')[] {
  return Object.entries(BEFORE).map(([name, before]) => {
    const text = readFileSync(join(root, name), 'utf8');
    const after = new Map(Object.entries(AFTER)).get(name);
    return text === before ? 'old' : text === after ? 'new' : 'mixed';
  });
}

function visible(root: string): readonly string[] {
  return readdirSync(root).filter((name) => !name.endsWith('.agentcore-doctor.tmp'));
}

describe('a run that is killed', () => {
  it('leaves each file old or new wherever it is killed, and can be taken back', () => {
    const states = new Set<string>();
    let killAt = 1;
    for (; ; killAt++) {
      const [root, state] = [folderWith(BEFORE), folderWith({})];
      const ended = run('commit', root, state, killAt);
      const now = stateOf(root);
      states.add(now.join(' '));
      expect(now, `killed at call ${killAt}`).not.toContain('mixed');
      expect(visible(root)).toEqual(Object.keys(BEFORE));
      if (ended === 0) break;
      expect(ended).toBe('SIGKILL');
      // Before the record there was nothing to take back, and nothing was written.
      const undone = run('undo', root, state, 0);
      expect(undone === 0 || now.every((one) => one === 'old')).toBe(true);
      expect(stateOf(root)).toEqual(['old', 'old']);
    }
    expect([...states]).toEqual(['old old', 'new old', 'new new']);
    expect(killAt).toBeGreaterThan(15);
  });

  it('finishes taking back what it was killed while taking back', () => {
    for (let killAt = 1; ; killAt++) {
      const [root, state] = [folderWith(BEFORE), folderWith({})];
      run('commit', root, state, 0);
      const ended = run('undo', root, state, killAt);
      expect(stateOf(root)).not.toContain('mixed');
      if (ended === 0) break;
      // Where only the record was left to forget, there is nothing more to do.
      expect([0, 1]).toContain(run('undo', root, state, 0));
      expect(stateOf(root)).toEqual(['old', 'old']);
    }
  });

  it('can be repeated', () => {
    const [root, state] = [folderWith(BEFORE), folderWith({})];
    run('commit', root, state, 12);
    writeFileSync(join(root, 'one.yaml'), BEFORE['one.yaml']);
    expect(run('commit', root, state, 0)).toBe(0);
    expect(stateOf(root)).toEqual(['new', 'new']);
    expect(readdirSync(root)).toEqual(Object.keys(BEFORE));
  });
});
