import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import type { ProjectStart } from '../domain/deploy/project-start.ts';
import type { CodeBundle } from '../model/deployment-plan.ts';
import { Failure } from '../model/failure.ts';
import { packageFolder, nodeProject } from '../rehearse/node-project.ts';
import { handedOn } from '../rehearse/prepare.ts';
import { pythonPackages } from '../rehearse/python-packages.ts';
import { cacheFolder } from '../world/cache.ts';
import { bundleOf } from './bundle.ts';

/** What a project is built with. */
export interface ProjectBuild {
  readonly root: string;
  readonly start: ProjectStart;
  readonly environment: { readonly [name: string]: string | undefined };
  readonly onStep: (what: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Builds a project for AgentCore by its own scripts, in a folder of its own, and zips it: for Python with packages for its
 * processors. A `Failure` says what cannot be shipped.
 */
export function bundleOfProject(build: ProjectBuild): Promise<CodeBundle> {
  return build.start.plan.language === 'python' ? pythonBundle(build) : nodeBundle(build);
}

async function nodeBundle({ root, start, environment, onStep, signal }: ProjectBuild): Promise<CodeBundle> {
  const { plan, target } = start;
  const cache = cacheFolder(environment);
  const home = await nodeProject({ root, cache, plan, environment: handedOn(environment), onStep, signal });
  const folder = packageFolder(home, home === join(root, plan.folder) ? root : cache) ?? home;
  const files = filesBelow(folder);
  const native = Object.keys(files).find((name) => name.endsWith('.node'));
  if (native !== undefined)
    throw new Failure(
      `\`${native}\` is machine code for this computer, and AgentCore runs on ARM64.`,
      'Deploy a container for `linux/arm64`, or do without that package.',
    );
  return sized(bundleOf(files, { runtime: 'NODE_22', entryPoint: [slashed(relative(folder, join(home, target)))] }));
}

async function pythonBundle({ root, start, environment, onStep, signal }: ProjectBuild): Promise<CodeBundle> {
  const { plan, kind, target } = start;
  const packages = await pythonPackages({ root, cache: cacheFolder(environment), plan, onStep, signal });
  const files = { ...filesBelow(packages), ...filesBelow(join(root, plan.folder)) };
  const launcher = `import runpy\n\nrunpy.run_module(${JSON.stringify(target)}, run_name="__main__", alter_sys=True)\n`;
  const whole = kind === 'file' ? files : { ...files, [LAUNCHER]: Buffer.from(launcher) };
  return sized(bundleOf(whole, { runtime: 'PYTHON_3_13', entryPoint: [kind === 'file' ? slashed(target) : LAUNCHER] }));
}

const LAUNCHER = 'agentcore_start.py';

/** What belongs to this machine or to the person at it, secrets above all. */
const LEFT_BEHIND =
  /^(?:\.git|\.env(?:rc|\..*)?|\.aws|\.ssh|\.netrc|\.npmrc|\.pypirc|\.yarnrc(?:\.yml)?|id_(?:rsa|ed25519|ecdsa)|\.venv|venv|__pycache__|\.bin|\.cache|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.DS_Store|\.bedrock_agentcore(?:\..*)?)$/;

function filesBelow(folder: string): { readonly [name: string]: Uint8Array } {
  const found: Record<string, Uint8Array> = {};
  const visit = (at: string): void => {
    for (const name of readdirSync(at).toSorted()) {
      if (LEFT_BEHIND.test(basename(name))) continue;
      const path = join(at, name);
      const kind = lstatSync(path);
      if (kind.isDirectory()) visit(path);
      // A link leads elsewhere, and the archive has no elsewhere.
      else if (kind.isFile()) found[slashed(relative(folder, path))] = readFileSync(path);
    }
  };
  visit(folder);
  return found;
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}

/** https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html (verified 2026-11-26) */
const MOST_MB = 250;

function sized(bundle: CodeBundle): CodeBundle {
  const size = Math.ceil(bundle.zip.length / 1024 / 1024);
  if (size <= MOST_MB) return bundle;
  throw new Failure(
    `The archive of the project has ${size} MB, and AgentCore takes ${MOST_MB}.`,
    'Deploy a container.',
  );
}
