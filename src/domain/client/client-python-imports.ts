import type { Node } from 'web-tree-sitter';
import type { Reader } from './client-reader.ts';

/** Keeps what `import a.b as c` brings in. */
export function importModules(node: Node, scope: number, reader: Reader): void {
  if (isAttempt(node)) return;
  for (const name of node.childrenForFieldName('name')) {
    const module = (name?.type === 'aliased_import' ? name.childForFieldName('name') : name)?.text ?? '';
    reader.modules.push({ module, local: name?.childForFieldName('alias')?.text ?? module, scope });
  }
}

/** Keeps what `from a import b as c` brings in. */
export function importFrom(node: Node, scope: number, reader: Reader): void {
  if (isAttempt(node)) return;
  const module = node.childForFieldName('module_name')?.text ?? '';
  for (const name of node.childrenForFieldName('name')) {
    if (!name) continue;
    const written = name.type === 'aliased_import' ? name.childForFieldName('name') : name;
    if (!written) continue;
    const local = name.childForFieldName('alias')?.text ?? written.text;
    const { startIndex: start, endIndex: end } = written;
    reader.imports.push({ module, name: written.text, local, scope, start, end });
  }
}

/** Whether an import stands in a `try` that catches its failure: it is one of two ways. */
function isAttempt(node: Node): boolean {
  for (let around = node.parent; around !== null; around = around.parent) {
    if (around.type === 'try_statement')
      return /except[^:]*\b(?:ImportError|ModuleNotFoundError|Exception)\b|except\s*:/.test(around.text);
  }
  return false;
}
