import type {
  ClientCode,
  Header,
  HttpRequest,
  Invocation,
  RuntimeUrl,
  SessionId,
  TokenUse,
} from '../../model/client.ts';
import type { Located, Place } from '../../model/location.ts';
import { encodingOfLiteral, isRawName } from './client-arn.ts';
import { type AwsCall, awsOf, type Curl, curlOf, type Words } from './client-commands.ts';
import { isMcpText } from './client-payload.ts';
import { isPlaceholder } from './client-requests.ts';
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
  readonly variables: ReadonlyMap<string, Located<string>>;
}

/** Reads a shell script, or the shell code of a document. */
export function readShell(text: string, placeOf: PlaceOf, document: boolean): ShellClient {
  const commands = allCommands(splitShell(text, placeOf));
  const variables = new Map<string, Located<string>>();
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
function allCommands(words: Words, depth = 0): readonly Words[] {
  return commandsOf(words).flatMap(({ words: command }) => {
    const inner =
      depth > 3
        ? []
        : command.flatMap((word) =>
            [...word.value.matchAll(/\$\(([\s\S]+)\)/g)].flatMap((match) =>
              allCommands(
                splitShell(match[1] ?? '', () => word.at),
                depth + 1,
              ),
            ),
          );
    return [command, ...inner];
  });
}

function assign(word: Located<string>, variables: Map<string, Located<string>>): void {
  const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word.value);
  const [, name, value = ''] = match ?? [];
  // A placeholder in a later example does not take back what an earlier one has shown.
  if (name !== undefined && !(variables.has(name) && isPlaceholder(value) && !value.includes('$')))
    variables.set(name, { value, at: word.at });
}

function requestOf(curl: Curl, script: Script): readonly HttpRequest[] {
  const to = isRuntime(curl, script) ? 'runtime' : isLocal(curl, script) ? 'local' : undefined;
  if (to === undefined) return [];
  const body = curl.data.map((data) => expand(data, script)).join('');
  return [{ ...code(curl.at, script), to, mcp: body === '' ? 'no' : isMcpText(body), accept: acceptOf(curl, script) }];
}

function acceptOf({ headers, json, at }: Curl, script: Script): Header {
  const accept = headers
    .map((header) => ({ ...header, value: expand(header.value, script) }))
    .find(({ value }) => /^accept\s*:/i.test(value));
  if (accept !== undefined) {
    const value = accept.value.replace(/^accept\s*:\s*/i, '');
    return value.includes('$') ? { kind: 'unclear' } : { kind: 'written', value, at: accept.at };
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

function invocationOf({ at, options }: AwsCall, script: Script): Invocation {
  const payload = options.get('--payload')?.[0];
  const accept = options.get('--accept')?.[0];
  const mcp = payload === undefined ? 'unclear' : isMcpText(expand(payload.value, script));
  const header: Header =
    accept === undefined
      ? { kind: options.has('--cli-input-json') ? 'unclear' : 'absent' }
      : accept.value.includes('$')
        ? { kind: 'unclear' }
        : { kind: 'written', value: accept.value, at: accept.at };
  return { ...code(at, script), mcp, accept: header };
}

function urlOf(url: Located<string>, script: Script): readonly RuntimeUrl[] {
  const whole = expand(url.value, script, (name) => /arn|runtime/i.test(name));
  const part = /\/runtimes\/(\$\{?\w+\}?|arn[^?]*?|[^/?]+)\/invocations/.exec(whole)?.[1];
  if (part === undefined) return [];
  const name = /^\$\{?(\w+)\}?$/.exec(part)?.[1];
  if (name === undefined) return [{ ...code(url.at, script), arn: encodingOfLiteral(part), saw: part }];
  const value = script.variables.get(name)?.value;
  const literal = value !== undefined && !/[$`]/.test(value) ? encodingOfLiteral(value) : 'unclear';
  const raw =
    literal === 'unclear' &&
    isRawName(name) &&
    (value === undefined || !/sed|jq|python|quote|%3A|@uri|\/\//i.test(value));
  return [{ ...code(url.at, script), arn: raw ? 'raw-name' : literal, saw: part }];
}

function sessionOf(word: Located<string> | undefined, script: Script): readonly SessionId[] {
  const value = word === undefined ? '' : expand(word.value, script);
  if (word === undefined || value === '' || /[$`]/.test(value) || isPlaceholder(value)) return [];
  return [{ ...code(word.at, script), length: value.length, saw: value }];
}

function sessionHeader({ headers }: Curl, script: Script): readonly SessionId[] {
  return headers.flatMap(({ value, at }) => {
    const id = /^x-amzn-bedrock-agentcore-runtime-session-id\s*:\s*(.+)$/i.exec(value)?.[1];
    return id === undefined ? [] : sessionOf({ value: id.trim(), at }, script);
  });
}

function tokensOf(script: Script, curls: readonly Curl[], logins: readonly AwsCall[]): ShellClient['tokens'] {
  const cognito = /cognito/i.test(script.text);
  const sends = curls.filter((curl) => isRuntime(curl, script)).flatMap(({ headers }) => bearerOf(headers));
  const held = [...script.variables].filter(([, { value }]) => isIdToken(value));
  const named = held.map(([variable, { at }]) => {
    const sent = sends.find(({ value }) => value === variable || aliases(value, variable, script));
    const use = sent === undefined ? { sent: 'no' as const } : { sent: 'yes' as const, sentAt: sent.at };
    const variables = [variable, ...[...script.variables.keys()].filter((name) => aliases(name, variable, script))];
    return { ...code(at, script), key: 'IdToken' as const, cognito, variables, ...use };
  });
  // A command that nothing catches prints the token, for somebody to paste.
  const printed =
    held.length > 0 ? [] : logins.filter(({ options }) => isIdToken(options.get('--query')?.[0]?.value ?? ''));
  return [
    ...named,
    ...printed.map(({ at }) => ({
      ...code(at, script),
      key: 'IdToken' as const,
      cognito,
      variables: [],
      sent: 'no' as const,
    })),
  ];
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
