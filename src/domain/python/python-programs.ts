import { folderOf, joinPath } from '../paths.ts';
import type { Expression } from './python-source.ts';
import { type CallMade, type Thing, UNKNOWN, type Walk } from './python-things.ts';

/** `runpy.run_path("server.py", run_name="__main__")`: another file of the project becomes the program. */
export function runFile(call: CallMade, walk: Walk): Thing {
  const word = call.arguments[0] === undefined ? undefined : lastText(call.arguments[0].written.value);
  const asMain = call.arguments.some(
    ({ name, thing }) => name === 'run_name' && thing.kind === 'known' && thing.value === '__main__',
  );
  if (word === undefined) return UNKNOWN;
  const file = word.endsWith('.py') ? word : `${word.replaceAll('.', '/')}.py`;
  const here = folderOf(call.expression.at.path);
  const path = [joinPath(here, file), joinPath('', file)].find(
    (candidate) => candidate !== undefined && walk.modules(candidate) !== undefined,
  );
  if (path === undefined) return UNKNOWN;
  const before = walk.main;
  if (asMain) walk.main = path;
  walk.load(path, walk);
  walk.main = before;
  return UNKNOWN;
}

/** The last literal in `os.path.join(BASE, "server.py")` or `BASE / "server.py"`. */
function lastText(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? expression.value : undefined;
    case 'call':
      return expression.arguments.map(({ value }) => lastText(value)).findLast((text) => text !== undefined);
    case 'plus':
      return lastText(expression.right);
    case 'template': {
      const last = expression.parts.at(-1);
      return typeof last === 'string' ? last.replace(/^\//, '') : undefined;
    }
    default:
      return undefined;
  }
}
