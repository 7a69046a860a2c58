import { readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cachedFolder } from '../real/cache.ts';
import { build } from '../real/environment.ts';
import { ran } from '../real/program.ts';
import { unreachable } from '../real/unavailable.ts';
import type { Release } from './cell.ts';
import { javascriptFiles } from './project.ts';

/** What is installed for a release. */
export interface Installed {
  /** Everything, each with its version; for JavaScript, what was asked for. */
  readonly pins: readonly string[];
  /** The folder of the programs. */
  readonly bin: string;
  /** The `node_modules` of JavaScript, and the text of the lock file beside it. */
  readonly modules?: { readonly folder: string; readonly lock: string };
}

/** Installs a release with packages of its own time; made once, and kept in the cache. */
export async function install({ requirements, before, language }: Release): Promise<Installed> {
  if (language === 'javascript') return installModules(requirements, before);
  const built = await build({ requirements, before });
  if (!built.ok) throw new Error(`${requirements.join(' ')} cannot be installed: ${built.because}`);
  const { bin, versions } = built.environment;
  return { bin, pins: [...versions].map(([name, version]) => `${name}==${version}`) };
}

async function installModules(requirements: readonly string[], before: string): Promise<Installed> {
  const hash = createHash('sha256')
    .update(JSON.stringify([process.version, requirements, before, 1]))
    .digest('hex');
  const folder = await cachedFolder(`modules/${hash.slice(0, 20)}`, async (unfinished) => {
    for (const [path, text] of Object.entries(javascriptFiles(requirements)))
      writeFileSync(join(unfinished, path), text);
    const words = ['install', '--no-audit', '--no-fund', '--ignore-scripts', `--before=${before}`];
    const { code, output } = await ran('npm', words, unfinished);
    if (code !== 0) throw unreachable(output);
  });
  // Written by npm.
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return {
    pins: Object.entries(manifest.dependencies).map(([name, version]) => `${name}@${version}`),
    bin: join(folder, 'node_modules', '.bin'),
    modules: { folder: join(folder, 'node_modules'), lock: readFileSync(join(folder, 'package-lock.json'), 'utf8') },
  };
}
