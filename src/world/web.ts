import type { Web } from '../model/world.ts';
import { send } from './http.ts';

const LIMIT_MS = 5000;

/** Opens the web. */
export function openWeb(): Web {
  return { get: (url) => send({ method: 'GET', url, headers: { accept: 'application/json' }, limitMs: LIMIT_MS }) };
}
