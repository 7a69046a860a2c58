import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../src/domain/config/json-source.ts';
import { strayTab } from '../src/domain/config/yaml-tabs.ts';
import { readYaml } from '../src/domain/config/yaml-source.ts';
import { meaningOf } from '../src/domain/edit/document-meaning.ts';
import { cureOfJson, cureOfYaml } from '../src/domain/edit/parsing-cure.ts';
import { splice } from '../src/domain/edit/splice.ts';
import { linesOf } from '../src/domain/text.ts';
import type { ParsingCure } from '../src/model/manifest.ts';
import type { Parsed } from '../src/model/tree.ts';
import { jsonDocument, yamlDocument } from './support/documents.ts';

function cured(text: string, cure: ParsingCure | undefined): string | undefined {
  const lines = linesOf('x', text);
  return cure === undefined
    ? undefined
    : splice(
        text,
        cure.replaced.map(({ value, at }) => ({
          start: lines.offset(at.range.start),
          end: lines.offset(at.range.end),
          put: value,
        })),
      );
}

function meaning(parsed: Parsed): string | undefined {
  return parsed.ok ? JSON.stringify(meaningOf(parsed.tree)) : undefined;
}

describe('YAML with tabs', () => {
  it('says what it said with spaces, or is left to a person', () => {
    fc.assert(
      fc.property(yamlDocument, fc.boolean(), ({ text, layout }, between) => {
        const tabbed = text
          .replaceAll(
            /^ +/gm,
            (blanks) =>
              '\t'.repeat(Math.floor(blanks.length / layout.unit.length)) +
              ' '.repeat(blanks.length % layout.unit.length),
          )
          .replaceAll(/^([ \t]*[\w-]+): (?=[A-Za-z{[])/gm, between ? '$1:\t' : '$1: ');
        const after = cured(tabbed, cureOfYaml('x.yaml', tabbed));
        const said = after === undefined ? undefined : readYaml('x.yaml', after);
        const stray = said?.ok === true && after !== undefined ? strayTab('x.yaml', after, said.tree) : undefined;
        expect(stray).toBeUndefined();
        expect([meaning(readYaml('x.yaml', text)), undefined]).toContain(
          said === undefined ? undefined : meaning(said),
        );
      }),
    );
  });

  it('is indented by what the rest is indented by', () => {
    const text = 'a:\n    b: 1\n\tc: 2\n';
    expect(cured(text, cureOfYaml('x.yaml', text))).toBe('a:\n    b: 1\n    c: 2\n');
  });

  it('is left alone where widths of the tab make a difference', () => {
    const text = 'a:\n\tb:\n\t\tc: 1\n    d: 2\n';
    expect(cureOfYaml('x.yaml', text)).toBeUndefined();
  });
});

describe('JSON with comments and commas', () => {
  const noise = fc.array(fc.constantFrom('/* x, } */', '// y ]\n', ''), { minLength: 1, maxLength: 4 });

  it('says what it said without them', () => {
    fc.assert(
      fc.property(jsonDocument, noise, fc.boolean(), ({ text }, comments, commas) => {
        let count = 0;
        const next = (): string => comments[count++ % comments.length] ?? '';
        const pieces = text.match(/"(?:[^"\\]|\\.)*"|[^"]/g) ?? [];
        const noisy = pieces
          .map((piece, index) => {
            const before = pieces.slice(0, index).findLast((one) => one.trim() !== '') ?? '';
            const comma = commas && /^[}\]]$/.test(piece) && !/^[{[,:]$/.test(before) ? ',' : '';
            return comma + piece + (/^[,:{[]$/.test(piece) ? next() : '');
          })
          .join('');
        const after = noisy === text ? text : cured(noisy, cureOfJson('x.json', noisy));
        expect(after === undefined ? undefined : meaning(readJson('x.json', after))).toBe(
          meaning(readJson('x.json', text)),
        );
      }),
    );
  });

  it('is left alone when more is wrong with it', () => {
    expect(cureOfJson('x.json', '{ "a": 1, // x\n "b" 2 }')).toBeUndefined();
    expect(cureOfJson('x.json', '{ "a": 1 }')).toBeUndefined();
  });
});
