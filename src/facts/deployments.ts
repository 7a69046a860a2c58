import { codeOf } from '../domain/deployment/code-literals.ts';
import { declarationsInCode, mayDeclareRuntime } from '../domain/deployment/deployment-code.ts';
import {
  declarationsInShell,
  heredocsOf,
  mentionsInShell,
  shellBlocksOf,
  type ShellText,
} from '../domain/deployment/deployment-shell.ts';
import { declarationsInTemplate } from '../domain/deployment/deployment-template.ts';
import { declarationsInTerraform, mayDeclareInTerraform } from '../domain/deployment/deployment-terraform.ts';
import { type FileIndex, findEntry, indexFiles } from '../domain/locate.ts';
import { cellsOf, programOf } from '../domain/deployment/notebook-source.ts';
import { baseOf, folderOf, isBelow } from '../domain/paths.ts';
import { linesOf } from '../domain/text.ts';
import type { RuntimeDeclaration } from '../model/deployment.ts';
import type { Located } from '../model/location.ts';
import { defineCollector } from '../model/fact.ts';

/** What declares agent runtimes beside the manifests: scripts, documents, programs, templates, Terraform. */
export const deployments = defineCollector<'deployments', 'project' | 'templates'>({
  source: 'files',
  needs: ['project', 'templates'],
  async collect({ project, templates }, world) {
    const declarations: RuntimeDeclaration[] = templates.files.flatMap(declarationsInTemplate);
    const mentions: Located<string>[] = [];
    const index = indexFiles(project.files);
    for (const path of project.files) {
      const read = readerOf(path);
      if (read === undefined) continue;
      const text = await world.glance(path);
      if (!text.ok) continue;
      declarations.push(...read(path, text.text, index));
      mentions.push(...mentionsIn(path, text.text));
    }
    return { declarations: withOnlyImage(declarations, project.files), mentions };
  },
});

/** Folders that hold the infrastructure beside the program. */
const INFRASTRUCTURE =
  /(?:^|\/)(?:infra|infrastructure|terraform|iac|cdk|deploy|deployment|cloudformation|scripts?|lib|bin|stacks?)$/i;

/** A container without a folder is built from the only Dockerfile around, where there is only one of each. */
function withOnlyImage(
  declarations: readonly RuntimeDeclaration[],
  files: readonly string[],
): readonly RuntimeDeclaration[] {
  const dockerfiles = files.filter((path) => baseOf(path) === 'Dockerfile');
  return declarations.map((declaration) => {
    if (
      declaration.packaging !== 'container' ||
      declaration.folder !== undefined ||
      declaration.entrypoint !== undefined
    )
      return declaration;
    const home = homeOf(declaration.at.path);
    const [image, ...others] = dockerfiles.filter((path) => isBelow(path, home));
    const alone =
      declarations.filter(({ at, packaging }) => packaging === 'container' && isBelow(at.path, home)).length === 1;
    return image !== undefined && others.length === 0 && alone
      ? { ...declaration, folder: folderOf(image) }
      : declaration;
  });
}

function homeOf(path: string): string {
  let folder = folderOf(path);
  while (INFRASTRUCTURE.test(folder)) folder = folderOf(folder);
  return folder;
}

type Reader = (path: string, text: string, index: FileIndex) => readonly RuntimeDeclaration[];

/** Tests, examples of tools and other hidden folders declare nothing that is deployed; workflows do. */
const ASIDE =
  /(?:^|\/)(?:tests?|__tests__|e2e|test_[^/]*|[^/]*\.(?:test|spec)\.\w+|conftest\.py|\.(?!github\/workflows\/)[^/]+)(?:\/|$)/;

function readerOf(path: string): Reader | undefined {
  if (ASIDE.test(path)) return undefined;
  const ending = /\.(\w+)$/.exec(baseOf(path))?.[1];
  switch (ending) {
    case 'py':
      return inCode('python');
    case 'ts':
    case 'mts':
    case 'js':
    case 'mjs':
      return path.endsWith('.d.ts') ? undefined : inCode('typescript');
    case 'ipynb':
      return inNotebook;
    case 'tf':
      return inTerraform;
    case 'md':
    case 'mdx':
      return inDocument;
    case 'sh':
    case 'bash':
    case 'zsh':
    case 'mk':
      return inScript;
    case 'yml':
    case 'yaml':
      return path.includes('.github/workflows/') ? inScript : undefined;
    default:
      return /^(?:GNU)?[Mm]akefile$|^justfile$/.test(baseOf(path)) ? inScript : undefined;
  }
}

function inCode(style: 'python' | 'typescript'): Reader {
  return (path, text) =>
    mayDeclareRuntime(text) ? declarationsInCode(codeOf(text, style, linesOf(path, text).at), path) : [];
}

const inNotebook: Reader = (path, text) => {
  if (!mayDeclareRuntime(text) && !/!\s*agentcore configure/.test(text)) return [];
  const cells = cellsOf(path, text);
  const program = programOf(cells);
  const shell = cells.flatMap((cell) =>
    /^\s*(?:!|%%(?:bash|sh)\b)/m.test(cell.text)
      ? declarationsInShell({ ...cell, by: 'script', folder: folderOf(path) })
      : [],
  );
  return [...declarationsInCode(codeOf(program.text, 'python', program.placeOf), path), ...shell];
};

const inTerraform: Reader = (path, text) =>
  mayDeclareInTerraform(text) ? declarationsInTerraform(codeOf(text, 'terraform', linesOf(path, text).at), path) : [];

const inScript: Reader = (path, text) => {
  if (!text.includes('agentcore')) return [];
  const shell = declarationsInShell(scriptOf(path, text));
  return mayDeclareRuntime(text) ? [...shell, ...inHeredocs(path, text)] : shell;
};

/** `python3 <<EOF`: a program inside a script. */
function inHeredocs(path: string, text: string): readonly RuntimeDeclaration[] {
  const lines = linesOf(path, text);
  return [...heredocsOf(text)].flatMap(({ start, text: body }) => {
    const code = codeOf(body, 'python', (from, to) => lines.at(start + from, start + to));
    return declarationsInCode(code, path).map(withoutVariables);
  });
}

/** The shell fills its variables in before Python reads the text. */
function withoutVariables({ name, entrypoint, ...rest }: RuntimeDeclaration): RuntimeDeclaration {
  return {
    ...rest,
    ...(name === undefined || name.value.includes('$') ? {} : { name }),
    ...(entrypoint === undefined || entrypoint.value.includes('$') ? {} : { entrypoint }),
    environment: rest.environment.map((variable) =>
      variable.value?.includes('$') === true ? { ...variable, value: undefined } : variable,
    ),
  };
}

/** A document tells of many commands; one of them counts when the file it deploys is there. */
const inDocument: Reader = (path, text, index) => {
  if (!text.includes('agentcore configure') && !text.includes('agentcore add agent')) return [];
  const lines = linesOf(path, text);
  return [...shellBlocksOf(text)].flatMap((block) =>
    declarationsInShell({
      text: block.text,
      placeOf: (start, end) => lines.at(block.start + start, block.start + end),
      by: 'document',
      folder: folderOf(path),
    }).flatMap((declaration) => withEntry(declaration, path, index)),
  );
};

function withEntry(declaration: RuntimeDeclaration, path: string, index: FileIndex): readonly RuntimeDeclaration[] {
  const { entrypoint } = declaration;
  if (entrypoint === undefined) return [];
  const folders = [declaration.folder ?? '', folderOf(path), ''];
  const folder = folders.find((candidate) => findEntry(entrypoint.value, candidate, index)?.by === 'path');
  return folder === undefined ? [] : [{ ...declaration, folder }];
}

/** The names by which the commands of a script, a document or a notebook pick an agent. */
function mentionsIn(path: string, text: string): readonly Located<string>[] {
  if (!/\bagentcore\s/.test(text)) return [];
  if (path.endsWith('.ipynb')) return cellsOf(path, text).flatMap(mentionsInShell);
  const lines = linesOf(path, text);
  if (!/\.mdx?$/.test(path)) return /\.(?:py|[cm]?[jt]s|tf)$/.test(path) ? [] : mentionsInShell(scriptOf(path, text));
  return [...shellBlocksOf(text)].flatMap((block) =>
    mentionsInShell({
      text: block.text,
      placeOf: (start, end) => lines.at(block.start + start, block.start + end),
    }),
  );
}

function scriptOf(path: string, text: string): ShellText {
  return { text, placeOf: linesOf(path, text).at, by: 'script', folder: folderOf(path) };
}
