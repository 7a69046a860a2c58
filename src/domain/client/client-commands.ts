import type { Located, Place } from '../../model/location.ts';

/** A word of a command; `exact` is where it stands when `at` is a larger word around it. */
export type Word = Located<string> & { readonly exact?: Place };

/** The words of a command. */
export type Words = readonly Word[];

/** Where a word itself stands. */
export function exactly({ at, exact }: Word): Place {
  return exact ?? at;
}

/** From the beginning of one word to the end of another. */
function across(first: Word, last: Word): Place {
  const [start, end] = [exactly(first), exactly(last)];
  return { ...start, range: { start: start.range.start, end: end.range.end } };
}

/** One `curl`, as it is called. */
export interface Curl {
  readonly at: Place;
  readonly url: Word;
  readonly headers: Words;
  readonly data: readonly string[];
  /** `--json` brings its own headers. */
  readonly json: boolean;
  /** What another header can stand behind: the last one, or the URL; absent where the words have no places. */
  readonly anchor?: Place;
}

/** Options of curl with a word behind them, apart from `--data-…`; short ones may hang together: `-sX`. */
const LONG = new Set(
  'header data json request output url user max-time connect-timeout retry write-out user-agent referer cookie cookie-jar cacert cert key form proxy resolve config aws-sigv4'
    .split(' ')
    .map((name) => `--${name}`),
);
const SHORT = /^-[A-Za-z]*[HdXomuwAebcTEKFxrPQ]$/;

/** The `curl` that a command is; none when it is only printed. */
export function curlOf(words: Words): readonly Curl[] {
  const start = words.findIndex(({ value }) => value === 'curl');
  const head = words[start];
  if (head === undefined || words.slice(0, start).some(({ value }) => /^(?:echo|printf|print_\w+|#)$/.test(value)))
    return [];
  let url: Word | undefined;
  let anchor: Place | undefined;
  const headers: Word[] = [];
  const data: string[] = [];
  for (let index = start + 1; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    const glued = /^(-[Hd]|--(?:header|data(?:-\w+)?|json|url))(?:=)?([\s\S]+)$/.exec(word.value);
    const takes = LONG.has(word.value) || SHORT.test(word.value) || /^--data-[\w-]+$/.test(word.value);
    const value = takes ? words[++index] : glued?.[2] === undefined ? undefined : { ...word, value: glued[2] };
    const written = takes ? word.value : (glued?.[1] ?? word.value);
    const option = SHORT.test(written) ? `-${written.at(-1)}` : written;
    if (value !== undefined && /^(?:-H|--header)$/.test(option)) {
      headers.push(value);
      anchor = across(word, value);
    } else if (value !== undefined && /^(?:-d|--data(?:-\w+)?|--json)$/.test(option)) data.push(value.value);
    else if (value !== undefined && option === '--url') url = value;
    else if (!word.value.startsWith('-')) url ??= word;
  }
  const json = words.some(({ value }) => value === '--json');
  if (url === undefined) return [];
  const behind = anchor ?? exactly(url);
  return [{ at: head.at, url, headers, data, json, ...(hasPlaces(words) ? { anchor: behind } : {}) }];
}

/** Whether each word stands at a place of its own. */
function hasPlaces([first, second]: Words): boolean {
  return first !== undefined && second !== undefined && exactly(first) !== exactly(second);
}

/** One call of the AWS CLI: its options, each with the words behind it. */
export interface AwsCall {
  readonly at: Place;
  readonly options: ReadonlyMap<string, Words>;
  /** What another option can stand behind; absent where the words have no places. */
  readonly anchor?: Place;
}

/** The call of an operation that a command is; none when it is only printed. */
export function awsOf(words: Words, service: string, operation: string): readonly AwsCall[] {
  const start = words.findIndex(
    ({ value }, index) => value === 'aws' && words.slice(index, index + 6).some((word) => word.value === service),
  );
  const head = words[start];
  if (head === undefined || !words.some(({ value }) => value === operation)) return [];
  if (words.slice(0, start).some(({ value }) => /^(?:echo|printf|print_\w+)$/.test(value))) return [];
  const options = new Map<string, Words>();
  const ends = new Map<string, Place>();
  let option: { readonly name: string; readonly word: Word; readonly words: Word[] } | undefined;
  for (const word of words.slice(start)) {
    const [name, glued] = /^(--[\w-]+)(?:=([\s\S]*))?$/.exec(word.value)?.slice(1) ?? [];
    if (name === undefined) {
      if (option !== undefined && option.words.length === 0) ends.set(option.name, across(option.word, word));
      option?.words.push(word);
    } else {
      option = { name, word, words: glued === undefined ? [] : [{ ...word, value: glued }] };
      options.set(name, option.words);
      ends.set(name, exactly(word));
    }
  }
  return [{ at: head.at, options, ...anchorOf(words, operation, ends) }];
}

/** Behind `--content-type`, else behind the ARN, else behind the operation. */
function anchorOf(words: Words, operation: string, ends: ReadonlyMap<string, Place>): { readonly anchor?: Place } {
  const option = ends.get('--content-type') ?? ends.get('--agent-runtime-arn');
  const called = words.find(({ value }) => value === operation);
  if (!hasPlaces(words) || called === undefined) return {};
  return { anchor: option ?? exactly(called) };
}
