// Builds the program into dist/: a small entry (bin.cjs), the whole program
// as one script (main.script) with its bytecode (main.cache), and the grammars of the parsers.
import { build } from 'esbuild';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  define: {
    BUILT_VERSION: JSON.stringify(version),
    // Packages of others ask for the URL of their module; ours for its folder.
    'import.meta.url': 'bundle.url',
    'import.meta.dirname': '__dirname',
  },
  logLevel: 'warning',
};

rmSync('dist', { recursive: true, force: true });

// CommonJS, because Node starts it 8 ms sooner than a module.
await build({
  ...common,
  entryPoints: { bin: 'src/bin.ts', load: 'src/load.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
});

await build({
  ...common,
  entryPoints: ['src/cli.ts'],
  outfile: 'dist/main.script',
  format: 'cjs',
  // Some packages name a UMD file first, which cannot be bundled.
  mainFields: ['module', 'main'],
  // The other form makes a `require` of its own.
  alias: { 'web-tree-sitter': './node_modules/web-tree-sitter/web-tree-sitter.cjs' },
  // What is imported dynamically is in the bundle, too, and is evaluated when it is asked for.
  supported: { 'dynamic-import': false },
  banner: {
    js: `(function(exports,require,module,__filename,__dirname){const bundle={
get url(){return require('node:url').pathToFileURL(__filename).href}};`,
  },
  footer: { js: '})' },
});

const GRAMMARS = '@vscode/tree-sitter-wasm/wasm';
copyFileSync('node_modules/web-tree-sitter/web-tree-sitter.wasm', 'dist/web-tree-sitter.wasm');
for (const language of ['python', 'typescript', 'tsx', 'javascript']) {
  copyFileSync(`node_modules/${GRAMMARS}/tree-sitter-${language}.wasm`, `dist/tree-sitter-${language}.wasm`);
}

// What these projects run is kept as bytecode.
const { keepBytecode } = await import('./dist/load.cjs');
await keepBytecode(async ({ main }) => {
  const io = { out() {}, err() {}, isTerminal: { out: false, err: false }, environment: {} };
  await main(['fixtures/projects/field-guide'], io);
});
