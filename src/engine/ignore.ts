import type { CheckMeta, Finding } from '../model/check.ts';
import { linesOf } from '../domain/text.ts';
import type { Place } from '../model/location.ts';
import type { Outcome } from '../model/report.ts';

/** A comment `doctor: ignore[check-id] -- reason`, in whatever way its language writes comments. */
interface IgnoreComment {
  readonly ids: readonly string[];
  readonly reason: string;
  readonly at: Place;
  /** The lines it speaks about: its own, and the next one when it stands alone. */
  readonly lines: readonly number[];
}

const COMMENT =
  /(#|\/\/|\/\*|<!--|--)[ \t]*doctor:[ \t]*ignore\[([^\]\n]*)\](?:[ \t]*--[ \t]*([^\n]*?))?[ \t]*(?:\*\/|-->)?[ \t]*$/gm;

/** Not a check of the project but of the comments that silence checks; it is judged last, by what they silenced. */
export const ignoreCheck: CheckMeta = {
  id: 'ignore-comment',
  title: 'An ignore comment silences nothing',
  severity: 'note',
  why: 'A comment that silences nothing hides that the problem is gone, or never was; one without a reason cannot be judged later.',
  remedy:
    'Remove the comment, or write `doctor: ignore[check-id] -- reason` on the line of the finding or the line above.',
  references: ['README.md, "Ignoring a finding"'],
  fix: 'none',
};

/** Takes the findings out that a comment with a reason silences, counts them, and adds a note for each idle comment. */
export function applyIgnores(
  outcomes: readonly Outcome[],
  texts: ReadonlyMap<string, string>,
  known: ReadonlySet<string>,
): readonly Outcome[] {
  const comments = [...texts]
    .filter(([, text]) => text.includes('doctor:'))
    .flatMap(([path, text]) => commentsOf(path, text));
  if (comments.length === 0) return outcomes;
  const used = new Set<string>();
  const kept = outcomes.map((outcome) => withoutIgnored(outcome, comments, used));
  const asked = new Set(outcomes.map(({ check }) => check.id));
  const findings = comments.flatMap((comment) => idleness(comment, used, asked, known));
  return [...kept, outcomeOf(comments.length, findings)];
}

/** The lines of a file that hold such comments. */
export function ignoreLinesOf(path: string, text: string): readonly number[] {
  return text.includes('doctor:') ? commentsOf(path, text).map(({ at }) => at.range.start.line) : [];
}

function commentsOf(path: string, text: string): readonly IgnoreComment[] {
  const lines = linesOf(path, text);
  return [...text.replaceAll('\r\n', ' \n').matchAll(COMMENT)].map((match) => {
    const at = lines.at(match.index, match.index + match[0].trimEnd().length);
    const line = at.range.start.line;
    const alone =
      lines
        .line(line)
        .slice(0, at.range.start.column - 1)
        .trim() === '';
    return {
      ids: (match[2] ?? '')
        .split(',')
        .map((id) => id.trim())
        .filter(Boolean),
      reason: (match[3] ?? '').trim(),
      at,
      lines: alone ? [line, line + 1] : [line],
    };
  });
}

function withoutIgnored(outcome: Outcome, comments: readonly IgnoreComment[], used: Set<string>): Outcome {
  if (outcome.status !== 'fail') return outcome;
  const findings = outcome.findings.filter((finding) => {
    const silencing = comments.filter((comment) => silences(comment, outcome.check.id, finding));
    for (const comment of silencing) used.add(keyOf(comment, outcome.check.id));
    return silencing.length === 0;
  });
  const ignored = outcome.findings.length - findings.length;
  const { check, examined, unclear } = outcome;
  if (findings.length > 0) return { ...outcome, findings, ignored };
  if (unclear.length > 0) return { check, status: 'unknown', examined, unclear, ignored };
  return { check, status: 'pass', examined, ignored };
}

function silences({ ids, reason, lines, at: place }: IgnoreComment, id: string, { at }: Finding): boolean {
  return (
    at.kind === 'file' &&
    at.path === place.path &&
    reason !== '' &&
    ids.includes(id) &&
    lines.includes(at.range.start.line)
  );
}

function idleness(
  comment: IgnoreComment,
  used: ReadonlySet<string>,
  asked: ReadonlySet<string>,
  known: ReadonlySet<string>,
): readonly Finding[] {
  const { at, ids, reason } = comment;
  if (reason === '') return [{ message: 'The ignore comment gives no reason, so it is not heeded.', at }];
  return ids.flatMap((id) => {
    if (!known.has(id)) return [{ message: `The ignore comment names \`${id}\`, and no check is called so.`, at }];
    // A check that was not asked in this run may well have had something to silence.
    if (used.has(keyOf(comment, id)) || !asked.has(id)) return [];
    return [{ message: `The ignore comment for \`${id}\` matches no finding.`, at }];
  });
}

function outcomeOf(examined: number, findings: readonly Finding[]): Outcome {
  if (findings.length === 0) return { check: ignoreCheck, status: 'pass', examined, ignored: 0 };
  return { check: ignoreCheck, status: 'fail', examined, findings, unclear: [], ignored: 0 };
}

function keyOf({ at }: IgnoreComment, id: string): string {
  return `${at.path}:${at.range.start.line}:${at.range.start.column}:${id}`;
}
