import type { ClientImport } from '../../model/client.ts';
import type { GoneImport } from '../python/python-sdk-line.ts';
import { compareRelease, goneImport, lineOf } from '../python/python-sdks.ts';

/** Fields of the answer to `initialize`: as 1.x has them, and as 2.x has. */
const FIELDS = [
  ['serverInfo', 'server_info'],
  ['protocolVersion', 'protocol_version'],
] as const;

/** Why a name is missing in a version of `mcp`: what stands there instead, or the error. */
export function missingIn(
  version: string,
  { kind, module, name }: Pick<ClientImport, 'kind' | 'module' | 'name'>,
): string | GoneImport | undefined {
  if (kind === 'field') return fieldInstead(name, version);
  const line = lineOf('mcp', version);
  return line === undefined ? undefined : goneImport(line, module, name);
}

function fieldInstead(name: string, version: string): string | undefined {
  const modern = compareRelease('2.0.0', version) <= 0;
  const [old, renamed] = FIELDS.find((pair) => pair.some((one) => one === name)) ?? [];
  if (name === (modern ? old : renamed)) return modern ? renamed : old;
  return undefined;
}
