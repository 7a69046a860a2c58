import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectors } from '../src/facts/index.ts';
import type { FactName } from '../src/model/fact.ts';

/** Which folder may import which others; a folder may always import itself. Imports point downwards only. */
const MAY_IMPORT: { readonly [folder: string]: readonly string[] } = {
  'src/model': [],
  'src/domain': ['src/model'],
  checks: ['src/model', 'src/domain'],
  'src/engine': ['src/model', 'src/domain'],
  'src/report': ['src/model', 'src/domain'],
  'src/world': ['src/model'],
  'src/facts': ['src/model', 'src/domain'],
  'src/apply': ['src/model', 'src/domain'],
  'src/logs': ['src/model', 'src/domain', 'src/world'],
  // The reference server ships by itself.
  'server/src': [],
  'src/probe': ['src/model', 'src/domain', 'src/world', 'src/rehearse'],
  'src/deploy': ['src/model', 'src/domain', 'src/apply', 'src/world', 'src/rehearse'],
  'src/rehearse': ['src/model', 'src/domain', 'src/world', 'src'],
};

/** Packages that stay in their rooms. */
const ROOMS: { readonly [name: string]: readonly string[] } = {
  fflate: ['src/apply/cloud/one-file-archive.ts', 'src/deploy/bundle.ts'],
  yargs: ['src/commands/usage.ts'],
  chalk: ['src/commands/paint.ts'],
  yaml: ['src/domain/config/yaml-source.ts', 'src/domain/config/yaml-writer.ts'],
  diff: ['src/report/patch.ts'],
  'jsonc-parser': ['src/domain/config/json-source.ts'],
  'toml-eslint-parser': ['src/domain/config/toml-source.ts'],
  'dockerfile-ast': [],
  semver: ['src/domain/dependency/versions.ts'],
  // Under the AGPL: for one test, and never for what is shipped.
  '@cloud-copilot/iam-simulate': [],
  '@renovatebot/pep440': ['src/domain/dependency/versions.ts'],
  ignore: ['src/world/ignore-rules.ts'],
  jose: ['src/rehearse/door/bearer.ts', 'src/rehearse/door/issuer.ts', 'src/world/token/signature.ts'],
  '@modelcontextprotocol/sdk/client/index.js': ['src/rehearse/client.ts'],
  '@modelcontextprotocol/sdk/client/streamableHttp.js': ['src/rehearse/client.ts'],
};

const PURE = ['src/model', 'src/domain', 'checks', 'src/engine', 'src/report'];

interface Import {
  readonly file: string;
  readonly name: string;
  readonly typeOnly: boolean;
}

const files = ['src', 'checks', 'server'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);
const imports = files.flatMap(importsOf);

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  const stated = [...text.matchAll(/^(?:import|export)\s+(type\s+)?[^'";]*?from\s+'([^']+)'/gm)];
  const dynamic = [...text.matchAll(/\bimport\(\s*'([^']+)'/g)];
  return [
    ...stated.map((match) => ({ file, name: match[2] ?? '', typeOnly: match[1] !== undefined })),
    ...dynamic.map((match) => ({ file, name: match[1] ?? '', typeOnly: false })),
  ];
}

/** A file without its comments and strings: the readers of other people's code speak of `process.env` a lot. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'/g, '');
}

function roomOf(file: string): string {
  return Object.keys(MAY_IMPORT).find((folder) => file.startsWith(`${folder}/`)) ?? dirname(file);
}

describe('imports', () => {
  it('point downwards only', () => {
    const wrong = imports
      .filter(({ name }) => name.startsWith('.'))
      .map(({ file, name }) => ({ file, target: relative('.', join(dirname(file), name)) }))
      .filter(({ file, target }) => {
        const allowed = MAY_IMPORT[roomOf(file)];
        return allowed !== undefined && ![roomOf(file), ...allowed].includes(roomOf(target));
      });
    expect(wrong).toEqual([]);
  });

  it('keep each package in its room', () => {
    const wrong = imports.filter(
      ({ file, name, typeOnly }) => !typeOnly && ROOMS[name] !== undefined && !ROOMS[name].includes(file),
    );
    expect(wrong).toEqual([]);
  });

  it('of pure folders name no module that does I/O', () => {
    const wrong = imports.filter(({ file, name }) => name.startsWith('node:') && PURE.includes(roomOf(file)));
    expect(wrong).toEqual([]);
  });

  it('of the AWS SDK stand in one folder, and in the one of the server that is loaded late', () => {
    const wrong = imports.filter(
      ({ file, name, typeOnly }) =>
        name.startsWith('@aws-sdk/') &&
        !file.startsWith('src/world/aws/services/') &&
        !(file.startsWith('server/') && (typeOnly || file === 'server/src/bedrock/clients.ts')),
    );
    expect(wrong).toEqual([]);
  });

  it('do not lead from the doctor to the reference server', () => {
    const wrong = imports
      .filter(({ file, name }) => !file.startsWith('server/') && name.startsWith('.'))
      .filter(({ file, name }) => relative('.', join(dirname(file), name)).startsWith('server/'));
    expect(wrong).toEqual([]);
  });

  it('end in .ts', () => {
    expect(imports.filter(({ name }) => name.startsWith('.') && !/\.(ts|json)$/.test(name))).toEqual([]);
  });
});

describe('the sources', () => {
  it('never exit, and write to the console nowhere', () => {
    const wrong = files.filter((file) => /\bprocess\.exit\(|\bconsole\./.test(readFileSync(file, 'utf8')));
    expect(wrong).toEqual([]);
  });

  it('look at the environment and the clock only in the CLI and the world', () => {
    const wrong = files
      .filter((file) => PURE.includes(roomOf(file)) || roomOf(file) === 'src/facts')
      .filter((file) => /\bprocess\.(env|argv|cwd)\b|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/.test(codeOf(file)));
    expect(wrong).toEqual([]);
  });

  it('start other programs in the rehearsal only, and speak to others through one door', () => {
    const doors: readonly (readonly [RegExp, RegExp])[] = [
      [/^node:(?:child_process|cluster)$/, /^src\/rehearse\//],
      [/^node:worker_threads$/, /^src\/rehearse\/|^src\/asking-thread\.ts$/],
      [
        /^node:(?:net|http|https|http2|tls|dgram)$/,
        /^src\/world\/(?:http|aws\/certificates)\.ts$|^src\/rehearse\/door\/|^server\/src\/main\.ts$/,
      ],
    ];
    const wrong = imports.filter(({ file, name, typeOnly }) =>
      doors.some(([module, room]) => !typeOnly && module.test(name) && !room.test(file)),
    );
    expect(wrong).toEqual([]);
  });
});

describe('facts', () => {
  it('have needs without a circle', () => {
    const visit = (name: FactName, path: readonly FactName[]): void => {
      expect(path, `${[...path, name].join(' -> ')}`).not.toContain(name);
      for (const need of collectors[name].needs) visit(need, [...path, name]);
    };
    for (const name of Object.keys(collectors)) visit(name as FactName, []);
  });
});
