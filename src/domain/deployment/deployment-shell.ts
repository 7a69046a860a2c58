import type { RuntimeDeclaration } from '../../model/deployment.ts';
import type { Located } from '../../model/location.ts';
import type { NamedValue } from '../../model/value.ts';
import { optionOf, variableOf, type Words } from '../image/command-wrappers.ts';
import { optional } from '../manifest/optional.ts';
import { joinPath } from '../paths.ts';
import { slotOfCommand } from './deployment-slots.ts';
import { commandsOf, type PlaceOf, splitShell } from '../image/shell-words.ts';

/** Shell text and where it stands. */
export interface ShellText {
  readonly text: string;
  readonly placeOf: PlaceOf;
  readonly by: 'script' | 'document';
  /** The folder in which it is run, as far as that is written: that of the file. */
  readonly folder: string;
}

const COMMAND =
  /\bagentcore\s+(?:configure|create|add\s+agent)\b|\baws\s+(?:--\S+\s+\S+\s+)*bedrock-agentcore-control\s+create-agent-runtime\b(?!-)/g;

/** The runtimes that commands create: of the toolkit, of the npm CLI, of the AWS CLI. */
export function declarationsInShell(shell: ShellText): readonly RuntimeDeclaration[] {
  const { text, placeOf } = shell;
  return [...text.matchAll(COMMAND)].flatMap(({ index }) => {
    if (!isCommand(text, index)) return [];
    // Longer than any such command; a value in quotes may span lines.
    const words = splitShell(text.slice(index, index + 6000), (start, end) => placeOf(index + start, index + end));
    const command = commandsOf(words)[0]?.words ?? [];
    const declaration = read(command, { ...shell, folder: folderAt(shell, index) });
    return declaration === undefined ? [] : [declaration];
  });
}

/** Not in a comment, not in a text that is only printed, not a word of a sentence. */
function isCommand(text: string, index: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', index - 1) + 1, index);
  if (/(?:^|\s)#|\b(?:echo|printf|print|log|info|warn\w*|error|help)\b/.test(before)) return false;
  return /^[\s@!$>]*(?:-?\s*run:\s*\|?|(?:then|else|do|if|!)\s|(?:[\w.]+=)?"?\$\(\s*|\w+=\S*\s+|(?:uv|poetry|pipenv|pdm)\s+run\s|uvx\s(?:\S+\s)*|npx\s(?:-y\s)?|run\s|sudo\s|cd\s+\S+\s*|&&\s*|\|\|\s*|[^"'`#]*(?:&&|\|\||;)\s*)*$/.test(
    before,
  );
}

function read(words: Words, { by, folder }: ShellText): RuntimeDeclaration | undefined {
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const aws = first.value === 'aws';
  const verb = words[1]?.value;
  if (verb === 'configure' && /^(?:list|set-default)$/.test(words[2]?.value ?? '')) return undefined;
  const name = plain(aws ? optionOf(words, '--agent-runtime-name') : optionOf(words, '--name', '-n', '--agent-name'));
  const entrypoint = plain(aws ? undefined : optionOf(words, '--entrypoint', '-e'));
  const protocol = aws ? protocolOfAws(words) : optionOf(words, '--protocol', '-p');
  if (name === undefined && entrypoint === undefined && protocol === undefined) return undefined;
  const location = plain(optionOf(words, '--code-location'));
  const packed = location === undefined ? undefined : joinPath(folder, location.value);
  const open = words.find(
    ({ value }) =>
      /^\$|^\[\w/.test(value) &&
      words[words.findIndex((word) => word.value === value) - 1]?.value.startsWith('-') !== true,
  );
  return {
    by,
    at: { ...first.at, range: { start: first.at.range.start, end: last.at.range.end } },
    ...(name === undefined ? {} : { name }),
    ...(protocol === undefined ? (open === undefined ? {} : { protocol: open }) : { protocol }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(aws ? {} : { folder: packed ?? folder }),
    packaging: packagingOf(words),
    hasAuthorizer:
      optionOf(words, '--authorizer-configuration', '--authorizer-config', '-ac', '--authorizer-type') !== undefined,
    environment: environmentOf(words),
    ...optional('slot', protocol === undefined && open === undefined ? slotOfCommand(words, aws) : undefined),
  };
}

const USE = /\bagentcore\s+(?!configure\b(?!\s+set-default\b)|create\b|add\b)[a-z]/g;

/** Where commands that create nothing name an agent. Options: of the toolkit (0.3.10) and the npm CLI (0.30.0). */
export function mentionsInShell({ text, placeOf }: Pick<ShellText, 'text' | 'placeOf'>): readonly Located<string>[] {
  return [...text.matchAll(USE)].flatMap(({ index }) => {
    if (!isCommand(text, index)) return [];
    const words = splitShell(text.slice(index, index + 6000), (start, end) => placeOf(index + start, index + end));
    const command = commandsOf(words)[0]?.words ?? [];
    const chosen = command[2]?.value === 'set-default' ? command[3] : optionOf(command, '--agent', '-a', '--runtime');
    return plain(chosen) ?? [];
  });
}

/** `serverProtocol=MCP` or `{"serverProtocol": "MCP"}`. */
function protocolOfAws(words: Words): Located<string> | undefined {
  const option = optionOf(words, '--protocol-configuration');
  const value = option === undefined ? undefined : /serverProtocol"?\s*[:=]\s*"?([\w${}]+)/.exec(option.value)?.[1];
  return option === undefined ? undefined : { value: value ?? option.value, at: option.at };
}

function packagingOf(words: Words): RuntimeDeclaration['packaging'] {
  const kind = optionOf(words, '--deployment-type', '-dt', '--build', '--agent-runtime-artifact')?.value ?? '';
  if (/direct_code_deploy|CodeZip|codeConfiguration/i.test(kind)) return 'code-zip';
  return /container/i.test(kind) ? 'container' : 'unknown';
}

/** A value that is written out: no variable, no `<placeholder>`, no `YOUR_NAME`. */
function plain(word: Located<string> | undefined): Located<string> | undefined {
  if (
    word === undefined ||
    /[<>$`{}[\]*]|^-|^\.\.\.$|^$|your[-_]/i.test(word.value) ||
    /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)*$/.test(word.value)
  )
    return undefined;
  return word;
}

/** `--env NAME=value` of the toolkit. */
function environmentOf(words: Words): readonly NamedValue[] {
  return words.flatMap((word, index) =>
    /^(?:--env|-env)$/.test(words[index - 1]?.value ?? '') ? variableOf(word) : [],
  );
}

/** The folder a command is run in: the file's, moved by each `cd` written before it that can be followed. */
function folderAt({ text, folder }: ShellText, index: number): string {
  let current: string = folder;
  for (const [, target = ''] of text.slice(0, index).matchAll(/(?:^|[\n;&]|\brun:)[ \t]*cd[ \t]+["']?([^\s"';&|]+)/g)) {
    const moved = /^(?:\/|~|-$)|\$/.test(target) ? undefined : joinPath(current, target);
    current = moved ?? folder;
  }
  return current;
}

/** The shell text of a document: its fenced blocks, one text each. */
export function* shellBlocksOf(text: string): Iterable<{ readonly start: number; readonly text: string }> {
  const fence = /^([ \t>]*)(```+|~~~+)[ \t]*([\w-]*)[^\n]*\n([^]*?)(?:^[ \t>]*\2[ \t]*$|(?![^]))/gm;
  for (const { index, 0: whole, 3: language = '', 4: body = '' } of text.matchAll(fence)) {
    if (!/^(?:|bash|sh|shell|console|zsh|shell-session|terminal|text|cmd|powershell)$/i.test(language)) continue;
    yield { start: index + whole.indexOf('\n') + 1, text: body };
  }
}

/** A text that a script hands to a program: `python3 <<EOF … EOF`. */
export interface Heredoc {
  readonly start: number;
  readonly text: string;
  /** The line that opens it. */
  readonly head: string;
  /** How many characters stand before the word that closes it: it may lie in a block of YAML. */
  readonly indentation: number;
}

/** The heredocs of a script, or of a string that holds one. */
export function* heredocsOf(text: string): Iterable<Heredoc> {
  const heredoc = /<<-?[ \t]*(["']?)(\w+)\1[^\n]*\n([^]*?)^([ \t]*)\2(?=[ \t]*$|["'`])/gm;
  for (const { index, 0: whole, 3: body = '', 4: before = '' } of text.matchAll(heredoc)) {
    const start = index + whole.indexOf('\n') + 1;
    const head = text.slice(text.lastIndexOf('\n', index) + 1, start - 1);
    yield { start, text: body, head, indentation: before.length };
  }
}
