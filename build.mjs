// Builds the program into dist/ (or the folder that is named): a small entry (bin.cjs), scripts with the program itself, the bytecode of the one that
// every run loads, and the grammars of the parsers.
import { build } from 'esbuild';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { buildServer } from './server/build.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
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
const script = {
  ...common,
  // Some packages name a UMD file first, which cannot be bundled.
  mainFields: ['module', 'main'],
  // The other form makes a `require` of its own.
  alias: { 'web-tree-sitter': './node_modules/web-tree-sitter/web-tree-sitter.cjs' },
  // What is imported dynamically is in the script, too, and is evaluated when it is asked for.
  supported: { 'dynamic-import': false },
  banner: {
    js: `(function(exports,require,module,__filename,__dirname){const bundle={
get url(){return require('node:url').pathToFileURL(__filename).href}};`,
  },
  footer: { js: '})' },
};

/**
 * What a plain run over files has no use for: the door to AWS, the facts and checks that files cannot answer, the client of
 * the MCP SDK, the prober, the table of symptoms.
 */
const WAYS_IN = [
  'src/world/aws/index.ts',
  'src/facts/index.ts',
  'checks/index.ts',
  'src/rehearse/client.ts',
  'src/commands/probing.ts',
  'src/domain/symptom/table.ts',
];

const out = process.argv[2] ?? 'dist';
rmSync(out, { recursive: true, force: true });

// CommonJS, because Node starts it 8 ms sooner than a module.
await build({
  ...common,
  entryPoints: { bin: 'src/bin.ts', 'asking-thread': 'src/asking-thread.ts', load: 'src/load.ts' },
  outdir: out,
  outExtension: { '.js': '.cjs' },
});

// Each command but the default one is a script of its own, and so are these ways in, so that they cost nothing where they
// are not asked for. What such a script shares with the main one it takes from there.
const apart = new Set();
const { metafile } = await buildMain(apart, []);
const inMain = new Set(Object.keys(metafile.inputs).filter((path) => /^(?:src|checks)\//.test(path)));
const shared = new Set();
// A script may ask for another one, which joins the set while it is gone through.
for (const path of apart) {
  const nameOf = (from) => {
    if (WAYS_IN.includes(from) && from !== path) return `./${scriptOf(from)}`;
    return inMain.has(from) ? `main:${from}` : undefined;
  };
  const found = new Set();
  await build({
    ...script,
    entryPoints: [path],
    outfile: join(out, scriptOf(path)),
    plugins: [redirect(nameOf, found)],
  });
  for (const file of found) (inMain.has(file) ? shared : apart).add(file);
}
await buildMain(new Set(), [...shared]);

/** A fifth smaller than the archive of the package would make it: the package has little room left. */
function pack(file) {
  const bytes = readFileSync(file);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  rmSync(file);
}

function buildMain(asked, handedOut) {
  const entries = handedOut.map((path) => `'${path}': () => require('./${path}')`);
  const contents = `export { main } from './src/cli.ts';\nexport { languagesInUse } from './src/world/syntax.ts';\nexport const modules = { ${entries.join(', ')} };`;
  return build({
    ...script,
    stdin: { contents, loader: 'ts', resolveDir: '.' },
    outfile: join(out, 'main.script'),
    metafile: true,
    plugins: [redirect((path, kind) => (isApart(path, kind) ? `./${scriptOf(path)}` : undefined), asked)],
  });
}

function isApart(path, kind) {
  if (kind !== 'dynamic-import') return false;
  return WAYS_IN.includes(path) || (path.startsWith('src/commands/') && path !== 'src/commands/doctor.ts');
}

/** A script goes by the name of its file; of its folder, where the file is the way into one. */
function scriptOf(path) {
  return `${WAYS_IN.includes(path) ? `all-${basename(dirname(path))}` : basename(path, '.ts')}.script`;
}

/** Leaves an import of one of our files to the loader, under the name that `nameOf` gives it; `found` collects the files. */
function redirect(nameOf, found) {
  return {
    name: 'redirect',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind, namespace }) => {
        const file = relative('.', resolve(resolveDir, path)).replaceAll('\\', '/');
        const name = namespace === 'file' ? nameOf(file, kind) : undefined;
        if (name === undefined) return undefined;
        found.add(file);
        return { path: name, namespace: 'elsewhere' };
      });
      onResolve({ filter: /./, namespace: 'elsewhere' }, ({ path }) => ({ path, external: true }));
      // In between stands a module, because a direct import would take all exports of a script for its default one.
      onLoad({ filter: /./, namespace: 'elsewhere' }, ({ path }) => ({
        contents: `export * from '${path}'; export { default } from '${path}';`,
      }));
    },
  };
}

// What `deploy` ships, so that nothing is compiled on a user's machine.
await buildServer(join(out, 'server'));
pack(join(out, 'server/main.js'));

copyFileSync('templates/mcp-server.yaml', join(out, 'mcp-server.yaml'));

const GRAMMARS = 'node_modules/@vscode/tree-sitter-wasm/wasm';
copyFileSync('node_modules/web-tree-sitter/web-tree-sitter.wasm', join(out, 'web-tree-sitter.wasm'));
for (const language of ['python', 'typescript', 'tsx', 'javascript']) {
  copyFileSync(join(GRAMMARS, `tree-sitter-${language}.wasm`), join(out, `tree-sitter-${language}.wasm`));
}

// What this project runs is kept as bytecode.
const { keepBytecode } = await import(pathToFileURL(resolve(out, 'load.cjs')).href);
await keepBytecode(async ({ main }) => {
  const io = { out() {}, err() {}, isTerminal: { out: false, err: false }, environment: {} };
  await main(['fixtures/projects/field-guide'], io);
});
