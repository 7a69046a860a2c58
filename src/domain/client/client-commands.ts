import type { Located, Place } from '../../model/location.ts';

/** The words of a command. */
export type Words = readonly Located<string>[];

/** One `curl`, as it is called. */
export interface Curl {
  readonly at: Place;
  readonly url: Located<string>;
  readonly headers: readonly Located<string>[];
  readonly data: readonly string[];
  /** `--json` brings its own headers. */
  readonly json: boolean;
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
  let url: Located<string> | undefined;
  const headers: Located<string>[] = [];
  const data: string[] = [];
  for (let index = start + 1; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    const glued = /^(-[Hd]|--(?:header|data(?:-\w+)?|json|url))(?:=)?([\s\S]+)$/.exec(word.value);
    const takes = LONG.has(word.value) || SHORT.test(word.value) || /^--data-[\w-]+$/.test(word.value);
    const value = takes ? words[++index] : glued?.[2] === undefined ? undefined : { value: glued[2], at: word.at };
    const written = takes ? word.value : (glued?.[1] ?? word.value);
    const option = SHORT.test(written) ? `-${written.at(-1)}` : written;
    if (value !== undefined && /^(?:-H|--header)$/.test(option)) headers.push(value);
    else if (value !== undefined && /^(?:-d|--data(?:-\w+)?|--json)$/.test(option)) data.push(value.value);
    else if (value !== undefined && option === '--url') url = value;
    else if (!word.value.startsWith('-')) url ??= word;
  }
  const json = words.some(({ value }) => value === '--json');
  return url === undefined ? [] : [{ at: head.at, url, headers, data, json }];
}

/** One call of the AWS CLI: its options, each with the words behind it. */
export interface AwsCall {
  readonly at: Place;
  readonly options: ReadonlyMap<string, Words>;
}

/** The call of an operation that a command is; none when it is only printed. */
export function awsOf(words: Words, service: string, operation: string): readonly AwsCall[] {
  const start = words.findIndex(
    ({ value }, index) => value === 'aws' && words.slice(index, index + 6).some((word) => word.value === service),
  );
  const head = words[start];
  if (head === undefined || !words.some(({ value }) => value === operation)) return [];
  if (words.slice(0, start).some(({ value }) => /^(?:echo|printf|print_\w+)$/.test(value))) return [];
  const options = new Map<string, Located<string>[]>();
  let current: Located<string>[] | undefined;
  for (const word of words.slice(start)) {
    const [name, glued] = /^(--[\w-]+)(?:=([\s\S]*))?$/.exec(word.value)?.slice(1) ?? [];
    if (name === undefined) current?.push(word);
    else options.set(name, (current = glued === undefined ? [] : [{ value: glued, at: word.at }]));
  }
  return [{ at: head.at, options }];
}
