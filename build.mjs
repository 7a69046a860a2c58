// Builds the program into dist/: one entry, and a chunk for everything that is loaded only when it is needed.
import { build } from 'esbuild';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('dist', { recursive: true, force: true });

await build({
  entryPoints: ['src/bin.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Some packages name a UMD file first, which cannot be bundled.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  chunkNames: '[name]-[hash]',
  define: { BUILT_VERSION: JSON.stringify(version) },
  // Some bundled packages were written for `require`.
  banner: {
    js: "import { createRequire as requireForBundled } from 'node:module'; const require = requireForBundled(import.meta.url);",
  },
  logLevel: 'warning',
});

const GRAMMARS = {
  'node_modules/web-tree-sitter/web-tree-sitter.wasm': 'web-tree-sitter.wasm',
  'node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm': 'tree-sitter-python.wasm',
  'node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-typescript.wasm': 'tree-sitter-typescript.wasm',
  'node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-tsx.wasm': 'tree-sitter-tsx.wasm',
  'node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-javascript.wasm': 'tree-sitter-javascript.wasm',
};
for (const [source, name] of Object.entries(GRAMMARS)) copyFileSync(source, `dist/${name}`);
