import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import { diagnose } from '../src/domain/symptom/diagnose.ts';
import { phrasesOf } from '../src/domain/symptom/match.ts';
import { lettersOf } from '../src/domain/symptom/phrases.ts';
import { causesOf, symptoms } from '../src/domain/symptom/table.ts';
import { catalogue, fieldGuide } from './support/symptom-rows.ts';

/** What is named first: the check that looks for it where there is one, and the cause itself. */
function firstOf(text: string): readonly (string | undefined)[] {
  const cause = diagnose(text).causes[0]?.cause;
  return [cause?.check, cause?.id];
}

describe('the right cause comes first', () => {
  it.each(Object.entries(catalogue))('row %s of the catalogue', (_row, { text, first }) => {
    expect(firstOf(text)).toContain(first);
  });

  it.each(fieldGuide.map((row) => [row.text.split('\n')[0], row] as const))(
    'field guide: %s',
    (_line, { text, first }) => {
      expect(firstOf(text)).toContain(first);
    },
  );

  it('for all 102 rows of the catalogue', () => {
    expect(Object.keys(catalogue)).toEqual(Array.from({ length: 102 }, (_, index) => String(index + 1)));
  });
});

/** The ways in which a text is changed on its way from a terminal or a console into another one. */
const disguises: { readonly [name: string]: (text: string) => string } = {
  'with colours': (text) => text.replaceAll(/\w+/g, (word) => `\u001B[1;31m${word}\u001B[0m`),
  'as a string in JSON': (text) => JSON.stringify({ timestamp: 1_764_000_000_000, message: text }),
  'as JSON inside of JSON': (text) => JSON.stringify({ body: JSON.stringify({ message: text }) }),
  'with typographic quotes': (text) => text.replaceAll(/'([^']*)'/g, '‘$1’').replaceAll(/"([^"]*)"/g, '“$1”'),
  'quoted in HTML': (text) =>
    text.replaceAll('&', '&amp;').replaceAll("'", '&#39;').replaceAll('"', '&quot;').replaceAll('<', '&lt;'),
  'wrapped between words': (text) => text.replaceAll(/([^\n]{30,60}) /g, '$1\n    '),
  'in a frame': (text) =>
    text
      .replaceAll(/([^\n]{30,60}) /g, '$1\n')
      .split('\n')
      .map((line) => `│ ${line.padEnd(62)} │`)
      .join('\n'),
  'in a group of exceptions': (text) =>
    text
      .split('\n')
      .map((line) => `    | ${line}`)
      .join('\n'),
  'with line ends of Windows': (text) => text.replaceAll('\n', '\r\n'),
};

describe('a paste is recognised', () => {
  it.each(Object.entries(disguises))('%s', (_name, disguise) => {
    const rows = [...Object.values(catalogue), ...fieldGuide];
    const missed = rows.filter(({ text, first }) => !firstOf(disguise(text)).includes(first));
    expect(missed.map(({ text }) => disguise(text))).toEqual([]);
  });

  it('cut at the edge of a terminal, in the middle of its words', () => {
    // Numbers that are cut in two are numbers no more: rows that are known by those alone stay out.
    const worded = Object.values(catalogue).filter(({ text }) => !/HTTP|\b424\b|\b403\b/.test(text));
    const missed = worded.filter(({ text, first }) => !firstOf(text.replaceAll(/[^\n]{37}/g, '$&\n')).includes(first));
    expect(worded.length).toBeGreaterThan(70);
    expect(missed).toEqual([]);
  });
});

describe('the table', () => {
  const causes = causesOf(symptoms);

  it('names each symptom and each cause once', () => {
    expect(symptoms.map(({ id }) => id)).toHaveLength(new Set(symptoms.map(({ id }) => id)).size);
    expect(causes.map(({ id }) => id)).toHaveLength(new Set(causes.map(({ id }) => id)).size);
  });

  it('names checks that exist', () => {
    const known = new Set(checks.map(({ id }) => id));
    expect(causes.filter(({ check }) => check !== undefined && !known.has(check))).toEqual([]);
  });

  it('speaks in whole sentences, and refers to pages', () => {
    for (const { title, because, remedy, evidence, references } of causes) {
      for (const sentence of [because, remedy, evidence]) expect(sentence).toMatch(/^[A-Z0-9`"].*[.]$/);
      expect(title).toMatch(/^[A-Z`].*[^.]$/);
      expect(`${title} ${because} ${remedy} ${evidence}`).not.toMatch(/\b(please|should|simply|just)\b|!(?=\s|$)/i);
      for (const reference of references) expect(reference).toMatch(/^https:\/\/[\w.-]+\/?[^\s]*$/);
    }
    for (const { title } of symptoms) expect(title).toMatch(/^[A-Z`].*[^.]$/);
  });

  it('ranks suspects by their confidence', () => {
    const order = ['high', 'medium', 'low'];
    for (const { id, suspects } of symptoms) {
      const ranks = suspects.map(({ confidence }) => order.indexOf(confidence));
      expect(ranks, id).toEqual(ranks.toSorted());
    }
  });

  it('asks for phrases that are long enough to mean something', () => {
    for (const phrase of symptoms.flatMap(({ seen }) => seen.flatMap(phrasesOf))) {
      expect(phrase.replaceAll('…', '')).toMatch(/^[ -~]+$/);
      expect(lettersOf(phrase).length, phrase).toBeGreaterThanOrEqual(5);
      for (const part of phrase.split('…')) expect(lettersOf(part).length, phrase).toBeGreaterThanOrEqual(2);
    }
  });

  it('finds every row by each of its patterns', () => {
    const lost = symptoms.flatMap((symptom) =>
      symptom.seen.flatMap((pattern) => {
        const { status, code, access, from } = pattern;
        const words = phrasesOf(pattern).map((phrase) => phrase.replaceAll('…', 'x'));
        const entry = access === undefined ? [] : [`"${access} HTTP/1.1" ${status}`];
        const number =
          access === undefined && status !== undefined
            ? [from ? `Received error (${status}) from runtime` : `HTTP ${status}`]
            : [];
        const text = [...words, ...entry, ...number, ...(code === undefined ? [] : [`code: ${code}`])].join(' ');
        const seen = diagnose(text).seen.map(({ id }) => id);
        const yields = symptoms.some(({ id }) => (symptom.unless ?? []).includes(id) && seen.includes(id));
        return seen.includes(symptom.id) || yields ? [] : [`${symptom.id}: ${text}`];
      }),
    );
    expect(lost).toEqual([]);
  });

  it('yields to rows that are there', () => {
    const ids = new Set(symptoms.map(({ id }) => id));
    expect(symptoms.flatMap(({ unless }) => unless ?? []).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('answers for every status and code of the platform and the libraries', () => {
    const statuses = [
      200, 307, 400, 401, 402, 403, 404, 405, 406, 409, 413, 415, 421, 422, 424, 429, 500, 502, 503, 504,
    ];
    const codes = [
      -32_001, -32_002, -32_003, -32_004, -32_005, -32_006, -32_010, -32_011, -32_020, -32_022, -32_600, -32_601,
      -32_602, -32_603, -32_700,
    ];
    for (const number of [...statuses, ...codes])
      expect(diagnose(String(number)).causes, String(number)).not.toEqual([]);
  });
});
