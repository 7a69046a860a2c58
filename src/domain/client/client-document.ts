/** Whether a file is a script in which `$` is not the shell's. */
export function isMakefile(path: string): boolean {
  return /(?:^|\/)(?:Makefile|GNUmakefile|justfile)$/i.test(path);
}

/** A code block of a Markdown document. */
export interface CodeBlock {
  readonly language: 'python' | 'typescript' | 'shell';
  readonly text: string;
  /** Where its text begins in the document. */
  readonly start: number;
}

const LANGUAGES: Readonly<Record<string, CodeBlock['language']>> = {
  python: 'python',
  py: 'python',
  python3: 'python',
  typescript: 'typescript',
  ts: 'typescript',
  javascript: 'typescript',
  js: 'typescript',
  bash: 'shell',
  sh: 'shell',
  shell: 'shell',
  zsh: 'shell',
  console: 'shell',
};

/** The fenced code blocks of a document in languages that are read; without a language: those that call `curl` or `aws`. */
export function codeBlocks(text: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  for (const match of text.matchAll(/^[ \t]*(`{3,}|~{3,})[ \t]*([\w+-]*)[^\n`]*\n([\s\S]*?)^[ \t]*\1[`~]*[ \t]*$/gm)) {
    const [whole, fence = '', name = '', body = ''] = match;
    const language =
      LANGUAGES[name.toLowerCase()] ?? (name === '' && /^\s*(?:\$ )?(?:curl|aws) /m.test(body) ? 'shell' : undefined);
    const start = match.index + whole.length - whole.slice(whole.indexOf('\n') + 1).length;
    const before = text
      .slice(Math.max(0, match.index - 160), match.index)
      .split('\n')
      .slice(-4)
      .join('\n');
    if (language !== undefined && fence !== '' && !isWarning(before, body))
      blocks.push({ language, text: body, start });
  }
  return blocks;
}

/** Whether a block shows how not to do it. */
function isWarning(before: string, body: string): boolean {
  const comments = body
    .split('\n')
    .filter((line) => /^\s*(?:#|\/\/)/.test(line))
    .join('\n');
  return /❌|\b(?:wrong|incorrect|never|don't|do not|anti-?pattern|broken|fails?)\b/i.test(`${before}\n${comments}`);
}

/** The shell code of a document as one script, in which everything stands where it stood. */
export function shellOf(text: string, blocks: readonly CodeBlock[]): string {
  let script = '';
  for (const { start, text: body } of blocks.filter(({ language }) => language === 'shell')) {
    script += `${blank(text.slice(script.length, start))}${plain(body)}`;
  }
  return script;
}

/** Without prompts, and with `<your-id>` written so that no shell takes it for a redirection. */
function plain(body: string): string {
  return body
    .replaceAll(/^([ \t]*)\$ /gm, '$1  ')
    .replaceAll(/<([\w.-]+(?: [\w.-]+)*)>/g, (_, name: string) => `{${name.replaceAll(' ', '_')}}`);
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}
