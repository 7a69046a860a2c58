import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as TreeSitter from 'web-tree-sitter';
import type { Node, Parser } from 'web-tree-sitter';
import { Failure } from '../model/failure.ts';
import type { Language, SyntaxParser } from '../model/world.ts';

type Engine = typeof TreeSitter;

/** Where each grammar lies: beside the built program, or in the dev dependencies when run from source. */
const GRAMMARS: Record<Language, { readonly built: string; readonly source: string }> = {
  python: { built: 'tree-sitter-python.wasm', source: '@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm' },
  typescript: {
    built: 'tree-sitter-typescript.wasm',
    source: '@vscode/tree-sitter-wasm/wasm/tree-sitter-typescript.wasm',
  },
  tsx: { built: 'tree-sitter-tsx.wasm', source: '@vscode/tree-sitter-wasm/wasm/tree-sitter-tsx.wasm' },
  javascript: {
    built: 'tree-sitter-javascript.wasm',
    source: '@vscode/tree-sitter-wasm/wasm/tree-sitter-javascript.wasm',
  },
};

const loaded = new Map<Language, Promise<SyntaxParser>>();
let engine: Promise<Engine> | undefined;

/** A parser for a language; engine and grammar are loaded when first asked for, and once. */
export function parserOf(language: Language): Promise<SyntaxParser> {
  const known = loaded.get(language);
  if (known !== undefined) return known;
  const loading = load(language);
  loaded.set(language, loading);
  return loading;
}

/** The languages that were asked for so far. */
export function languagesInUse(): readonly Language[] {
  return [...loaded.keys()];
}

async function load(language: Language): Promise<SyntaxParser> {
  engine ??= startEngine();
  const tree = await engine;
  const grammar = await tree.Language.load(fileOf(GRAMMARS[language]));
  const parser = new tree.Parser();
  parser.setLanguage(grammar);
  return { read: (text, use) => readWith(parser, text, use) };
}

async function startEngine(): Promise<Engine> {
  const tree = await import('web-tree-sitter');
  await tree.Parser.init({
    locateFile: (name: string) => pathOf({ built: name, source: `web-tree-sitter/${name}` }),
  });
  return tree;
}

function readWith<T>(parser: Parser, text: string, use: (root: Node) => T): T {
  const tree = parser.parse(text);
  if (tree === null) throw new Failure('The parser gave no tree.');
  try {
    return use(tree.rootNode);
  } finally {
    tree.delete();
  }
}

function fileOf(grammar: { readonly built: string; readonly source: string }): Uint8Array {
  return readFileSync(pathOf(grammar));
}

function pathOf({ built, source }: { readonly built: string; readonly source: string }): string {
  const beside = join(import.meta.dirname, built);
  return existsSync(beside) ? beside : join(import.meta.dirname, '../../node_modules', source);
}
