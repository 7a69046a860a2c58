import type {
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
import { type AwsCall, awsOf, type Curl, curlOf, type Word } from './client-commands.ts';
import { isMcpText } from './client-payload.ts';
import { isPlaceholder } from './client-sessions.ts';
import { literalIn } from './shell-literal.ts';
import { code, expand, holderOf, type Script, scriptOf } from './shell-script.ts';
import { bearerOf, type Handed, tokensOf } from './shell-tokens.ts';
import type { PlaceOf } from '../image/shell-words.ts';

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

/** Reads a shell script, or the shell code of a document. */
export function readShell(text: string, placeOf: PlaceOf, document: boolean): ShellClient {
  const script = scriptOf(text, placeOf, document);
  const { commands, variables } = script;
  const curls = commands.flatMap((words) => curlOf(words));
  const runtimes = curls.filter((curl) => isRuntime(curl, script));
  const calls = commands.flatMap((words) => awsOf(words, 'bedrock-agentcore', 'invoke-agent-runtime'));
  const logins = commands.flatMap((words) =>
    awsOf(words, 'cognito-idp', 'initiate-auth').concat(awsOf(words, 'cognito-idp', 'admin-initiate-auth')),
  );
  return {
    tokens: tokensOf(script, runtimes, logins),
    requests: curls.flatMap((curl) => requestOf(curl, script)),
    invocations: calls.map((call) => invocationOf(call, script)),
    urls: curls.flatMap(({ url }) => urlOf(url, script)),
    sessions: [
      ...calls.flatMap((call) => sessionOf(call.options.get('--runtime-session-id')?.[0], script)),
      ...curls.flatMap((curl) => sessionHeader(curl, script)),
    ],
    bearers: runtimes
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
  const found = {
    ...code(url.at, script),
    saw: part,
    ...madeOf(url, part, name === undefined ? 'literal' : 'variable', script),
  };
  if (name === undefined) return [{ ...found, arn: encodingOfLiteral(part) }];
  const value = script.variables.get(name)?.value;
  const literal = value !== undefined && !/[$`]/.test(value) ? encodingOfLiteral(value) : 'unclear';
  const raw =
    literal === 'unclear' &&
    isRawName(name) &&
    (value === undefined || !/sed|jq|python|quote|%3A|@uri|\/\//i.test(value));
  return [{ ...found, arn: raw ? 'raw-name' : literal }];
}

/** The word with the URL in it, where a shell puts in what stands in the path. */
function madeOf(url: Word, part: string, kind: 'literal' | 'variable', script: Script): Pick<RuntimeUrl, 'made'> {
  const own = literalIn(url, part, script.text) === undefined ? holderOf(url, part, script) : url;
  const literal = own?.value.includes('/runtimes/') === true ? literalIn(own, part, script.text) : undefined;
  if (literal === undefined || (kind === 'variable' && literal.quotes === "'")) return {};
  return { made: { kind, at: literal.at } };
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
