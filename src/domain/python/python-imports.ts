import { filesOf } from './python-module.ts';
import type { PythonImport } from './python-statements.ts';
import { type Frame, type Imported, UNKNOWN, type Walk } from './python-things.ts';

const SDKS =
  /^(?:mcp|fastmcp|uvicorn|starlette|fastapi|fastapi_mcp|bedrock_agentcore|click|typer|os|sys|asyncio|anyio|argparse)$/;

/** An import: of a module of the project, which runs then, or of somebody else's. */
export function bring(imported: PythonImport, frame: Frame, walk: Walk): void {
  const { module, level, name, alias } = imported;
  const { path } = frame.module;
  const found = filesOf(imported, path, (candidate) => walk.modules(candidate) !== undefined).filter(
    (file) => !isDisguised(imported, file),
  );
  if (found.length > 0) return bringOwn(found, imported, frame, walk);
  const site: Imported = { ...imported, path };
  if (name === undefined) {
    const bound = alias ?? module.split('.')[0] ?? module;
    frame.bindings.set(bound, { kind: 'external', name: alias === undefined ? bound : module, imported: site });
  } else if (name !== '*') {
    const full = level > 0 ? `${'.'.repeat(level)}${module}.${name}` : `${module}.${name}`;
    frame.bindings.set(alias ?? name, { kind: 'external', name: full, imported: site });
  }
}

/** A file of the project that only bears the name of a library (`mcp/__init__.py`, `fastmcp.py`) is not what is meant. */
function isDisguised({ module, level, name }: PythonImport, file: string): boolean {
  const top = module.split('.')[0] ?? '';
  if (level > 0 || !SDKS.test(top)) return false;
  const whole = name === undefined ? module : `${module}.${name}`;
  const deeper = whole.includes('.') && file.replace(/(?:\/__init__)?\.py$/, '').endsWith(whole.replaceAll('.', '/'));
  return !deeper;
}

function bringOwn(
  files: readonly string[],
  { module, name, alias, level }: PythonImport,
  frame: Frame,
  walk: Walk,
): void {
  const [first = ''] = files;
  if (name === undefined) {
    walk.load(first, walk);
    if (alias !== undefined || !module.includes('.'))
      frame.bindings.set(alias ?? module, { kind: 'module', path: first });
    return;
  }
  const whole = files.at(-1) ?? first;
  const isPart =
    files.length > 1 || (level > 0 && module === '') || first.replace(/(?:\/__init__)?\.py$/, '').endsWith(`/${name}`);
  const names = walk.load(whole, walk)?.bindings;
  if (name === '*') for (const [key, thing] of names ?? []) frame.bindings.set(key, thing);
  else frame.bindings.set(alias ?? name, names?.get(name) ?? (isPart ? { kind: 'module', path: first } : UNKNOWN));
  if (isPart && names?.get(name) === undefined) walk.load(first, walk);
}
