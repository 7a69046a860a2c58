import { codeBlocks, shellOf } from '../domain/client/client-document.ts';
import { resolverOf } from '../domain/client/client-program.ts';
import { pythonProgram } from '../domain/client/client-python.ts';
import { invocationsOf, requestsOf } from '../domain/client/client-requests.ts';
import { sessionsOf } from '../domain/client/client-sessions.ts';
import { urlsOf } from '../domain/client/client-urls.ts';
import { readShell, type ShellClient } from '../domain/client/client-shell.ts';
import type { Handed } from '../domain/client/shell-tokens.ts';
import type { ClientSource } from '../domain/client/client-source.ts';
import { importsOf } from '../domain/client/client-imports.ts';
import { bearerVariablesOf, tokensOf } from '../domain/client/client-tokens.ts';
import { signInsIn, tokenTriggersIn } from '../domain/client/sign-ins.ts';
import { typescriptProgram } from '../domain/client/client-typescript.ts';
import { baseOf, folderOf } from '../domain/paths.ts';
import { resolveVersion } from '../domain/dependency/resolve-version.ts';
import { type Lines, linesOf } from '../domain/text.ts';
import type { AuthorizerMention, Clients, TokenUse } from '../model/client.ts';
import type { Dependencies } from '../model/dependency.ts';
import { defineCollector } from '../model/fact.ts';
import type { Located } from '../model/location.ts';
import type { Language, World } from '../model/world.ts';

/** Whether a program says something that a check asks about; nothing else is parsed. */
function isClient(text: string): boolean {
  if (/\/runtimes\/|streamable_?http_?client|runtimeSessionId|runtime-session-id/i.test(text)) return true;
  return /invoke_agent_runtime|InvokeAgentRuntime|:8000\/mcp/.test(text) && /jsonrpc|["']?method["']?\s*:/.test(text);
}

/** The same for shell scripts and documents, which also hand tokens to other files. */
const SHELL = /IdToken|invoke-agent-runtime|\bcurl\b/;

type Found = { readonly [K in keyof Clients]: Clients[K][number][] } & Handovers;

/** What goes from one file to another through the environment. */
interface Handovers {
  readonly handed: (TokenUse & Handed)[];
  readonly bearers: Located<string>[];
  readonly captures: ShellClient['captures'][number][];
}

/** Scripts, programs and code blocks of documents that call a runtime or fetch a token for it. */
export const clients = defineCollector<'clients', 'project' | 'dependencies'>({
  source: 'files',
  needs: ['project', 'dependencies'],
  async collect({ project, dependencies }, world) {
    const found = nothing();
    for (const path of project.files) {
      const language = languageOf(path);
      if (language === undefined) continue;
      const file = await world.glance(path);
      if (!file.ok || isMocked(path, file.text)) continue;
      readCognito(path, file.text, language, found);
      if (!/agentcore|jsonrpc|IdToken/i.test(file.text)) continue;
      const lines = linesOf(path, file.text);
      mentionsOf(file.text, lines, found.authorizers);
      if (isClient(file.text) || SHELL.test(file.text))
        await readFile({ path, text: file.text, lines, world, dependencies }, language, found);
    }
    const { handed, bearers: _bearers, captures: _captures, ...facts } = found;
    return { ...facts, tokens: [...facts.tokens, ...handed.map((token) => followed(token, found))] };
  },
});

/** A token that leaves its script in a variable, or printed, and that another file sends from that variable. */
function followed({ variables, ...token }: TokenUse & Handed, { bearers, captures }: Handovers): TokenUse {
  if (token.sent === 'yes') return token;
  const script = baseOf(token.at.path);
  const names =
    variables.length > 0
      ? variables
      : captures.filter((capture) => capture.script === script).map(({ variable }) => variable);
  const bearer = bearers.find(({ value }) => names.includes(value));
  return bearer === undefined ? token : { ...token, sent: 'yes', sentAt: bearer.at };
}

/** Tests that talk to a stand-in send what they like. */
function isMocked(path: string, text: string): boolean {
  return /test|spec/i.test(path) && /mock|monkeypatch|\bmoto\b|\bnock\b|\b(?:jest|vi)\.(?:fn|spyOn)\b/i.test(text);
}

/** Where a file asks Cognito for tokens, or changes them as its trigger. */
function readCognito(path: string, text: string, language: Language | 'shell' | 'markdown', found: Found): void {
  if (!/AuthFlow|auth-flow|client_credentials|OverrideDetails/.test(text)) return;
  const { at } = linesOf(path, text);
  if (language === 'markdown') {
    for (const block of codeBlocks(text)) found.signIns.push(...signInsIn({ ...block, document: true, at }));
    return;
  }
  const kind = language === 'python' || language === 'shell' ? language : 'typescript';
  const source = { text, start: 0, language: kind, document: false, at } as const;
  found.signIns.push(...signInsIn(source));
  found.tokenTriggers.push(...tokenTriggersIn(source));
}

function nothing(): Found {
  const facts = { tokens: [], invocations: [], requests: [], urls: [], sessions: [], imports: [], authorizers: [] };
  return { ...facts, signIns: [], tokenTriggers: [], handed: [], bearers: [], captures: [] };
}

interface File {
  readonly path: string;
  readonly text: string;
  readonly lines: Lines;
  readonly world: World;
  readonly dependencies: Dependencies;
}

function languageOf(path: string): Language | 'shell' | 'markdown' | undefined {
  if (path.endsWith('.py')) return 'python';
  if (/\.d\.ts$|\.min\.js$/.test(path)) return undefined;
  if (/\.(?:ts|mts|cts)$/.test(path)) return 'typescript';
  if (path.endsWith('.tsx')) return 'tsx';
  if (/\.(?:js|mjs|cjs|jsx)$/.test(path)) return 'javascript';
  if (/\.(?:sh|bash)$/.test(path) || /^(?:Makefile|GNUmakefile|justfile)$/i.test(baseOf(path))) return 'shell';
  return /\.(?:md|markdown)$/i.test(path) ? 'markdown' : undefined;
}

async function readFile(file: File, language: Language | 'shell' | 'markdown', found: Found): Promise<void> {
  if (language === 'shell') return readScript(file, file.text, false, found);
  if (language !== 'markdown')
    return isClient(file.text)
      ? readProgram(file, language, { text: file.text, start: 0, document: false }, found)
      : undefined;
  const blocks = codeBlocks(file.text);
  readScript(file, shellOf(file.text, blocks), true, found);
  for (const block of blocks) {
    if (block.language === 'shell' || !isClient(block.text)) continue;
    await readProgram(file, block.language, { text: block.text, start: block.start, document: true }, found);
  }
}

function readScript({ lines }: File, text: string, document: boolean, found: Found): void {
  const { tokens, requests, invocations, urls, sessions, bearers, captures } = readShell(text, lines.at, document);
  found.handed.push(...tokens);
  found.bearers.push(...bearers);
  found.captures.push(...captures);
  found.requests.push(...requests);
  found.invocations.push(...invocations);
  found.urls.push(...urls);
  found.sessions.push(...sessions);
}

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly document: boolean;
}

async function readProgram(
  { path, lines, world, dependencies }: File,
  language: Language,
  piece: Piece,
  found: Found,
): Promise<void> {
  const parser = await world.parser(language);
  const toProgram = language === 'python' ? pythonProgram : typescriptProgram;
  const resolver = resolverOf(parser.read(piece.text, toProgram));
  const source: ClientSource = {
    resolver,
    text: piece.text,
    document: piece.document,
    at: ({ start, end }) => lines.at(piece.start + start, piece.start + end),
  };
  found.urls.push(...urlsOf(source));
  found.requests.push(...requestsOf(source));
  found.invocations.push(...invocationsOf(source));
  found.sessions.push(...sessionsOf(source));
  found.tokens.push(...tokensOf(source));
  found.bearers.push(...bearerVariablesOf(source));
  // A document shows code for whoever installs what it says; the project's files do not decide about that.
  if (!piece.document)
    found.imports.push(
      ...importsOf(source, () => resolveVersion(dependencies, { folder: folderOf(path) }, 'pypi', 'mcp')),
    );
}

/** `"allowedClients": […]`, `--allowed-clients`, `allowed_clients=`: what the authorizer of a deploy script lists. */
function mentionsOf(text: string, lines: Lines, found: AuthorizerMention[]): void {
  for (const match of text.matchAll(
    /\b(?:allowed|Allowed)[_-]?(Clients|clients|Audience|audience)\b(?=\\?["']?\s*(?::|=|\s["'[]))/g,
  )) {
    const allows = match[1]?.toLowerCase() === 'clients' ? 'clients' : 'audience';
    found.push({ allows, at: lines.at(match.index, match.index + match[0].length) });
  }
}
