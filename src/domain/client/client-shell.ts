import type {
  ClientCode,
  Header,
  HttpRequest,
  Invocation,
  RuntimeUrl,
  SessionId,
  SessionMade,
  Slot,
  TokenUse,
} from '../../model/client.ts';
import type { Located, Place } from '../../model/location.ts';
import { encodingOfLiteral, isRawName } from './client-arn.ts';
import { type AwsCall, awsOf, type Curl, curlOf, exactly, type Word, type Words } from './client-commands.ts';
import { isMcpText } from './client-payload.ts';
import { isPlaceholder } from './client-sessions.ts';
import { literalIn, placesIn } from './shell-literal.ts';
import { commandsOf, type PlaceOf, splitShell } from '../image/shell-words.ts';

/** What a shell script does as a client of AgentCore. */
export interface ShellClient {
  readonly tokens: readonly (TokenUse & Handed)[];
  readonly requests: readonly HttpRequest[];
  readonly invocations: readonly Invocation[];
  readonly urls: readonly RuntimeUrl[];
  readonly sessions: readonly SessionId[];
  /** Variables that the script sends as bearer tokens to a runtime without setting them itself. */
  readonly bearers: readonly Located<string>[];
  /** Variables that are set to what another script prints: `TOKEN=$(./token.sh)`. */
  readonly captures: readonly { readonly variable: string; readonly script: string }[];
}

/** How a token leaves a script: in variables, or, when there are none, by being printed. */
export interface Handed {
  readonly variables: readonly string[];
}

interface Script {
  readonly text: string;
  readonly document: boolean;
  /** What each variable was last set to, and where. */
  readonly variables: ReadonlyMap<string, Word>;
}

/** Reads a shell script, or the shell code of a document. */
export function readShell(text: string, placeOf: PlaceOf, document: boolean): ShellClient {
  const commands = allCommands(splitShell(text, placeOf), text);
  const variables = new Map<string, Word>();
  for (const words of commands) for (const word of words) assign(word, variables);
  const script: Script = { text, document, variables };
  const curls = commands.flatMap((words) => curlOf(words));
  const calls = commands.flatMap((words) => awsOf(words, 'bedrock-agentcore', 'invoke-agent-runtime'));
  const logins = commands.flatMap((words) =>
    awsOf(words, 'cognito-idp', 'initiate-auth').concat(awsOf(words, 'cognito-idp', 'admin-initiate-auth')),
  );
  return {
    tokens: tokensOf(script, curls, logins),
    requests: curls.flatMap((curl) => requestOf(curl, script)),
    invocations: calls.map((call) => invocationOf(call, script)),
    urls: curls.flatMap(({ url }) => urlOf(url, script)),
    sessions: [
      ...calls.flatMap((call) => sessionOf(call.options.get('--runtime-session-id')?.[0], script)),
      ...curls.flatMap((curl) => sessionHeader(curl, script)),
    ],
    bearers: curls
      .filter((curl) => isRuntime(curl, script))
      .flatMap(({ headers }) => bearerOf(headers))
      .filter(
        ({ value }) =>
          !variables.has(value) || text.includes(`-z "$${value}"`) || scriptIn(variables.get(value)) !== undefined,
      ),
    captures: [...variables].flatMap(([variable, value]) => {
      const called = scriptIn(value);
      return called === undefined ? [] : [{ variable, script: called }];
    }),
  };
}

/** The script whose output a variable is set to. */
function scriptIn(value: Located<string> | undefined): string | undefined {
  return /^\$\((?:\S*\/)?([\w.-]+\.(?:sh|py))\b/.exec(value?.value ?? '')?.[1];
}

/** The commands of a script and of the `$(…)` in it, each as its words. */
function allCommands(words: Words, text: string, depth = 0): readonly Words[] {
  return commandsOf(words).flatMap(({ words: command }) => {
    const inner =
      depth > 3
        ? []
        : command.flatMap((word) =>
            [...word.value.matchAll(/\$\(([\s\S]+)\)/g)].flatMap((match) =>
              allCommands(wordsInside(word, match[1] ?? '', text), text, depth + 1),
            ),
          );
    return [command, ...inner];
  });
}

/** The words of a command that stands in a word: they are found at the word, and stand where they stand. */
function wordsInside(word: Word, inner: string, text: string): Words {
  const placeOf = placesIn(exactly(word), inner, text);
  return splitShell(inner, placeOf ?? (() => word.at)).map(({ value, at }) =>
    placeOf === undefined ? { value, at } : { value, at: word.at, exact: at },
  );
}

function assign(word: Word, variables: Map<string, Word>): void {
  const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word.value);
  const [, name, value = ''] = match ?? [];
  // A placeholder in a later example does not take back what an earlier one has shown.
  if (name !== undefined && !(variables.has(name) && isPlaceholder(value) && !value.includes('$')))
    variables.set(name, { ...word, value });
}

function requestOf(curl: Curl, script: Script): readonly HttpRequest[] {
  const to = isRuntime(curl, script) ? 'runtime' : isLocal(curl, script) ? 'local' : undefined;
  if (to === undefined) return [];
  const body = curl.data.map((data) => expand(data, script)).join('');
  return [
    {
      ...code(curl.at, script),
      to,
      mcp: body === '' ? 'no' : isMcpText(body),
      accept: acceptOf(curl, script),
      ...behind(curl.anchor),
    },
  ];
}

function behind(at: Place | undefined): { readonly into?: Slot } {
  return at === undefined ? {} : { into: { kind: 'words', at } };
}

function writtenIn(word: Word, value: string, { text }: Script): Header {
  if (value.includes('$')) return { kind: 'unclear' };
  const literal = literalIn(word, value, text);
  return { kind: 'written', value, at: word.at, ...(literal === undefined ? {} : { literal }) };
}

function acceptOf({ headers, json, at }: Curl, script: Script): Header {
  const accept = headers
    .map((header) => ({ ...header, value: expand(header.value, script) }))
    .find(({ value }) => /^accept\s*:/i.test(value));
  if (accept !== undefined) {
    return writtenIn(accept, accept.value.replace(/^accept\s*:\s*/i, ''), script);
  }
  if (headers.some(({ value }) => /^[$@]/.test(value))) return { kind: 'unclear' };
  return json ? { kind: 'written', value: 'application/json', at } : { kind: 'absent' };
}

function isRuntime({ url }: Curl, script: Script): boolean {
  return /\/runtimes\/.*\/invocations(?!\/)/s.test(expand(url.value, script));
}

function isLocal({ url }: Curl, script: Script): boolean {
  return /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0):8000\/mcp\/?$/.test(expand(url.value, script));
}

function invocationOf({ at, options, anchor }: AwsCall, script: Script): Invocation {
  const payload = options.get('--payload')?.[0];
  const header = (name: string): Header => {
    const word = options.get(name)?.[0];
    if (word !== undefined) return writtenIn(word, word.value, script);
    return { kind: options.has('--cli-input-json') ? 'unclear' : 'absent' };
  };
  return {
    ...code(at, script),
    mcp: payload === undefined ? 'unclear' : isMcpText(expand(payload.value, script)),
    accept: header('--accept'),
    contentType: header('--content-type'),
    ...behind(anchor),
  };
}

function urlOf(url: Word, script: Script): readonly RuntimeUrl[] {
  const whole = expand(url.value, script, (name) => /arn|runtime/i.test(name));
  const part = /\/runtimes\/(\$\{?\w+\}?|arn[^?]*?|[^/?]+)\/invocations/.exec(whole)?.[1];
  if (part === undefined) return [];
  const name = /^\$\{?(\w+)\}?$/.exec(part)?.[1];
  const literalPart = literalIn(url, part, script.text);
  const holder = literalPart === undefined ? holderOf(url, part, script) : url;
  const made =
    holder === undefined
      ? {}
      : { made: { kind: name === undefined ? 'literal' : 'variable', at: exactly(holder) } as const };
  const found = { ...code(url.at, script), saw: part, ...made };
  if (name === undefined) return [{ ...found, arn: encodingOfLiteral(part) }];
  const value = script.variables.get(name)?.value;
  const literal = value !== undefined && !/[$`]/.test(value) ? encodingOfLiteral(value) : 'unclear';
  const raw =
    literal === 'unclear' &&
    isRawName(name) &&
    (value === undefined || !/sed|jq|python|quote|%3A|@uri|\/\//i.test(value));
  return [{ ...found, arn: raw ? 'raw-name' : literal }];
}

/** The word in which a text stands that a variable brings in: the one that the variable is set in. */
function holderOf({ value }: Word, part: string, { variables, text }: Script): Word | undefined {
  const names = [...value.matchAll(/\$\{?(\w+)\}?/g)].map(([, name = '']) => variables.get(name));
  return names.find((word) => word !== undefined && literalIn(word, part, text)?.quotes !== undefined);
}

function sessionOf(word: Word | undefined, script: Script): readonly SessionId[] {
  const value = word === undefined ? '' : expand(word.value, script);
  if (word === undefined || value === '' || /[$`]/.test(value) || isPlaceholder(value)) return [];
  const made = wordWith(word, value, script);
  return [{ ...code(word.at, script), length: value.length, saw: value, ...(made === undefined ? {} : { made }) }];
}

function sessionHeader({ headers }: Curl, script: Script): readonly SessionId[] {
  return headers.flatMap((word) => {
    const id = /^x-amzn-bedrock-agentcore-runtime-session-id\s*:\s*(.+)$/i.exec(word.value)?.[1];
    return id === undefined ? [] : sessionOf({ ...word, value: id.trim() }, script);
  });
}

/** The word in which a value stands: the option's own, or the one that its variable is set in. */
function wordWith(word: Word, value: string, script: Script): SessionMade | undefined {
  const holder = word.value === value ? word : holderOf(word, value, script);
  const literal = holder === undefined ? undefined : literalIn(holder, value, script.text);
  return literal === undefined ? undefined : { kind: 'word', ...literal };
}

function tokensOf(script: Script, curls: readonly Curl[], logins: readonly AwsCall[]): ShellClient['tokens'] {
  const cognito = /cognito/i.test(script.text);
  const sends = curls.filter((curl) => isRuntime(curl, script)).flatMap(({ headers }) => bearerOf(headers));
  const held = [...script.variables].filter(([, { value }]) => isIdToken(value));
  const named = held.map(([variable, word]) => {
    const sent = sends.find(({ value }) => value === variable || aliases(value, variable, script));
    const use = sent === undefined ? { sent: 'no' as const } : { sent: 'yes' as const, sentAt: sent.at };
    const variables = [variable, ...[...script.variables.keys()].filter((name) => aliases(name, variable, script))];
    const picks = [{ value: 'IdToken', at: exactly(word) }];
    const alone = sent !== undefined && variables.every((name) => usesOf(name, script) === 1);
    return { ...code(word.at, script), key: 'IdToken' as const, cognito, variables, picks, alone, ...use };
  });
  // A command that nothing catches prints the token, for somebody to paste.
  const printed =
    held.length > 0 ? [] : logins.flatMap(({ at, options }) => printedBy(at, options.get('--query')?.[0]));
  return [
    ...named,
    ...printed.map(({ at, query }) => ({
      ...code(at, script),
      key: 'IdToken' as const,
      cognito,
      variables: [],
      picks: [{ value: 'IdToken', at: exactly(query) }],
      alone: false,
      sent: 'no' as const,
    })),
  ];
}

function printedBy(at: Place, query: Word | undefined): readonly { readonly at: Place; readonly query: Word }[] {
  return query !== undefined && isIdToken(query.value) ? [{ at, query }] : [];
}

function usesOf(name: string, { text }: Script): number {
  return [...text.matchAll(new RegExp(`\\$\\{?${name}\\b`, 'g'))].length;
}

/** `TOKEN="$ID_TOKEN"` */
function aliases(name: string, variable: string, { variables }: Script, depth = 0): boolean {
  const inner = /^\$\{?(\w+)\}?$/.exec(variables.get(name)?.value ?? '')?.[1];
  return (
    inner !== undefined &&
    depth < 5 &&
    (inner === variable || aliases(inner, variable, { variables, text: '', document: false }, depth + 1))
  );
}

function isIdToken(value: string): boolean {
  return /(?:AuthenticationResult|\.|\[|["'])\W{0,3}IdToken\b/.test(value) && !/AccessToken/.test(value);
}

/** The variables that are sent as bearer tokens. */
function bearerOf(headers: readonly Located<string>[]): readonly Located<string>[] {
  return headers.flatMap(({ value, at }) => {
    const name = /^authorization\s*:\s*bearer\s+\$\{?(\w+)/i.exec(value)?.[1];
    return name === undefined ? [] : [{ value: name, at }];
  });
}

/** Puts in what variables are set to where that is plain text; `keep` names those that stay. */
function expand(text: string, { variables }: Script, keep: (name: string) => boolean = () => false, depth = 0): string {
  if (depth > 4) return text;
  return text.replaceAll(/\$\{?(\w+)\}?/g, (written, name: string) => {
    const value = variables.get(name)?.value;
    return value === undefined || value.includes('$(') || value.includes('`') || keep(name)
      ? written
      : expand(value, { variables, text: '', document: false }, keep, depth + 1);
  });
}

function code(at: Place, { document }: Script): ClientCode {
  return { at, language: 'shell', document };
}
