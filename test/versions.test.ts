import { compare, satisfies as satisfiesPep440 } from '@renovatebot/pep440';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  exactVersion,
  hasUpperBound,
  newestOf,
  satisfies,
} from '../src/domain/dependency/versions.ts';

const number = fc.constantFrom(0, 1, 2, 3, 10);
const release = fc.array(number, { minLength: 1, maxLength: 4 }).map((numbers) => numbers.join('.'));
const suffix = fc.constantFrom('', '', '', 'a1', 'b2', 'rc1', '.post1', '.dev1');
const version = fc.tuple(release, suffix).map((parts) => parts.join(''));

describe('versions of Python packages', () => {
  it('are ordered as the library orders them', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareVersions('pypi', a, b))).toBe(Math.sign(compare(a, b)));
      }),
    );
  });

  it('of releases fulfil what the library says they fulfil', () => {
    const clause = fc
      .tuple(fc.constantFrom('==', '!=', '<=', '>=', '<', '>', '~='), release)
      .filter(([operator, bound]) => operator !== '~=' || bound.includes('.'));
    const wildcard = fc
      .tuple(fc.constantFrom('==', '!='), release)
      .map(([operator, bound]) => [operator, `${bound}.*`] as const);
    const specifier = fc
      .array(fc.oneof(clause, wildcard), { maxLength: 3 })
      .map((clauses) => clauses.map((parts) => parts.join('')).join(','));
    // The library does not pad `3` to match `3.0.*`, which pip does; four numbers need no padding.
    const whole = fc.array(number, { minLength: 4, maxLength: 4 }).map((numbers) => numbers.join('.'));
    fc.assert(
      fc.property(whole, specifier, (candidate, wanted) => {
        expect(satisfies('pypi', candidate, wanted)).toBe(satisfiesPep440(candidate, wanted));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['2.0rc1', '<2.0', false],
    ['2.0rc1', '>=1.0', false],
    ['2.0rc1', '>=2.0rc1', true],
    ['2.0rc1', '<2.0rc2', true],
    ['2.0b1', '>=1.0b1,<3', true],
    ['1.0.post1', '>1.0', false],
    ['1.0.post1', '>=1.0', true],
    ['1.0+local', '==1.0', true],
    ['1.0+local', '==1.0+other', false],
    ['1.0', '===1.0', true],
    ['1.0.0', '==1.0', true],
    ['3', '==3.0.*', true],
    ['1!1.0', '>=2', true],
    ['1.5', 'not a specifier', undefined],
    ['1.5', '^1.2', undefined],
    ['not a version', '>=1', false],
  ])('%s against %s: %s', (candidate, specifier, expected) => {
    expect(satisfies('pypi', candidate, specifier)).toBe(expected);
  });
});

describe('versions of npm packages', () => {
  it.each([
    ['1.24.3', '^1.12.0', true],
    ['2.0.0', '^1.12.0', false],
    ['2.0.0', 'latest', true],
    ['2.0.0', '', true],
    ['2.0.0-beta.1', '*', false],
    ['1.0.0', 'beta', undefined],
  ])('%s against %s: %s', (candidate, specifier, expected) => {
    expect(satisfies('npm', candidate, specifier)).toBe(expected);
  });
});

it('picks the newest that every specifier allows', () => {
  const versions = ['1.0', '1.9', '1.10', '2.0', '2.1rc1'];
  expect(newestOf('pypi', versions, [])).toBe('2.0');
  expect(newestOf('pypi', versions, ['>=1.1', '<2'])).toBe('1.10');
  expect(newestOf('pypi', versions, ['>=2.1'])).toBe(undefined);
});

it.each([
  ['==1.2.3', '1.2.3'],
  ['===1.2.3', '1.2.3'],
  ['==1.2.*', undefined],
  ['==1.2,!=1.3', undefined],
  ['>=1', undefined],
  ['', undefined],
])('the exact version of %j is %s', (specifier, expected) => {
  expect(exactVersion('pypi', specifier)).toBe(expected);
});

it.each([
  ['pypi', '', false],
  ['pypi', '>=1', false],
  ['pypi', '>=1,!=2', false],
  ['pypi', '>=1,<2', true],
  ['pypi', '~=1.2', true],
  ['pypi', '==1.*', true],
  ['npm', '^1.2.0', true],
  ['npm', 'latest', false],
  ['npm', '>=1', false],
] as const)('%s: whether %j has an upper bound: %s', (ecosystem, specifier, expected) => {
  expect(hasUpperBound(ecosystem, specifier)).toBe(expected);
});
