import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Plan, planFix } from '../src/apply/plan.ts';
import { applyText } from '../src/apply/text.ts';
import { readJson } from '../src/domain/config/json-source.ts';
import { isFilled, valueAt } from '../src/domain/config/tree.ts';
import { readYaml } from '../src/domain/config/yaml-source.ts';
import type { DocumentEdit, Step, TextChange } from '../src/model/change.ts';
import type { Json } from '../src/model/json.ts';
import type { Tree } from '../src/model/tree.ts';
import { anyPick, anyValue, meant, type Wish } from './support/document-wishes.ts';
import { asJson, commentsIn, jsonDocument, type Written, yamlDocument } from './support/documents.ts';

type Mended = { readonly text: string; readonly changes: readonly TextChange[] } | { readonly refused: string };

async function mended(path: string, text: string, wishes: readonly Wish[]): Promise<Mended> {
  const root = treeOf(path, text);
  const edits = wishes.map(({ to, edit }): DocumentEdit => ({ ...edit, at: (valueAt(root, ...to) ?? root).at }));
  const plan = await planned(text, edits);
  return plan.ok ? { text: applyText(text, plan.changes), changes: plan.changes } : { refused: plan.because };
}

async function planned(text: string, edits: readonly DocumentEdit[]): Promise<Plan> {
  const bench = {
    glance: async () => ({ ok: true, text }) as const,
    parser: async () => {
      throw new Error('no code here');
    },
  };
  return planFix({ title: 'Mend it', safety: 'safe', edits }, bench);
}

function setting(to: readonly Step[], key: string, value: Json): Wish {
  return { to, edit: { kind: 'set', path: [key], value } };
}

function treeOf(path: string, text: string): Tree {
  const parsed = path.endsWith('.json') ? readJson(path, text) : readYaml(path, text);
  if (!parsed.ok) throw new Error(`${parsed.problem.message}\n${text}`);
  return parsed.tree;
}

/** What a reading says, as plain JSON. */
function saidBy(tree: Tree): Json {
  if (tree.kind === 'list') return tree.items.map(saidBy);
  if (tree.kind === 'map') return Object.fromEntries(tree.entries.map(({ key, value }) => [key, saidBy(value)]));
  if (tree.type === 'string') return tree.text;
  return tree.type === 'null' ? null : (JSON.parse(tree.text.toLowerCase()) as Json);
}

/** Enough to be quick; `FC_RUNS=5000` looks further. */
const RUNS = Number(process.env['FC_RUNS'] ?? 250);

describe.each([
  ['x.yaml', yamlDocument],
  ['x.json', jsonDocument],
] as const)('edits of %s', (path, documents) => {
  it('begin from documents that say what they are meant to say', () => {
    fc.assert(
      fc.property(documents, ({ root, text }) => {
        expect(saidBy(treeOf(path, text))).toEqual(asJson(root));
        expect(path === 'x.json' ? JSON.parse(text) : parse(text, { version: '1.1' })).toEqual(asJson(root));
      }),
    );
  });

  it('end with exactly what is meant', async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.array(anyPick, { minLength: 1, maxLength: 3 }), async ({ root, text }, picks) => {
        const { wishes, after, possible } = meant(asJson(root), picks);
        const result = await mended(path, text, wishes);
        // Nothing in a document without anchors and tags is too hard, but for comments among what is to move.
        const outcome =
          'text' in result
            ? JSON.stringify(saidBy(treeOf(path, result.text)))
            : possible && !isFine(result.refused)
              ? result.refused
              : 'refused';
        expect(['refused', possible ? JSON.stringify(after) : 'refused']).toContain(outcome);
      }),
      { numRuns: RUNS },
    );
  });

  it('are read alike by another reader, and keep to one line break', async () => {
    await fc.assert(
      fc.asyncProperty(documents, anyPick, async ({ root, text, layout }, pick) => {
        const { wishes, after } = meant(asJson(root), [pick]);
        const result = await mended(path, text, wishes);
        fc.pre(!('refused' in result));
        expect(path === 'x.json' ? JSON.parse(result.text) : parse(result.text, { version: '1.1' })).toEqual(after);
        const others = result.text.replaceAll(layout.crlf ? '\r\n' : '\n', '');
        expect(/[\r\n]/.test(others)).toBe(layout.crlf && !text.includes('\n') && others.includes('\n'));
      }),
      { numRuns: RUNS },
    );
  });

  it('leave everything else as it is', async () => {
    await fc.assert(
      fc.asyncProperty(documents, anyPick, async (document, pick) => {
        const { wishes } = meant(asJson(document.root), [pick]);
        const [only] = wishes;
        const result = await mended(path, document.text, wishes);
        expect(only === undefined || 'refused' in result ? [] : lostTo(path, document, only, result)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

function isFine(because: string): boolean {
  return /^it would change nothing$|^a comment stands among/.test(because);
}

/** What an edit took away that it was not to take. */
function lostTo(path: string, { text }: Written, { to, edit }: Wish, result: Extract<Mended, { text: string }>): Json {
  const kept = new Set(commentsIn(result.text).map((comment) => JSON.stringify(comment)));
  const own = edit.kind === 'nest' ? undefined : [...to, ...edit.path];
  const lost = commentsIn(text).filter(
    (comment) => !kept.has(JSON.stringify(comment)) && !(own !== undefined && goesAlong(comment, own, edit.kind)),
  );
  const holder = valueAt(treeOf(path, text), ...to);
  const isNew = edit.kind === 'set' && valueAt(holder, ...edit.path) === undefined && isFilled(holder);
  const taken = result.changes.flatMap(({ expect: before }) => (isNew && before !== '' ? [before] : []));
  const put = result.changes.flatMap(({ put: now }) =>
    edit.kind === 'unset' && !/^( ?\{\}| ?\[\]|)$/.test(now) ? [now] : [],
  );
  return [...lost, ...taken, ...put];
}

/** Whether a comment goes with the entry or item that it belongs to; what stands above an entry stays. */
function goesAlong(comment: readonly Step[], own: readonly Step[], kind: string): boolean {
  const inside = own.every((step, index) => comment[index] === step);
  return inside && (comment.length > own.length + 1 || (kind === 'unset' && comment.at(-1) === 'behind'));
}

describe('documents with anchors, aliases, merge keys and tags', () => {
  const shared = `base: &base
  region: eu-west-1 # where
  tags: [&a one, *a]
agents:
  one:
    <<: *base
    name: &name weather
    aws: &aws
      account: '111122223333'
  two:
    name: *name
    aws: *aws
    role: !Sub 'x-\${Stage}'
`;

  it('are changed where only one thing changes, and refused where two would', async () => {
    await expect(mended('x.yaml', shared, [setting(['agents', 'two'], 'name', 'coast')])).resolves.toMatchObject({
      text: shared.replace('name: *name', 'name: coast'),
    });
    await expect(mended('x.yaml', shared, [setting(['agents', 'one'], 'name', 'coast')])).resolves.toMatchObject({
      refused: expect.stringMatching(/^the way in which the document is written/),
    });
    // An entry of its own takes the place of the merged one.
    await expect(mended('x.yaml', shared, [setting(['agents', 'one'], 'region', 'x')])).resolves.toMatchObject({
      text: shared.replace("      account: '111122223333'\n", '$&    region: x\n'),
    });
    await expect(mended('x.yaml', shared, [setting(['agents', 'one', 'aws'], 'region', 'x')])).resolves.toEqual({
      refused: 'it is shared: an alias names it, and both would change (x.yaml:9)',
    });
    const gone: Wish = { to: ['agents', 'two'], edit: { kind: 'unset', path: ['aws'] } };
    await expect(mended('x.yaml', shared, [gone])).resolves.toMatchObject({
      text: shared.replace('    aws: *aws\n', ''),
    });
  });

  it('are changed in every use where that is meant', async () => {
    const wish: Wish = {
      to: ['agents', 'one', 'aws'],
      edit: { kind: 'nest', keys: ['account'], under: 'deployed', shared: true },
    };
    await expect(mended('x.yaml', shared, [wish])).resolves.toMatchObject({
      text: shared.replace("      account: '111122223333'\n", "      deployed:\n        account: '111122223333'\n"),
    });
  });

  it('never say anything else afterwards than what is meant', async () => {
    await fc.assert(
      fc.asyncProperty(anyPick, async (pick) => {
        const before = saidBy(treeOf('x.yaml', shared));
        const { wishes, after } = meant(before, [pick]);
        const result = await mended('x.yaml', shared, wishes);
        expect('refused' in result ? after : saidBy(treeOf('x.yaml', result.text))).toEqual(after);
      }),
      { numRuns: RUNS },
    );
  });
});

it('puts no key into a list', async () => {
  const text = '{ "a": [] }';
  await expect(
    mended('x.json', text, [{ to: [], edit: { kind: 'set', path: ['a', 'b'], value: 1 } }]),
  ).resolves.toEqual({
    refused: '`b` is no position of the list (x.json:1)',
  });
});

it('never throws, whatever the place and the path', async () => {
  const part = fc.record({ line: fc.integer({ min: 1, max: 12 }), column: fc.integer({ min: 1, max: 30 }) });
  const step = fc.oneof(fc.constantFrom('agents', 'name', '-', ''), fc.integer({ min: -1, max: 4 }));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(yamlDocument, jsonDocument),
      fc.string({ maxLength: 30 }),
      part,
      part,
      fc.array(step, { maxLength: 3 }),
      anyValue,
      async ({ text }, noise, start, end, path, json) => {
        for (const [name, whole] of [
          ['x.yaml', text + noise],
          ['x.json', noise + text],
        ] as const) {
          const at = { kind: 'file', path: name, range: { start, end } } as const;
          for (const edit of [
            { kind: 'set', at, path, value: json },
            { kind: 'unset', at, path },
            { kind: 'nest', at, keys: path.map(String), under: 'x' },
          ] as const)
            expect(typeof (await planned(whole, [edit])).ok).toBe('boolean');
        }
      },
    ),
    { numRuns: RUNS },
  );
});
