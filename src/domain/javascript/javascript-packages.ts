import { meaningOf } from './javascript-names.ts';
import { importedBy, type Program, type Spot } from './javascript-program.ts';
import type { JavaScriptModule, ModuleImport } from './javascript-syntax.ts';

/** Something of a package: `express.Router` is `Router` of `express`. Default and namespace imports add no name. */
export interface PackageMember {
  readonly package: string;
  readonly name: string;
  readonly site: ModuleImport;
}

/** How many steps a name is followed. */
const FARTHEST = 12;

/** What of which package an expression is, when it is one: `http.createServer`, `StreamableHTTPServerTransport`. */
export function packageMemberOf(program: Program, spot: Spot, steps = 0): PackageMember | undefined {
  const { module, expression } = spot;
  if (steps > FARTHEST) return undefined;
  if (expression.kind === 'member') {
    const whole = packageMemberOf(program, { module, expression: expression.object }, steps + 1);
    if (whole === undefined) return undefined;
    const name =
      expression.property === 'default' ? whole.name : [whole.name, expression.property].filter(Boolean).join('.');
    return { ...whole, name };
  }
  if (expression.kind === 'call') return requiredBy(module, expression.call);
  if (expression.kind !== 'name') return undefined;
  const meaning = meaningOf(module, expression.name, expression.scope);
  if (meaning === undefined || 'function' in meaning) return undefined;
  if ('local' in meaning) return importedPackage(program, module, meaning, steps);
  const [only, second] = meaning.values;
  return only === undefined || second !== undefined
    ? undefined
    : packageMemberOf(program, { module, expression: only }, steps + 1);
}

function importedPackage(
  program: Program,
  module: JavaScriptModule,
  site: ModuleImport,
  steps: number,
): PackageMember | undefined {
  const own = importedBy(program, module, site, steps);
  if (own !== undefined) return packageMemberOf(program, own, steps + 1);
  if (site.module.startsWith('.')) return undefined;
  return {
    package: site.module.replace(/^node:/, ''),
    name: site.name === 'default' || site.name === '*' ? '' : site.name,
    site,
  };
}

/** `require('x')` and `await import('x')` in the middle of an expression. */
function requiredBy(module: JavaScriptModule, index: number): PackageMember | undefined {
  const call = module.calls[index];
  const [argument] = call?.arguments ?? [];
  if (call === undefined || argument?.kind !== 'literal' || typeof argument.value !== 'string') return undefined;
  if (call.callee.text !== 'require' && call.callee.text !== 'import') return undefined;
  const site = { module: argument.value, name: '*', local: '', typeOnly: false, at: call.at };
  return argument.value.startsWith('.') ? undefined : { package: argument.value.replace(/^node:/, ''), name: '', site };
}
