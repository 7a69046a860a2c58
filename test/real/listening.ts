import { readFileSync } from 'node:fs';

/** The state of a socket that waits for connections, as the kernel's table has it. */
const LISTEN = '0A';

/** Every TCP address that is listened on in this network namespace: `127.0.0.1:8000`, `[::]:8000`. */
export function listening(): readonly string[] {
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, local = '', , state] = line.trim().split(/\s+/);
        return state === LISTEN ? [addressOf(local)] : [];
      }),
  );
}

/** `0100007F:1F40` is 127.0.0.1:8000: words of four bytes, the lowest byte first. */
function addressOf(local: string): string {
  const [address = '', port = ''] = local.split(':');
  const bytes = (address.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed());
  const text = bytes.length === 4 ? bytes.map((byte) => parseInt(byte, 16)).join('.') : `[${wideAddressOf(bytes)}]`;
  return `${text}:${parseInt(port, 16)}`;
}

function wideAddressOf(bytes: readonly string[]): string {
  const whole = bytes.join('');
  if (/^0+$/.test(whole)) return '::';
  return /^0+1$/.test(whole) ? '::1' : (whole.match(/.{4}/g) ?? []).join(':');
}
