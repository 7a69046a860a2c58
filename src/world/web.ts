import type { Web } from '../model/world.ts';

const LIMIT_MS = 5000;

/** Opens the web. Node's modules for it take longer to load than most runs need for a check, and few runs ask for it. */
export function openWeb(): Web {
  return {
    get: async (url) => {
      const { send } = await import('./http.ts');
      return send({ method: 'GET', url, headers: { accept: 'application/json' }, limitMs: LIMIT_MS });
    },
  };
}
