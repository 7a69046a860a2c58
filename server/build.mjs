// Builds the reference server into one CommonJS file with a package.json beside it: what AgentCore's NODE_22 runtime
// starts, and what `deploy` ships as it is.
import { build } from 'esbuild';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

// Zod brings its messages in fifty languages along; the server speaks one.
const english = {
  name: 'english',
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

export async function buildServer(out) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  mkdirSync(out, { recursive: true });
  await build({
    entryPoints: [join(root, 'server/src/main.ts')],
    outfile: join(out, 'main.js'),
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    minify: true,
    // Names of errors and of frames in the log stay readable.
    keepNames: true,
    legalComments: 'none',
    mainFields: ['module', 'main'],
    // The SDK of AWS is in the file, too, and is evaluated when the first tool is called.
    supported: { 'dynamic-import': false },
    define: { BUILT_VERSION: JSON.stringify(version), 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl=require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
    plugins: [english],
  });
  writeFileSync(join(out, 'package.json'), '{"type":"commonjs"}\n');
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href)
  await buildServer(join(root, 'dist/server'));
