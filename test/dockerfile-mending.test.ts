import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFix } from '../src/apply/plan.ts';
import { applyText } from '../src/apply/text.ts';
import { readImage } from '../src/domain/image/dockerfile-image.ts';
import { mendExecForm } from '../src/domain/image/exec-form-mending.ts';
import { addedUser } from '../src/domain/image/image-users.ts';
import { isBrokenExecForm } from '../src/domain/image/exec-form.ts';
import { splitShell } from '../src/domain/image/shell-words.ts';
import { headOf } from '../src/domain/text.ts';
import type { Edit } from '../src/model/change.ts';
import type { Dockerfile } from '../src/model/image.ts';

const PATH = 'Dockerfile';

async function edited(text: string, edits: readonly Edit[]): Promise<string> {
  const bench = {
    glance: async () => ({ ok: true, text }) as const,
    parser: () => Promise.reject(new Error('No code is parsed here.')),
  };
  const plan = await planFix({ title: 'Try', safety: 'safe', edits }, bench);
  if (!plan.ok) throw new Error(plan.because);
  return applyText(text, plan.changes);
}

const word = fc.stringMatching(/^[\w./:=@%+-]{1,8}$/);
const marks = fc.constantFrom(["'", "'"], ['\u201C', '\u201D'], ['\u2018', '\u2019'], ['"', '"'], ['', '']);
const gap = fc.constantFrom('', ' ', '  ', ' \\\n    ', ' \\\n  # why\n  ');

/** The words of a command, and an array of them in which something is not JSON. */
const commands = fc
  .record({
    items: fc.array(fc.record({ word, mark: marks, before: gap, after: gap, comma: fc.boolean() }), {
      minLength: 2,
      maxLength: 5,
    }),
    trailing: fc.constantFrom('', ',', ' ,'),
    closing: fc.constantFrom(']', ' ]', '] # the server'),
  })
  .map(({ items, trailing, closing }) => {
    const last = items.length - 1;
    const written = items.map(({ word: value, mark: [open = '', close = ''], before, after, comma }, index) => {
      const separated = index === last ? '' : comma || after === '' ? ',' : '';
      return `${before}${open}${value}${close}${after}${separated}`;
    });
    return { words: items.map(({ word: value }) => value), text: `[${written.join('')}${trailing}${closing}` };
  });

describe('a command that is meant as a JSON array', () => {
  it('becomes one with the same words, and keeps its lines and comments', async () => {
    await fc.assert(
      fc.asyncProperty(commands, fc.constantFrom('\n', '\r\n'), async ({ words, text }, lineBreak) => {
        const before = `FROM python:3.13\nCMD ${text}\nEXPOSE 8000\n`.replaceAll('\n', lineBreak);
        const [broken] = readImage(PATH, before).brokenExecForms;
        fc.pre(broken?.mend !== undefined);
        const after = await edited(before, broken?.mend ?? []);
        const image = readImage(PATH, after);
        expect(image.cmd?.form).toBe('exec');
        expect(image.cmd?.argv.map(({ value }) => value)).toEqual(words);
        const comments = (all: string): readonly string[] => all.match(/#[^\r\n]*/g) ?? [];
        expect(comments(after).toSorted()).toEqual(comments(before).toSorted());
        expect(after.replaceAll('\r\n', '').includes('\r') || (lineBreak === '\r\n' && /[^\r]\n/.test(after))).toBe(
          false,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('is mended in most of its shapes', () => {
    const shapes = fc
      .sample(commands, 500)
      .filter(({ text }) => isBrokenExecForm(text.replaceAll(/\\\n(?: *#.*\n)?/g, '')));
    const mended = shapes.filter(({ text }) => mendExecForm(text.replaceAll(/\\\n(?: *#.*\n)?/g, '')) !== undefined);
    expect(mended.length / shapes.length).toBeGreaterThan(0.8);
  });

  it.each([
    ['words follow the bracket', '["python", "server.py"] --port 8000'],
    ['a comma is written twice', '["python",, "server.py"]'],
    ['a variable would not be replaced', "['python', '$SCRIPT']"],
    ['it ends in the middle of a string', "['python', 'server.py"],
  ])('is left alone when %s', (_, text) => {
    expect(mendExecForm(text)).toBeUndefined();
  });
});

describe('an instruction that Docker does not know', () => {
  const mend = (image: Dockerfile): readonly Edit[] | undefined => image.unknownInstructions[0]?.mend;

  it.each([
    ['WORKDER /app', 'WORKDIR /app'],
    ['runn pip list', 'run pip list'],
    ['npm ci --omit=dev', 'RUN npm ci --omit=dev'],
    ['uv pip install mcp', 'RUN uv pip install mcp'],
    ['RUN a \\\n  && b\n  && c', 'RUN a \\\n  && b \\\n  && c'],
    ['# escape=`\nFROM x\nRUN a\n&& b', '# escape=`\nFROM x\nRUN a `\n&& b'],
  ])('%j becomes %j', async (line, wanted) => {
    const [before, after] = [line, wanted].map((one) => (one.startsWith('#') ? one : `FROM python:3.13\n${one}\n`));
    expect(await edited(before ?? '', mend(readImage(PATH, before ?? '')) ?? [])).toBe(after);
  });

  it.each([
    'cd /app',
    'export A=1',
    'python server.py',
    'npm start',
    '  pip install mcp',
    'ADG x',
    'RUN a # why\n&& b',
    'RUN a\n\n&& b',
    'RUN <<EOF\na\nEOF\n&& b',
    'COPY a b\n&& c',
  ])('%j is left alone', (line) => {
    const image = readImage(PATH, `FROM python:3.13\n${line}\n`);
    expect(image.unknownInstructions).toHaveLength(1);
    expect(mend(image)).toBeUndefined();
  });
});

describe('a user that a command adds', () => {
  it.each([
    ['useradd -m -u 1000 app', { name: 'app', id: '1000' }],
    ['useradd -rmu 1000 app', { name: 'app', id: '1000' }],
    ['useradd -u1000 -g app app', { name: 'app', id: '1000' }],
    ['useradd app --uid 1000 --shell /bin/bash', { name: 'app', id: '1000' }],
    ['/usr/sbin/adduser --disabled-password --gecos "" --uid=1000 app', { name: 'app', id: '1000' }],
    ['adduser -D -H -u 1000 -G web app', { name: 'app', id: '1000' }],
    ['adduser app staff', { name: 'app', without: 'adduser' }],
    ['useradd --system --gid 1000 app', { name: 'app', without: 'useradd' }],
    ['useradd -u $ID app', { name: 'app' }],
    ['usermod -u 1000 app', undefined],
  ])('%j is %j', (line, expected) => {
    const user = addedUser(splitShell(line, () => headOf(PATH)));
    const { without, ...rest } = user ?? { name: '' };
    const read = user === undefined ? undefined : without === undefined ? rest : { ...rest, without: without.program };
    expect(read).toEqual(expected);
  });
});
