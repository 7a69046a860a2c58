import type { Node } from 'web-tree-sitter';
import type { EditedDocument } from '../domain/edit/document-parts.ts';
import { languageOf } from '../domain/edit/language.ts';
import type { Parsed, Tree } from '../model/tree.ts';
import type { SyntaxParser, World } from '../model/world.ts';

/** What is needed to look at code: the parsers. */
export type Parsers = Pick<World, 'parser'>;

/** How much of a file its own language cannot read; an edit that makes it more is refused. */
export async function troubleIn(path: string, text: string, world: Parsers): Promise<number> {
  const language = languageOf(path, text);
  switch (language.kind) {
    case 'code':
      return (await world.parser(language.grammar)).read(text, errorsIn);
    case 'document':
      return (await readDocument(path, text, language.language)) === undefined ? 1 : 0;
    case 'notebook':
      return (await readDocument(path, text, 'json')) === undefined ? 1 : 0;
    case 'requirements': {
      const { readRequirements } = await import('../domain/dependency/requirements-source.ts');
      return readRequirements(path, text).problem === undefined ? 0 : 1;
    }
    case 'dockerfile': {
      const { readImage } = await import('../domain/image/dockerfile-image.ts');
      const { problems, unknownInstructions, brokenExecForms } = readImage(path, text);
      return problems.length + unknownInstructions.length + brokenExecForms.length;
    }
    case 'text':
      return 0;
  }
}

/** A YAML, JSON or TOML document; `undefined` when it does not parse. */
export async function readDocument(
  path: string,
  text: string,
  language: EditedDocument['language'],
): Promise<Tree | undefined> {
  return (await documentReader(path, language))(text);
}

/** A reader for one kind of document, loaded once for several readings. */
export async function documentReader(
  path: string,
  language: EditedDocument['language'],
): Promise<(text: string) => Tree | undefined> {
  const read = await readerOf(language);
  return (text) => {
    const parsed = read(path, text);
    return parsed.ok ? parsed.tree : undefined;
  };
}

async function readerOf(language: EditedDocument['language']): Promise<(path: string, text: string) => Parsed> {
  switch (language) {
    case 'json':
      return (await import('../domain/config/json-source.ts')).readJson;
    case 'yaml':
      return (await import('../domain/config/yaml-source.ts')).readYaml;
    case 'toml':
      return (await import('../domain/config/toml-source.ts')).readToml;
  }
}

/** Whether a piece of code stands in something that the parser could not make sense of. */
export async function isInTrouble(
  path: string,
  text: string,
  start: number,
  end: number,
  world: Parsers,
): Promise<boolean> {
  const language = languageOf(path, text);
  if (language.kind !== 'code') return false;
  const parser: SyntaxParser = await world.parser(language.grammar);
  return parser.read(text, (root) => {
    for (let node = root.descendantForIndex(start, end); node !== null; node = node.parent) {
      if (node.type === 'ERROR') return true;
    }
    return false;
  });
}

function errorsIn(root: Node): number {
  if (!root.hasError) return 0;
  const own = root.isError || root.isMissing ? 1 : 0;
  return root.children.reduce((sum, child) => sum + (child === null ? 0 : errorsIn(child)), own);
}
