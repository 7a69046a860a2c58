import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import { kinds } from '../src/apply/cloud/kinds.ts';
import { DEPLOYER_ACTIONS, STACK_ACTIONS } from '../src/domain/deploy/permissions.ts';
import { linesOf } from '../src/domain/text.ts';
import { collect } from '../src/engine/collect.ts';
import { ignoreCheck } from '../src/engine/ignore.ts';
import { runCheck } from '../src/engine/run.ts';
import { sourceOf, sourceOfCheck } from '../src/engine/select.ts';
import { collectors } from '../src/facts/index.ts';
import { fileCollectors } from '../src/facts/of-files.ts';
import type { Check, CheckMeta } from '../src/model/check.ts';
import type { FactName, Source } from '../src/model/fact.ts';
import type { Example } from '../src/report/explain.ts';
import { openWorld } from '../src/world/index.ts';
import { casesOf, projectOf } from './support/case.ts';
import { cellsOf } from './truth/matrix.ts';

// `collectors` has exactly one member for each fact.
const factNames = Object.keys(collectors) as readonly FactName[];

// These files are written by `npm run generate`, read in a diff, and committed; a stale one fails here.

it('checks/index.ts lists every check', async () => {
  const ids = readdirSync('checks')
    .filter((name) => name.endsWith('.ts') && name !== 'index.ts' && name !== 'of-files.ts')
    .map((name) => name.slice(0, -3))
    .toSorted();
  await expect(renderIndex(ids)).toMatchFileSnapshot('../checks/index.ts');
});

it('checks/of-files.ts lists the checks that files answer, and names the others', async () => {
  const of = (source: Source): readonly string[] =>
    checks.filter((check) => sourceOfCheck(check, collectors) === source).map(({ id }) => id);
  const others = { cloud: of('cloud'), token: of('token'), live: of('live') };
  await expect(renderOfFiles(of('files'), others)).toMatchFileSnapshot('../checks/of-files.ts');
  expect(Object.keys(fileCollectors)).toEqual(factNames.filter((name) => sourceOf(name, collectors) === 'files'));
});

it('checks/examples.json holds the first failing case of every check', async () => {
  const examples: Record<string, Example> = {};
  for (const check of checks) {
    const example = await exampleOf(check);
    if (example !== undefined) examples[check.id] = example;
  }
  await expect(`${JSON.stringify(examples, undefined, 2)}\n`).toMatchFileSnapshot('../checks/examples.json');
});

it('the README shows real output and lists every check', async () => {
  const readme = readFileSync('README.md', 'utf8');
  const shown = readme.replace(
    /(<!-- example -->)[^]*?(<!-- \/example -->)/,
    (_, open: string, close: string) => `${open}\n${excerpt()}\n${close}`,
  );
  const fresh = shown.replace(
    /(<!-- checks -->)[^]*?(<!-- \/checks -->)/,
    (_, open: string, close: string) => `${open}\n${tableOf([...checks, ignoreCheck])}\n${close}`,
  );
  const whole = fresh
    .replace(
      /(<!-- policy -->)[^]*?(<!-- \/policy -->)/,
      (_, open: string, close: string) => `${open}\n${readPolicy()}\n${close}`,
    )
    .replace(
      /(<!-- writes -->)[^]*?(<!-- \/writes -->)/,
      (_, open: string, close: string) => `${open}\n${writePolicy()}\n${close}`,
    )
    .replace(
      /(<!-- deployer -->)[^]*?(<!-- \/deployer -->)/,
      (_, open: string, close: string) => `${open}\n${deployerPolicy()}\n${close}`,
    );
  const held = whole.replace(
    /(<!-- truth -->)[^]*?(<!-- \/truth -->)/,
    (_, open: string, close: string) => `${open}\n${serversOfTruth()}\n${close}`,
  );
  await expect(held).toMatchFileSnapshot('../README.md');
});

it.each([
  ['report.schema.json', 'src/report/json.ts', 'JsonReport'],
  ['fix.schema.json', 'src/report/fixed.ts', 'JsonFixReport'],
  ['fix-account.schema.json', 'src/report/account-fixed.ts', 'JsonAccountFixReport'],
  ['deploy.schema.json', 'src/report/deployed.ts', 'JsonDeployReport'],
  ['explain.schema.json', 'src/report/diagnosis-json.ts', 'JsonExplanation'],
])('%s says what `--format json` writes', async (file, path, type) => {
  const options = { path, type, tsconfig: 'tsconfig.json', skipTypeCheck: true, additionalProperties: true };
  const schema = createGenerator(options).createSchema(type);
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(`../${file}`);
});

/** What the collectors call, as a policy; the engine lets them call nothing else. */
function readPolicy(): string {
  const actions = Object.values(collectors).flatMap((collector) =>
    'permissions' in collector ? (collector.permissions ?? []) : [],
  );
  return policyOf(actions);
}

/** What changing things of an account calls beside that. */
function writePolicy(): string {
  return policyOf(Object.values(kinds).flatMap(({ writes }) => writes));
}

/** What a deployment needs: its own calls, and those of CloudFormation on the caller's behalf. */
function deployerPolicy(): string {
  return policyOf([...DEPLOYER_ACTIONS, ...Object.values(STACK_ACTIONS).flat()]);
}

function policyOf(actions: readonly string[]): string {
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: [...new Set(actions)].toSorted(), Resource: '*' }],
  };
  return ['```json', JSON.stringify(policy, undefined, 2), '```'].join('\n');
}

/** Three findings of the guide's project and the last line, as they were printed; dots stand for what is left out. */
function excerpt(): string {
  const whole = readFileSync('fixtures/runs/field-guide.txt', 'utf8').trimEnd().split('\n\n');
  const places = ['authorizer-flat', 'host-loopback', 'id-token-sent'].map((id) =>
    whole.findIndex((part) => part.includes(`[${id}]`)),
  );
  expect(places).toEqual(places.filter((place) => place > 0).toSorted((a, b) => a - b));
  return [
    '```',
    '$ agentcore-doctor',
    ...places.flatMap((place) => ['…', whole[place], '']),
    '…',
    whole.at(-1),
    '```',
  ].join('\n');
}

function renderIndex(ids: readonly string[]): string {
  const imports = ids.map((id) => `import ${camel(id)} from './${id}.ts';`);
  return `// Generated by \`npm run generate\`.
${["import type { Check } from '../src/model/check.ts';", ...imports].join('\n')}

/** Every check there is, by name. */
export const checks: readonly Check[] = [
${ids.map((id) => `  ${camel(id)},`).join('\n')}
];
`;
}

function renderOfFiles(ids: readonly string[], others: { readonly [source: string]: readonly string[] }): string {
  const imports = ids.map((id) => `import ${camel(id)} from './${id}.ts';`);
  const lists = Object.entries(others).map(
    ([source, names]) => `  ${source}: [\n${names.map((id) => `    '${id}',`).join('\n')}\n  ],`,
  );
  return `// Generated by \`npm run generate\`.
${["import type { Check } from '../src/model/check.ts';", ...imports].join('\n')}

/** The checks that the files of a project answer: all that a plain run loads. */
export const fileChecks: readonly Check[] = [
${ids.map((id) => `  ${camel(id)},`).join('\n')}
];

/** The names of the others, by what answers them. */
export const otherChecks = {
${lists.join('\n')}
} as const satisfies { readonly [source: string]: readonly string[] };
`;
}

function camel(id: string): string {
  return id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function tableOf(all: readonly CheckMeta[]): string {
  const rows = all.map(
    ({ id, severity, title, fix }) =>
      `| \`${id}\` | ${severity} | ${title.replaceAll('|', '\\|')} | ${fix === 'none' ? '' : fix} |`,
  );
  return ['| Check | Severity | What it finds | Fix |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

async function exampleOf(check: Check): Promise<Example | undefined> {
  const name = casesOf(check.id).find((candidate) => candidate.startsWith('fails'));
  if (name === undefined) return undefined;
  const root = projectOf(check.id, name);
  const outcome = runCheck(check, await collect(check.needs, collectors, openWorld({ root })));
  const finding = outcome.status === 'fail' ? outcome.findings[0] : undefined;
  if (finding?.at.kind !== 'file') return undefined;
  const { message, remedy, at } = finding;
  const line = linesOf(at.path, readFileSync(join(root, at.path), 'utf8').replace(/^\uFEFF/, '')).line(
    at.range.start.line,
  );
  return { message, ...(remedy === undefined ? {} : { remedy }), path: at.path, range: at.range, line };
}

/** What `npm run truth` starts, library by library. */
function serversOfTruth(): string {
  const cells = [...cellsOf({ only: [], forms: 'all' })];
  const rows = [...new Set(cells.map(([{ library }]) => library))].map((library) => {
    const own = cells.filter(([release]) => release.library === library);
    const releases = own.map(([{ version }]) => version).join(', ');
    const name = library === 'npm-fastmcp' ? '`fastmcp` of npm' : `\`${library}\``;
    return `| ${name} | ${releases} | ${own.reduce((sum, [, { length }]) => sum + length, 0)} |`;
  });
  const all = cells.reduce((sum, [, { length }]) => sum + length, 0);
  return [
    '| Library | Releases | Servers |',
    '| --- | --- | --- |',
    ...rows,
    `| all | ${cells.length} | ${all} |`,
  ].join('\n');
}
