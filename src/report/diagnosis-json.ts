import type { Diagnosis } from '../domain/symptom/diagnose.ts';
import type { Confidence } from '../domain/symptom/symptom.ts';
import type { CheckMeta } from '../model/check.ts';

/** What `explain --format json` writes. Members are only ever added under one schema version. */
export interface JsonExplanation {
  readonly schemaVersion: 1;
  /** The question without its secrets; of a longer text the first line. */
  readonly query: string;
  /** Likeliest first; empty when nothing matched (exit code 1). */
  readonly causes: readonly JsonCause[];
  /** What was recognised in the text; absent when a check was named. */
  readonly symptoms?: readonly JsonSymptom[];
  /** Messages that come close, when nothing matched. */
  readonly near?: readonly string[];
}

export interface JsonCause {
  readonly id: string;
  /** The check that looks for it; null when none does. */
  readonly check: string | null;
  readonly title: string;
  readonly because: string;
  readonly remedy: string;
  /** What one sees when it is this cause and no other. */
  readonly evidence: string;
  readonly confidence: Confidence;
  readonly references: readonly string[];
}

export interface JsonSymptom {
  readonly id: string;
  readonly title: string;
}

/** A diagnosis as data. */
export function jsonExplanationOf({ query, seen, causes, near }: Diagnosis): JsonExplanation {
  return {
    schemaVersion: 1,
    query,
    causes: causes.map(({ cause: { id, check, title, because, remedy, evidence, references }, confidence }) => ({
      id,
      check: check ?? null,
      title,
      because,
      remedy,
      evidence,
      confidence,
      references,
    })),
    symptoms: seen.map(({ id, title }) => ({ id, title })),
    ...(near.length === 0 ? {} : { near }),
  };
}

/** A check by its name, in the same form: the cause is what it finds. */
export function jsonCheckOf({ id, title, why, remedy, references }: CheckMeta): JsonExplanation {
  const evidence = `\`agentcore-doctor --only ${id}\` finds it.`;
  const cause = {
    id,
    check: id,
    title,
    because: why,
    remedy,
    evidence,
    confidence: 'high',
    references,
  } as const;
  return { schemaVersion: 1, query: id, causes: [cause] };
}
