import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The state of a socket that waits for connections, as the kernel's table has it. */
const LISTEN = '0A';

/** Every TCP address that a process group listens on: `127.0.0.1:8000`, `[::]:8000`. */
export function listeningOf(group: number): readonly string[] {
  const sockets = ['tcp', 'tcp6'].flatMap(socketsIn);
  if (sockets.length === 0) return [];
  const own = new Set(membersOf(group).flatMap(inodesOf));
  return sockets.filter(({ inode }) => own.has(inode)).map(({ address }) => address);
}

function socketsIn(table: string): readonly { readonly address: string; readonly inode: string }[] {
  return readFileSync(`/proc/net/${table}`, 'utf8')
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      return state === LISTEN ? [{ address: addressOf(local), inode }] : [];
    });
}

function membersOf(group: number): readonly string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && groupOf(pid) === group);
}

function groupOf(pid: string): number | undefined {
  return unlessGone(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in parentheses and may hold blanks; state, parent and group follow it.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
  });
}

function inodesOf(pid: string): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  const files = unlessGone(() => readdirSync(folder)) ?? [];
  return files.flatMap((file) => {
    const target = unlessGone(() => readlinkSync(`${folder}/${file}`)) ?? '';
    return /^socket:\[(\d+)\]$/.exec(target)?.slice(1) ?? [];
  });
}

/** A process may end while it is looked at. */
function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
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
