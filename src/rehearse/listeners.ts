import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Listener } from '../model/rehearsal.ts';

/**
 * Where the processes of a group listen for TCP, out of Linux's /proc; `undefined` on systems that have none, or where
 * nothing can be seen.
 */
export function listenersOf(group: number): readonly Listener[] | undefined {
  const sockets = tryTo(() => new Set(processesOf(group).flatMap(socketsOf)));
  return sockets === undefined
    ? undefined
    : allListening()
        ?.filter(({ inode }) => sockets.has(inode))
        .map(bare);
}

/** Who listens on a port of this machine, whosever process that is; `undefined` where that cannot be seen. */
export function listenersOn(port: number): readonly Listener[] | undefined {
  return allListening()
    ?.filter((one) => one.port === port)
    .map(bare);
}

function allListening(): readonly Socket[] | undefined {
  return tryTo(() => ['tcp', 'tcp6'].flatMap((name) => listening(readFileSync(`/proc/net/${name}`, 'utf8'))));
}

function bare({ address, port }: Socket): Listener {
  return { address, port };
}

function tryTo<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

type Socket = Listener & { readonly inode: string };

function processesOf(group: number): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      // `pid (name) state ppid pgrp …`: the name may hold anything, also brackets.
      const [, , own] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\)\s*/s, '')
        .split(' ');
      return Number(own) === group;
    } catch {
      return false; // It has ended meanwhile.
    }
  });
}

function socketsOf(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

const LISTEN = '0A';

function listening(table: string): readonly Socket[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      const [address = '', port = ''] = local.split(':');
      return state === LISTEN ? [{ address: addressOf(address), port: Number.parseInt(port, 16), inode }] : [];
    });
}

/** The kernel writes addresses as words of four bytes, the last byte of each first. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed());
  const numbers = bytes.map((byte) => Number.parseInt(byte, 16));
  if (numbers.length === 4) return numbers.join('.');
  const mapped = numbers.slice(0, 10).every((byte) => byte === 0) && numbers[10] === 255 && numbers[11] === 255;
  if (mapped) return numbers.slice(12).join('.');
  if (numbers.every((byte) => byte === 0)) return '::';
  if (numbers.slice(0, 15).every((byte) => byte === 0) && numbers[15] === 1) return '::1';
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((numbers[2 * index] ?? 0) * 256 + (numbers[2 * index + 1] ?? 0)).toString(16),
  );
  return groups.join(':');
}
