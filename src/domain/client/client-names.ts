import type { Callable } from '../../model/client.ts';
import type { Program } from './client-program.ts';

/**
 * What a Python program calls a function of a library: the name that it has at the top of the file, or the one that it
 * gets by an import that is missing and takes no other meaning away.
 */
export function callableIn(program: Program, module: string, name: string, prefer: 'function' | 'module'): Callable {
  const own = program.imports.find((one) => one.module === module && one.name === name && one.scope === 0);
  if (own !== undefined) return { name: own.local };
  const whole = program.modules.find((one) => one.module === module && one.scope === 0);
  if (whole !== undefined) return { name: `${whole.local}.${name}` };
  const [parent, child] = [module.slice(0, module.lastIndexOf('.')), module.slice(module.lastIndexOf('.') + 1)];
  const part = program.imports.find((one) => one.module === parent && one.name === child && one.scope === 0);
  if (part !== undefined) return { name: `${part.local}.${name}` };
  const asFunction = { name, lacks: `from ${module} import ${name}` };
  const asModule = { name: `${module}.${name}`, lacks: `import ${module}` };
  const [first, second] = prefer === 'function' ? [asFunction, asModule] : [asModule, asFunction];
  return isTaken(program, first === asFunction ? name : (module.split('.')[0] ?? module)) ? second : first;
}

/** Whether a name means something else anywhere in a program. */
function isTaken({ assignments, functions, imports, modules }: Program, name: string): boolean {
  return (
    assignments.some((one) => one.name === name) ||
    functions.some((one) => one.name === name || one.parameters.includes(name)) ||
    imports.some(({ local }) => local === name) ||
    modules.some(({ local }) => local === name)
  );
}
