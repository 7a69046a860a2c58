import { baseOf } from '../paths.ts';

/** How the text of a file is read before and after it is edited. */
export type FileLanguage =
  | { readonly kind: 'code'; readonly grammar: 'python' | 'typescript' | 'tsx' | 'javascript' }
  | { readonly kind: 'document'; readonly language: 'yaml' | 'json' | 'toml' }
  | { readonly kind: 'dockerfile' | 'requirements' | 'notebook' | 'text' };

/** The language of a file, by its name and, for templates, by how it begins. */
export function languageOf(path: string, text: string): FileLanguage {
  const name = baseOf(path);
  if (/\.pyi?$/.test(name)) return { kind: 'code', grammar: 'python' };
  if (/\.[cm]?ts$/.test(name)) return { kind: 'code', grammar: 'typescript' };
  if (/\.[tj]sx$/.test(name)) return { kind: 'code', grammar: 'tsx' };
  if (/\.[cm]?js$/.test(name)) return { kind: 'code', grammar: 'javascript' };
  if (name.endsWith('.template')) return { kind: 'document', language: /^\s*\{/.test(text) ? 'json' : 'yaml' };
  if (/\.ya?ml$/.test(name)) return { kind: 'document', language: 'yaml' };
  if (name.endsWith('.json')) return { kind: 'document', language: 'json' };
  if (/\.toml$|^Pipfile$/.test(name)) return { kind: 'document', language: 'toml' };
  if (/^(?:.*\.)?(?:Docker|Container)file(?:\..*)?$/i.test(name)) return { kind: 'dockerfile' };
  if (/\.(?:txt|in)$/.test(name)) return { kind: 'requirements' };
  return { kind: name.endsWith('.ipynb') ? 'notebook' : 'text' };
}
