import type { ClientImport, ImportUse, OpenedCall } from '../../model/client.ts';
import type { ResolvedVersion } from '../../model/dependency.ts';
import { type Call, followed, type ImportOf, type Opening } from './client-program.ts';
import { type ClientSource, codeAt } from './client-source.ts';

/** Fields of the answer to `initialize`: mcp 1.x has them in the case of the protocol, 2.x in that of Python. */
const FIELDS = new Set(['server_info', 'protocol_version', 'serverInfo', 'protocolVersion']);

/** What a Python program takes from the client side of the package `mcp`. */
export function importsOf(source: ClientSource, version: () => ResolvedVersion): readonly ClientImport[] {
  const { resolver } = source;
  if (resolver.program.language !== 'python') return [];
  const imported = resolver.program.imports
    .filter(({ module }) => module === 'mcp.client' || module.startsWith('mcp.client.'))
    .map((one): ClientImport => {
      const { module, name } = one;
      const uses = name === 'streamablehttp_client' ? { uses: usesOf(one, source) } : {};
      return { ...codeAt(source, one), kind: 'import', package: 'mcp', module, name, version: version(), ...uses };
    });
  if (!resolver.program.imports.some(({ module }) => module === 'mcp' || module.startsWith('mcp.'))) return imported;
  const fields = resolver.program.expressions.flatMap((expr): readonly ClientImport[] => {
    if (expr.kind !== 'member' || !FIELDS.has(expr.name) || expr.on.kind !== 'name') return [];
    const answers = followed(expr.on, resolver);
    if (!answers.some((answer) => answer.kind === 'call' && answer.callee.endsWith('.initialize'))) return [];
    const span = { start: expr.end - expr.name.length, end: expr.end };
    return [
      {
        ...codeAt(source, span),
        kind: 'field',
        package: 'mcp',
        module: 'mcp.types',
        name: expr.name,
        version: version(),
      },
    ];
  });
  return [...imported, ...fields];
}

/** Every place that reads what an import binds. */
function usesOf({ local, name }: ImportOf, source: ClientSource): readonly ImportUse[] {
  const { at } = source;
  const { expressions, openings } = source.resolver.program;
  return expressions.flatMap((expr): readonly ImportUse[] => {
    if (expr.kind === 'name' && expr.name === local) return [{ at: at(expr) }];
    if (expr.kind !== 'call' || expr.callee !== local) return [];
    const span = { start: expr.start, end: expr.start + local.length };
    const opening = openings.find(({ value }) => value === expr);
    const opened = opening === undefined ? undefined : openedBy(expr, opening, source);
    return [{ at: at(span), ...(local === name ? {} : { alias: local }), ...(opened === undefined ? {} : { opened }) }];
  });
}

/** A call whose streams are unpacked at once; `undefined`: it says more than can be written anew. */
function openedBy(call: Call, { targets }: Opening, { text, at }: ClientSource): OpenedCall | undefined {
  if (timesIn(text, 'http_client') > 0) return undefined;
  if (call.spreads.length > 0 || call.source.includes('#') || targets.length === 0) return undefined;
  return {
    call: at(call),
    indent: /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', call.start) + 1))?.[0] ?? '',
    arguments: call.args.map(({ name, value }) => ({
      ...(name === undefined ? {} : { name }),
      text: value.source,
      ...(/^\d+(?:\.\d+)?$/.test(value.source) ? { form: 'seconds' as const } : {}),
      ...(value.kind === 'call' && /(?:^|\.)timedelta$/.test(value.callee) ? { form: 'timedelta' as const } : {}),
    })),
    targets: targets.map((target) => ({
      at: at(target),
      starred: target.source.startsWith('*'),
      read: target.source.replace('*', '') !== '_' && timesIn(text, target.source.replace('*', '')) > 1,
    })),
  };
}

function timesIn(text: string, word: string): number {
  return text.split(/\W+/).filter((one) => one === word).length;
}
