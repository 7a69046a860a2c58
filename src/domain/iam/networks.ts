interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Whether an address lies in a network (`10.0.0.0/8`, `2001:db8::/32`, one address); nothing when either is none. */
export function isInNetwork(network: string, address: string): boolean | undefined {
  const [base = '', size, ...more] = network.split('/');
  const [net, own] = [addressOf(base), addressOf(address)];
  if (net === undefined || own === undefined || more.length > 0) return undefined;
  const prefix = size === undefined ? net.bits : /^\d{1,3}$/.test(size) ? Number(size) : Number.NaN;
  if (!(prefix <= net.bits)) return undefined;
  if (net.bits !== own.bits) return false;
  const rest = BigInt(net.bits - prefix);
  return net.value >> rest === own.value >> rest;
}

function addressOf(text: string): Address | undefined {
  if (!text.includes(':')) {
    const value = valueOf(text.split('.'), 4, /^\d{1,3}$/, 10, 8);
    return value === undefined ? undefined : { bits: 32, value };
  }
  const groups = groupsOf(text);
  const value = groups === undefined ? undefined : valueOf(groups, 8, /^[\da-f]{1,4}$/i, 16, 16);
  return value === undefined ? undefined : { bits: 128, value };
}

/** The eight groups of an IPv6 address, with what `::` stands for written out. */
function groupsOf(text: string): readonly string[] | undefined {
  const [head = '', tail, ...more] = text.split('::');
  const groups = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
  if (more.length > 0) return undefined;
  if (tail === undefined) return groups(head);
  const missing = 8 - groups(head).length - groups(tail).length;
  return missing < 1 ? undefined : [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)];
}

function valueOf(
  parts: readonly string[],
  length: number,
  form: RegExp,
  base: 10 | 16,
  bits: number,
): bigint | undefined {
  if (parts.length !== length || !parts.every((part) => form.test(part))) return undefined;
  const numbers = parts.map((part) => Number.parseInt(part, base));
  if (numbers.some((number) => number >= 2 ** bits)) return undefined;
  return numbers.reduce((sum, number) => (sum << BigInt(bits)) | BigInt(number), 0n);
}
