import type { Binding, JavaScriptModule, ModuleImport } from './javascript-syntax.ts';
import { rememberedOf } from '../remembered.ts';

/** What a name means: a variable, an import, or (`function`) one of the module's functions. */
export type Meaning = Binding | ModuleImport | { readonly function: number };

interface Index {
  readonly imports: ReadonlyMap<string, ModuleImport>;
  readonly functions: ReadonlyMap<string, number>;
  readonly bindings: ReadonlyMap<string, Binding>;
}

/** What a name means where it is used: the nearest scope that has it decides. */
export function meaningOf(module: JavaScriptModule, name: string, scope: number): Meaning | undefined {
  const { imports, functions, bindings } = indexOf(module);
  for (let current = scope; ; current = module.functions[current]?.parent ?? 0) {
    const imported = current === 0 ? imports.get(name) : undefined;
    if (imported !== undefined) return imported;
    const index = functions.get(`${current} ${name}`);
    if (index !== undefined) return { function: index };
    const binding = bindings.get(`${current} ${name}`);
    if (binding !== undefined) return binding;
    if (current === 0) return undefined;
  }
}

/** Each module is indexed when a name of it is first asked for. */
const indexOf = rememberedOf((module: JavaScriptModule): Index => {
  const functions = module.functions.flatMap(({ name, parent, method }, index) =>
    name === undefined || method || index === 0 ? [] : [[`${parent} ${name}`, index] as const],
  );
  const bindings = module.bindings.flatMap((binding) =>
    binding.inClass === undefined ? [[`${binding.scope} ${binding.name}`, binding] as const] : [],
  );
  return {
    imports: new Map(module.imports.toReversed().map((site) => [site.local, site])),
    functions: new Map(functions.toReversed()),
    bindings: new Map(bindings),
  };
});
